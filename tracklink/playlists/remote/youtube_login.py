"""A login to YouTube Music: the request headers of a browser that is signed in, as `ytmusicapi` takes them."""

import json
from contextlib import suppress
from http.cookies import CookieError

from ytmusicapi import setup
from ytmusicapi.exceptions import YTMusicError
from ytmusicapi.helpers import sapisid_from_cookie

from tracklink.playlists.remote.service import LoginNeeded
from tracklink.playlists.remote.token_store import TokenStore

PROVIDER = "youtube_music"


def read_headers(pasted: str) -> dict[str, str]:
    """What is kept of the pasted headers. Raises LoginNeeded when the cookie or the account's number is not there."""
    try:
        kept = json.loads(setup(headers_raw=pasted.strip() or "-"))
        sapisid_from_cookie(kept["cookie"])
    except (YTMusicError, CookieError, ValueError, KeyError):
        raise LoginNeeded(
            "these are no request headers of a signed-in music.youtube.com: copy those of a POST request from the "
            "browser's network tools, Cookie (with __Secure-3PAPISID) and X-Goog-AuthUser among them"
        ) from None
    return {str(name): str(value) for name, value in kept.items()}


def kept_headers() -> dict[str, str] | None:
    """What was kept at the login; None when nobody is logged in. Raises LoginNeeded where it cannot be read."""
    store = TokenStore(PROVIDER)
    with suppress(PermissionError):
        if not store.path.exists():
            return None
    return {str(name): str(value) for name, value in store.read().items()}
