"""Requests to Tidal: authorised, due within the time-out, every fault named in our own words."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus

import httpx

from providers.http_error import error_of_status
from providers.httpx_error import FAULTS, error_of_fault
from providers.json_field import NOT_JSON
from providers.punctual_httpx import PunctualTransport
from providers.tidal.access import Access, Token
from providers.tidal.bucket import read_bucket
from providers.tidal.declaration import DECLARATION
from tracklink.plugin import Connection, ProviderAnswerInvalid, ProviderError, ProviderRateLimited, ProviderRefused

MEDIA_TYPE = "application/vnd.api+json"

REFUSALS = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
"""How a token is refused: RFC 6749, section 5.2, lets a server choose between 400 and 401."""

UNSTATED_LIFETIME_SECONDS = 3_600.0

LONGEST_LIFETIME_SECONDS = 31 * 86_400.0

Parameters = Mapping[str, str | Sequence[str]]


class Session:
    """A pool of connections and the token that they share; any number of threads may ask at once."""

    def __init__(self, connection: Connection) -> None:
        self._client = httpx.Client(
            base_url=connection.base_url,
            transport=PunctualTransport(),
            timeout=connection.timeout_seconds,
            headers={"User-Agent": connection.user_agent, "Accept": MEDIA_TYPE},
        )
        self._token_url = connection.token_url or DECLARATION.token_url or ""
        self._credentials = tuple(connection.secrets.get(name, "") for name in DECLARATION.required_settings)
        self._access = Access(self._ask_for_token)
        self._before_another = connection.before_another
        self._quota_told = connection.quota_told

    def get(self, path: str, parameters: Parameters) -> httpx.Response:
        """The answer, read whole, whatever its status.

        One request. When Tidal no longer takes a token that was kept, it is renewed and the request sent once more; a
        token that was asked for only now is not replaced.
        """
        token, is_new = self._access.token()
        answer = self._get(path, parameters, token)
        if answer.status_code == HTTPStatus.UNAUTHORIZED and not is_new:
            token, _ = self._access.token(rejected=token)
            self._before_another()
            answer = self._get(path, parameters, token)
        return answer

    def _get(self, path: str, parameters: Parameters, token: str) -> httpx.Response:
        answer = self._send(
            self._client.build_request("GET", path, params=parameters, headers={"Authorization": f"Bearer {token}"})
        )
        if bucket := read_bucket(answer.headers):
            self._quota_told(bucket.quota)
        return answer

    def _ask_for_token(self) -> Token:
        request = self._client.build_request("POST", self._token_url, data={"grant_type": "client_credentials"})
        answer = self._send(request, httpx.BasicAuth(*self._credentials))
        if answer.status_code in REFUSALS:
            raise ProviderRefused(
                DECLARATION.name,
                f"tidal did not take the credentials in {' and '.join(DECLARATION.required_settings)}: "
                f"status {answer.status_code}.",
            )
        return _token(json_of(answer))

    def _send(self, request: httpx.Request, auth: httpx.Auth | None = None) -> httpx.Response:
        try:
            return self._client.send(request, auth=auth)
        except FAULTS as fault:
            raise error_of_fault(DECLARATION.name, fault) from fault


def json_of(answer: httpx.Response) -> object:
    """The body of a success."""
    if answer.status_code != HTTPStatus.OK:
        raise _error_of(answer)
    try:
        body: object = answer.json()
    except NOT_JSON as fault:
        raise error_of_fault(DECLARATION.name, fault) from fault
    return body


def _error_of(answer: httpx.Response) -> ProviderError:
    """Of a status that is no success: where it limits the rate and says no time, the bucket may."""
    error = error_of_status(DECLARATION.name, answer.status_code, answer.headers.get("Retry-After"))
    is_timeless = isinstance(error, ProviderRateLimited) and error.retry_after_seconds is None
    if is_timeless and (bucket := read_bucket(answer.headers)):
        return ProviderRateLimited(DECLARATION.name, f"{error}", bucket.wait_seconds)
    return error


def _token(body: object) -> Token:
    """RFC 6749, section 5.1: the lifetime may be missing, and is then taken to be an hour."""
    text = body.get("access_token") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(text, str) or not re.fullmatch("[!-~]+", text):
        raise ProviderAnswerInvalid(DECLARATION.name, "tidal gave no token.")
    lifetime = body.get("expires_in")
    if not isinstance(lifetime, int | float) or not 0 <= lifetime <= LONGEST_LIFETIME_SECONDS:
        lifetime = UNSTATED_LIFETIME_SECONDS
    return Token(text, lifetime)
