"""Opens MusicBrainz's URLs within a time-out: to connect, and for the whole answer."""

from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection, HTTPMessage, HTTPResponse, HTTPSConnection
from io import BytesIO
from ssl import create_default_context
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from providers.punctual_http import PunctualResponse

LONGEST_ERROR = 4_096
"""Bytes of a 404's body: enough to tell MusicBrainz's own words from a page."""


class PunctualOpener:
    """What urllib's opener is to musicbrainzngs, with a time-out. Threads may share it."""

    def __init__(self, timeout_seconds: float, before_another: Callable[[], None]) -> None:
        """`before_another` is called before a redirection is followed."""
        self._timeout_seconds = timeout_seconds
        self._opener = build_opener(_Handler(), _SecureHandler(), _Redirections(before_another))

    def open(self, request: Request) -> BytesIO:
        """The whole body of the answer. HTTPError, URLError, HTTPException, TimeoutError or another OSError."""
        try:
            with self._opener.open(request, timeout=self._timeout_seconds) as response:
                return BytesIO(response.read())
        except HTTPError as error:
            with error:
                told = error.read(LONGEST_ERROR) if error.code == HTTPStatus.NOT_FOUND else b""
            raise HTTPError(error.url, error.code, error.msg, error.headers, BytesIO(told)) from error


class _Redirections(HTTPRedirectHandler):
    """Follows a 301 within the same origin, as to the recording that another was merged into; nothing else."""

    def __init__(self, before_another: Callable[[], None]) -> None:
        self._before_another = before_another

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if code != HTTPStatus.MOVED_PERMANENTLY or _origin(newurl) != _origin(req.full_url):
            return None
        self._before_another()
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _origin(url: str) -> tuple[str, str]:
    split = urlsplit(url)
    return split.scheme, split.netloc.lower()


class _Connection(HTTPConnection):
    response_class: type[HTTPResponse] = PunctualResponse


class _SecureConnection(HTTPSConnection):
    response_class: type[HTTPResponse] = PunctualResponse


class _Handler(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Connection, req)


class _SecureHandler(HTTPSHandler):
    def __init__(self) -> None:
        super().__init__()
        # Made once: reading the trusted authorities costs as much as a request.
        self._trusted = create_default_context()

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_SecureConnection, req, context=self._trusted)
