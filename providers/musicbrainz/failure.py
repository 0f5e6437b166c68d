"""What went wrong, told from what musicbrainzngs says that it went wrong with."""

import re
from datetime import UTC, datetime
from email.message import Message
from http import HTTPStatus
from urllib.error import HTTPError, URLError

from providers.http_error import error_of_open_status
from providers.musicbrainz.declaration import DECLARATION
from tracklink.plugin import (
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderTimedOut,
    ProviderUnavailable,
)
from tracklink.retry_after import moment_of, retry_after_seconds

_NAME = DECLARATION.name

LEAST_RESET_SECONDS = 1.0
"""Both times are whole seconds: a reset within this one may be almost a second away."""

LONGEST_RESET_SECONDS = 3_600.0

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
    """A 503 that says when to come back is MusicBrainz's rate limit: it knows no 429 of its own.

    One that does not may be the same, or an outage. It is told as an outage, for what follows from that does for both:
    it is asked again in the next slot of the quota, and left alone for longer and longer if that goes on.
    """
    retry_after = answer.headers.get("Retry-After")
    if answer.code != HTTPStatus.SERVICE_UNAVAILABLE:
        return error_of_open_status(_NAME, answer.code, retry_after)
    seconds = retry_after_seconds(retry_after)
    if seconds is None:
        seconds = _reset_seconds(answer.headers)
    if seconds is not None:
        return ProviderRateLimited(_NAME, "musicbrainz answered with status 503: too many requests.", seconds)
    return ProviderUnavailable(_NAME, "musicbrainz answered with status 503: it is busy, or was asked too often.")


def _reset_seconds(headers: Message) -> float | None:
    """How long until `X-RateLimit-Reset`, in seconds since 1970: by the service's own clock where it tells its time.

    A reset that is over, or further away than any that makes sense, says nothing.
    """
    stated = headers.get("X-RateLimit-Reset", "").strip()
    if not re.fullmatch(r"[0-9]{1,11}", stated):
        return None
    now = moment_of(headers.get("Date")) or datetime.now(UTC)
    left = int(stated) - now.timestamp()
    return max(LEAST_RESET_SECONDS, left) if -LEAST_RESET_SECONDS <= left <= LONGEST_RESET_SECONDS else None
