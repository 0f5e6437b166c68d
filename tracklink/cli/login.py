"""`tracklink login` lets the user into a service, and `tracklink logout` out again."""

import contextlib
import sys
import webbrowser
from typing import Annotated

import typer

from tracklink.cli.output import say
from tracklink.cli.writable import check_writable
from tracklink.playlists.remote.config_folder import make_folder_of
from tracklink.playlists.remote.grant import GRANTS
from tracklink.playlists.remote.token_store import TokenStore

Service = Annotated[str, typer.Argument(metavar="PROVIDER", help="spotify, tidal or youtube_music.")]


def _show(address: str) -> None:
    say(f"allow it in the browser: {address}")
    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)


def _known(provider: str) -> None:
    if provider not in {*GRANTS, "youtube_music"}:
        raise typer.BadParameter(
            f"{provider!r} needs no login or has none: there are {', '.join([*GRANTS, 'youtube_music'])}",
            param_hint="PROVIDER",
        )


def login(provider: Service) -> None:
    """Log in to a service, so that your playlists there can be read and changed.

    Spotify and Tidal: in the browser. YouTube Music: paste the request headers of a signed-in browser to standard
    input. What comes of it stays in your own configuration folder and is sent to that service only.
    """
    _known(provider)
    store = TokenStore(provider)
    make_folder_of(store.path)
    check_writable(store.path)
    if provider == "youtube_music":
        from tracklink.playlists.remote.youtube_login import read_headers  # noqa: PLC0415 an extra

        say("paste the request headers of music.youtube.com, then end the input (Ctrl-D)")
        store.write(read_headers(sys.stdin.read()))
    else:
        from tracklink.playlists.remote.login import login as log_in  # noqa: PLC0415 an extra

        log_in(GRANTS[provider], _show, store)
    say(f"logged in to {provider}")


def logout(provider: Service) -> None:
    """Forget a login."""
    _known(provider)
    existed = TokenStore(provider).remove()
    say(f"logged out of {provider}" if existed else f"nobody was logged in to {provider}")
