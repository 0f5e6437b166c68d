"""What went wrong, told from what musicbrainzngs says that it went wrong with."""

import re
from http import HTTPStatus
from urllib.error import HTTPError, URLError

from providers.http_error import error_of_status, retry_after_seconds
from providers.musicbrainz.declaration import DECLARATION
from tracklink.plugin import (
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderTimedOut,
    ProviderUnavailable,
)

_NAME = DECLARATION.name

_ERROR = re.compile(rb"\s*(<\?xml[^>]*>\s*)?<error\b")
"""How an error of the service begins."""


def failure_of(cause: object) -> ProviderError:
    """The error to raise for the cause of a WebServiceError; the library gives none for a connection that was reset."""
    if isinstance(cause, HTTPError):
        return _of_answer(cause)
    reason = cause.reason if isinstance(cause, URLError) else cause
    if isinstance(reason, TimeoutError):
        return ProviderTimedOut(_NAME, "musicbrainz did not answer in time.")
    if reason is None or isinstance(reason, OSError):
        return ProviderUnavailable(_NAME, f"musicbrainz cannot be reached: {reason or 'the connection was reset'}.")
    return unreadable(reason)


def unreadable(reason: object) -> ProviderAnswerInvalid:
    """The error for an answer that is cut off, or is not the XML that the service documents."""
    return ProviderAnswerInvalid(_NAME, f"musicbrainz gave an answer that cannot be read ({type(reason).__name__}).")


def lacking(part: str) -> ProviderAnswerInvalid:
    """The error for an answer without the part that was asked for."""
    return ProviderAnswerInvalid(_NAME, f"musicbrainz gave an answer without {part}.")


def is_not_found(cause: object) -> bool:
    """Whether the service says that it has nothing of this id, ISRC or URL: a 404 in its own words.

    Any other 404 may come from a proxy, or from a mirror that is not where it was said to be.
    """
    if not isinstance(cause, HTTPError) or cause.code != HTTPStatus.NOT_FOUND:
        return False
    return _ERROR.match(cause.read()) is not None


def _of_answer(answer: HTTPError) -> ProviderError:
    """A 503 that says when to come back is MusicBrainz's rate limit: it knows no 429 of its own."""
    retry_after = answer.headers.get("Retry-After")
    if answer.code == HTTPStatus.SERVICE_UNAVAILABLE and (seconds := retry_after_seconds(retry_after)) is not None:
        return ProviderRateLimited(_NAME, "musicbrainz answered with status 503: too many requests.", seconds)
    return error_of_status(_NAME, answer.code, retry_after)
