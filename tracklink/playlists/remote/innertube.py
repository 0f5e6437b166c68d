"""How ytmusicapi reaches YouTube Music's API (InnerTube), and what is looked at before it reads an answer.

The library has no setting for its address or its time-out, reads a body as JSON before it looks at the status, keeps no
headers in its errors, and takes a page that is missing for the end of a playlist. So all of that happens underneath it.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError, ReadTimeoutError
from ytmusicapi.constants import YTM_BASE_API

from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.service import (
    LoginNeeded,
    PlaylistNotFound,
    PlaylistServiceError,
    ServiceFailed,
    ServiceRateLimited,
)
from tracklink.playlists.remote.shape import Json, mapping, objects, text
from tracklink.playlists.remote.status import error_of_status
from tracklink.playlists.remote.youtube_login import PROVIDER

PAGE = 100
"""Rows of a playlist that come before the first continuation."""
ROW = "musicResponsiveListItemRenderer"
FAULTS = (requests.RequestException, HTTPError, ValueError)
"""What a session raises: its own errors, those of urllib3 that it lets through, and ValueError of a header's form."""


class InnerTube(HTTPAdapter):
    """Sends to the address of `access`, waits as long as the service asks for, and lets through only what it means."""

    def __init__(self, access: Access, *, is_signed_in: bool) -> None:
        super().__init__()
        self._address = f"{access.base_url}/" if access.base_url else YTM_BASE_API
        self._access = access
        self._is_signed_in = is_signed_in
        self._on_rows: Callable[[int], None] = lambda _: None

    @contextmanager
    def watched(self, advance: Callable[[int], None]) -> Iterator[None]:
        """While a playlist is read: `advance` hears how many rows have come so far, after each continuation."""
        rows = PAGE

        def on_rows(more: int) -> None:
            nonlocal rows
            rows += more
            advance(rows)

        self._on_rows = on_rows
        try:
            yield
        finally:
            self._on_rows = lambda _: None

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002, FBT001, FBT002  # requests' signature; an answer is read whole here
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,  # noqa: ARG002  # that of `access` holds
        verify: bool | str = True,  # noqa: FBT001, FBT002  # requests' signature
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002  # looked up for the address that is really asked
    ) -> requests.Response:
        """The whole answer; PlaylistServiceError for everything else."""
        request.url = url = (request.url or "").replace(YTM_BASE_API, self._address, 1)
        seconds, through = self._access.timeout_seconds, get_environ_proxies(url)

        def ask() -> requests.Response:
            try:
                response = super(InnerTube, self).send(request, True, seconds, verify, cert, through)
                _ = response.content
            except FAULTS as fault:
                raise _error_of_fault(fault) from None
            self._check(request, response)
            return response

        return self._access.patience.ask(ask)

    def _check(self, request: requests.PreparedRequest, response: requests.Response) -> None:
        """Every answer is an object with a `responseContext`; one about a playlist that is not shown says no more."""
        response.encoding = "utf-8"
        if response.is_redirect:
            raise _error_of_redirect(response.headers["location"])
        told = _decoded(response.content)
        if response.status_code != HTTPStatus.OK:
            raise _error_of_refusal(response, text(mapping(told.get("error")).get("message")))
        if "responseContext" not in told:
            raise ServiceFailed(f"{PROVIDER} answered with something that is not of its own form")
        if self._is_signed_in and _is_signed_out(mapping(told["responseContext"])):
            raise LoginNeeded(f"{PROVIDER} does not take the login any more: run `tracklink login {PROVIDER}`")
        if "continuation" in _decoded(request.body):
            self._on_rows(len(_continued(told)))
        elif (request.url or "").partition("?")[0].endswith("/browse") and "contents" not in told:
            raise PlaylistNotFound(
                f"{PROVIDER} has no such playlist, or shows it only to who is signed in: `tracklink login {PROVIDER}`"
            )


def _decoded(body: str | bytes | None) -> Json:
    """The JSON object; an empty one where there is something else."""
    try:
        return mapping(json.loads(body or b""))
    except (ValueError, RecursionError):
        return {}


def _continued(told: Json) -> list[Json]:
    """The rows of a further page. The library would take its absence for the end."""
    actions = objects(told.get("onResponseReceivedActions"))
    page = mapping(actions[0].get("appendContinuationItemsAction")) if actions else {}
    rows = [each for each in objects(page.get("continuationItems")) if ROW in each]
    if not rows:
        raise ServiceFailed(f"{PROVIDER} left out a page of the playlist")
    return rows


def _is_signed_out(context: Json) -> bool:
    """A login that has run out is no error of the service's: it answers as to a stranger, and says so."""
    stated = (
        each for service in objects(context.get("serviceTrackingParams")) for each in objects(service.get("params"))
    )
    return any((each.get("key"), each.get("value")) == ("logged_in", "0") for each in stated)


def _error_of_refusal(response: requests.Response, words: str) -> PlaylistServiceError:
    """Status 400 says in words what is the matter: too much at once, a playlist that is full, a thing unknown."""
    status = response.status_code
    if status == HTTPStatus.BAD_REQUEST and "try again later" in words:
        return ServiceRateLimited(f"{PROVIDER} was asked too often")
    return error_of_status(PROVIDER, status, response.headers.get("retry-after", ""), words)


def _error_of_redirect(location: str) -> PlaylistServiceError:
    """An address that has asked too much is sent to a riddle of Google's; others are sent to consent to something."""
    if "/sorry/" in location:
        return ServiceRateLimited(f"{PROVIDER} takes the requests from this address for a robot's")
    return ServiceFailed(f"{PROVIDER} sent to another page instead of answering")


def _error_of_fault(fault: Exception) -> ServiceFailed:
    """A read that takes too long is a Timeout in the headers, a ConnectionError in the body."""
    if isinstance(fault, requests.Timeout) or any(isinstance(reason, ReadTimeoutError) for reason in fault.args):
        return ServiceFailed(f"{PROVIDER} did not answer in time")
    return ServiceFailed(f"{PROVIDER} cannot be reached: {type(fault).__name__}")
