"""The way to Spotify's two servers: an answer that succeeded, or a ProviderError.

Because the library is given a session of ours, it neither repeats nor sleeps; because this one raises by itself, the
status and the headers of an error arrive here, and not the library's text of them.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from requests import PreparedRequest, Response, Session

from providers.http_error import error_of_status
from providers.json_field import decoded, mapping, text
from providers.punctual_http import PunctualAdapter
from providers.requests_error import FAULTS, error_of_fault
from providers.spotify.declaration import DECLARATION
from tracklink.plugin import ProviderAnswerInvalid, ProviderError, ProviderRateLimited, ProviderRefused
from tracklink.retry_after import retry_after_seconds

NAME = DECLARATION.name

INVALID_IDS = frozenset({"invalid id", "invalid base62 id"})
"""Messages, with status 400, about well-formed ids that are too large to be a track's."""

NO_MARKETS = frozenset({"unlaunched market", "invalid market code"})
"""Messages, with status 400, about countries in which Spotify is not to be had."""

WRONG_PATH = "service not found"
"""The message, with status 404, of an address that is not the catalogue's."""

QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
"""The `reason`, with status 429, that tells the quota of a developer's account from the rate limit."""

QUOTA_PAUSE_SECONDS = 3_600.0
"""How long to stay away where such a refusal does not say: the period of the quota is not published."""

WRONG_CREDENTIALS = frozenset({"invalid_client", "unauthorized_client"})
"""Errors of the token endpoint (RFC 6749, section 5.2), which answers wrong credentials with status 400."""


class TokenRefused(ProviderRefused):
    """The token, and not the credentials behind it, is no longer taken."""

    def __init__(self, reason: str, token: str) -> None:
        super().__init__(NAME, reason)
        self.token = token


class NoSuchTrack(ProviderAnswerInvalid):
    """There is no track at this address."""


class NoSuchMarket(ProviderAnswerInvalid):
    """Spotify is not to be had in this country, so nothing plays there."""


class SpotifySession(Session):
    """Follows no redirection, keeps to the time-out, and raises what `error_of` makes of an unsuccessful answer."""

    def __init__(self, user_agent: str, error_of: Callable[[Response], ProviderError]) -> None:
        super().__init__()
        self.headers["User-Agent"] = user_agent
        self.auth = _as_it_is
        self.mount("http://", PunctualAdapter())
        self.mount("https://", PunctualAdapter())
        self._error_of = error_of

    def send(self, request: PreparedRequest, **settings: Any) -> Response:  # noqa: ANN401  # as requests has it
        """The answer, read to its end."""
        try:
            response = super().send(request, **{**settings, "allow_redirects": False})
        except FAULTS as fault:
            raise error_of_fault(NAME, fault) from fault
        if HTTPStatus.OK <= response.status_code < HTTPStatus.MULTIPLE_CHOICES:
            return response
        raise self._error_of(response)


def catalogue_error(response: Response) -> ProviderError:
    """What the catalogue's `{"error": {"status", "message"}}` means."""
    stated = mapping(decoded(response.json).get("error"))
    message = (text(stated.get("message")) or "").lower()
    error = _error(response)
    match response.status_code:
        case HTTPStatus.TOO_MANY_REQUESTS if text(stated.get("reason")) == QUOTA_EXCEEDED:
            return _quota_exceeded(response)
        case HTTPStatus.UNAUTHORIZED if "token" in message:
            return TokenRefused(f"{error}", response.request.headers.get("Authorization", "").removeprefix("Bearer "))
        case HTTPStatus.NOT_FOUND if stated.get("status") == HTTPStatus.NOT_FOUND and message not in {"", WRONG_PATH}:
            return NoSuchTrack(NAME, f"{error}")
        case HTTPStatus.BAD_REQUEST if message in INVALID_IDS:
            return NoSuchTrack(NAME, f"{error}")
        case HTTPStatus.BAD_REQUEST if message in NO_MARKETS:
            return NoSuchMarket(NAME, f"{error}")
    return error


def token_error(response: Response) -> ProviderError:
    """What the token endpoint's `{"error", "error_description"}` means."""
    if text(decoded(response.json).get("error")) in WRONG_CREDENTIALS:
        return ProviderRefused(NAME, f"{NAME} does not know the credentials (status {response.status_code}).")
    return _error(response)


def _error(response: Response) -> ProviderError:
    return error_of_status(NAME, response.status_code, response.headers.get("Retry-After"))


def _quota_exceeded(response: Response) -> ProviderRateLimited:
    """Another limit than that of every 30 seconds: all applications of the developer's account share it."""
    seconds = retry_after_seconds(response.headers.get("Retry-After"))
    reason = f"{NAME} answered with status 429: the quota of the developer's account is used up ({QUOTA_EXCEEDED})."
    return ProviderRateLimited(NAME, reason, QUOTA_PAUSE_SECONDS if seconds is None else seconds)


def _as_it_is(request: PreparedRequest) -> PreparedRequest:
    """Keeps `requests` from putting a password out of ~/.netrc in the token's place."""
    return request
