"""The services whose playlists can be read, and of them those that can be changed."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.grant import override
from tracklink.playlists.remote.patience import Patience
from tracklink.playlists.remote.service import PlaylistPublisher, PlaylistReader
from tracklink.playlists.remote.token_store import TokenStore

MODULES = {
    "deezer": "tracklink.playlists.remote.deezer",
    "spotify": "tracklink.playlists.remote.spotify",
    "tidal": "tracklink.playlists.remote.tidal",
    "youtube_music": "tracklink.playlists.remote.youtube_music",
}
"""Each has a function `open_service(access)`; imported when it is asked for, since their libraries are an extra."""
PUBLISHERS = ("spotify", "tidal", "youtube_music")

Tell = Callable[[str], None]
"""Hears in a sentence why nothing happens for a while."""


def open_reader(provider: str, tell: Tell = lambda _: None) -> PlaylistReader:
    """The service of this name, with the user's login where it needs one. Raises PlaylistError."""
    try:
        module = import_module(MODULES[provider])
        from tracklink.playlists.remote.login import bearer_of  # noqa: PLC0415 an extra, like the services' libraries
    except KeyError:
        raise PlaylistError(f"{provider} has no playlists that can be read; {', '.join(MODULES)} have") from None
    except ModuleNotFoundError as error:
        raise PlaylistError(f"{provider} needs {error.name}: pip install 'tracklink[playlists]'") from error
    access = Access(
        bearer=bearer_of(provider),
        base_url=override(f"TRACKLINK_{provider.upper()}_BASE_URL", None),
        patience=Patience(tell=lambda seconds: tell(f"{provider} asks for patience: waiting {seconds} s")),
    )
    return cast("PlaylistReader", module.open_service(access))


def open_publisher(provider: str, tell: Tell = lambda _: None) -> PlaylistPublisher:
    """The service of this name, to be changed. Raises PlaylistError, and LoginNeeded where nobody is logged in."""
    if provider not in PUBLISHERS:
        lack = f"playlists of {provider} can be read only" if provider in MODULES else f"{provider} has no playlists"
        raise PlaylistError(f"{lack}; those of {', '.join(PUBLISHERS)} can be changed")
    TokenStore(provider).read()
    return cast("PlaylistPublisher", open_reader(provider, tell))
