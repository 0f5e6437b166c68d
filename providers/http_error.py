"""What an HTTP status that is not a success means, alike for every service."""

from http import HTTPStatus

from tracklink.plugin import (
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderRefused,
    ProviderUnavailable,
)
from tracklink.retry_after import retry_after_seconds


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
