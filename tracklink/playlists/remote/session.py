"""Requests to a service's web API, and what its statuses mean."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from importlib.metadata import version

import httpx

from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.service import ServiceFailed
from tracklink.playlists.remote.shape import Json, mapping, objects, text
from tracklink.playlists.remote.status import error_of_status


class Session:
    """One service's API. Redirections are not followed, nothing is tried again but a request whose token ran out."""

    def __init__(
        self,
        provider: str,
        base_url: str,
        access: Access,
        media_type: str = "application/json",
        check: Callable[[Json], None] = lambda _: None,
    ) -> None:
        """`check` raises PlaylistServiceError where an answer with a status of success is an error all the same."""
        self._provider = provider
        self._check = check
        self._access = access
        headers = {"Accept": media_type, "User-Agent": f"tracklink/{version('tracklink')}"}
        self._client = httpx.Client(
            base_url=access.base_url or base_url, timeout=access.timeout_seconds, headers=headers
        )
        self._media_type = media_type
        self._token = ""

    def close(self) -> None:
        """End the connections."""
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        parameters: Mapping[str, str | int] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        needs_login: bool = True,
    ) -> Json:
        """The JSON object of the answer, empty where there is none. Raises PlaylistServiceError."""
        if needs_login and not self._token:
            self._token = self._access.bearer("")
        stated = self._headers(body, headers)
        request = self._client.build_request(method, path, params=parameters, json=body, headers=stated)
        return self._access.patience.ask(lambda: self._answer(request, needs_login=needs_login))

    def _answer(self, request: httpx.Request, *, needs_login: bool) -> Json:
        answer = self._send(request)
        if answer.status_code == HTTPStatus.UNAUTHORIZED and needs_login:
            self._token = self._access.bearer(self._token)
            request.headers["Authorization"] = f"Bearer {self._token}"
            answer = self._send(request)
        if not answer.is_success:
            retry_after = answer.headers.get("Retry-After", "")
            raise error_of_status(self._provider, answer.status_code, retry_after, _words(answer))
        return self._read(answer)

    def _headers(self, body: object, further: Mapping[str, str] | None) -> dict[str, str]:
        headers = dict(further or {})
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if body is not None:
            headers["Content-Type"] = self._media_type
        return headers

    def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._client.send(request)
        except httpx.TimeoutException as error:
            raise ServiceFailed(f"{self._provider} did not answer in time") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ServiceFailed(f"{self._provider} cannot be reached: {type(error).__name__}") from error

    def _read(self, answer: httpx.Response) -> Json:
        if not answer.content:
            return {}
        try:
            told = answer.json()
        except ValueError as error:
            raise ServiceFailed(f"{self._provider} answered with something that is no JSON") from error
        if not isinstance(told, dict):
            raise ServiceFailed(f"{self._provider} answered with JSON of another form")
        self._check(told)
        return told


def _words(answer: httpx.Response) -> str:
    """Why the service refuses a request: Spotify's `error.message` or plain text, JSON:API's `errors[].detail`."""
    try:
        told = mapping(answer.json())
    except (ValueError, RecursionError):
        return "" if "<" in answer.text else answer.text
    details = (text(each.get("detail")) for each in objects(told.get("errors")))
    return text(mapping(told.get("error")).get("message")) or "; ".join(filter(None, details))
