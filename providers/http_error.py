"""What an HTTP status that is not a success means, alike for every service."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from tracklink.plugin import (
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderRefused,
    ProviderUnavailable,
)


def error_of_status(provider: str, status: int, retry_after: str | None = None) -> ProviderError:
    """The error to raise; `retry_after` is the header of that name."""
    reason = f"{provider} answered with status {status}."
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return ProviderRateLimited(provider, reason, retry_after_seconds(retry_after))
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return ProviderRefused(provider, reason)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ProviderUnavailable(provider, reason)
    return ProviderAnswerInvalid(provider, reason)


def error_of_open_status(provider: str, status: int, retry_after: str | None = None) -> ProviderError:
    """The same for a service that everybody may ask: a 403 refuses no credentials, but whoever asks too often."""
    if status == HTTPStatus.FORBIDDEN:
        reason = f"{provider} answered with status 403: it turns requests from here away, as after too many."
        return ProviderRateLimited(provider, reason, retry_after_seconds(retry_after))
    return error_of_status(provider, status, retry_after)


def retry_after_seconds(header: str | None) -> float | None:
    """How long to stay away: RFC 9110, section 10.2.3, seconds or a date; None when that cannot be read."""
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    moment = moment_of(text)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment else None


def moment_of(header: str | None) -> datetime | None:
    """A date and time as RFC 9110, section 5.6.7, has it; None when that cannot be read."""
    try:
        moment = parsedate_to_datetime((header or "").strip())
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
