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


def retry_after_seconds(header: str | None) -> float | None:
    """How long to stay away: RFC 9110, section 10.2.3, seconds or a date; None when that cannot be read."""
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        return max(0.0, (_aware(parsedate_to_datetime(text)) - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
