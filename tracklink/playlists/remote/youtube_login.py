"""A login to YouTube Music: the request headers of a browser that is signed in, as `ytmusicapi` takes them."""

import json

from ytmusicapi import setup
from ytmusicapi.exceptions import YTMusicUserError

from tracklink.playlists.remote.service import LoginNeeded


def read_headers(pasted: str) -> dict[str, str]:
    """What is kept of the pasted headers. Raises LoginNeeded when the cookie or the account's number is not there."""
    try:
        kept = json.loads(setup(headers_raw=pasted))
    except (YTMusicUserError, ValueError) as error:
        raise LoginNeeded(
            "these are no request headers of music.youtube.com: copy those of a POST request from the browser's "
            "network tools, Cookie and X-Goog-AuthUser among them"
        ) from error
    return {str(name): str(value) for name, value in kept.items()}
