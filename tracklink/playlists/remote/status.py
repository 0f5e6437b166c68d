"""What the statuses of HTTP mean, alike for every service."""

from http import HTTPStatus
from math import ceil

from tracklink.playlists.remote.service import (
    LoginNeeded,
    PlaylistChanged,
    PlaylistNotFound,
    PlaylistServiceError,
    Refused,
    ServiceFailed,
    ServiceRateLimited,
)
from tracklink.retry_after import retry_after_seconds

_CHANGED = {HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED}
LONGEST_WORDS = 200
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


def error_of_status(name: str, status: int, retry_after: str = "", words: str = "") -> PlaylistServiceError:
    """The error to raise where the service of this name answers with a status that is no success.

    `words` are its own; they are told where it refuses a request for what it asks, or for who asks.
    """
    words = " ".join(words.split())[:LONGEST_WORDS]
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = retry_after_seconds(retry_after)
        later = f": try again in {ceil(seconds)} seconds" if seconds else ": try again later"
        return ServiceRateLimited(f"{name} was asked too often{later}", seconds)
    if status == HTTPStatus.UNAUTHORIZED:
        return LoginNeeded(f"{name} does not take the login any more: run `tracklink login {name}`")
    if status == HTTPStatus.FORBIDDEN:
        said = f" ({words})" if words else ""
        return LoginNeeded(f"{name} does not let this login do that{said}: is the playlist yours, is the login yours?")
    if status in _GONE:
        return PlaylistNotFound(f"{name} has no such playlist, or it is private")
    if status in _CHANGED:
        return PlaylistChanged(f"the playlist at {name} was changed meanwhile")
    kind = Refused if status == HTTPStatus.BAD_REQUEST else ServiceFailed
    told = f": {words}" if words and kind is Refused else ""
    return kind(f"{name} answered with status {status}{told}")
