"""Opens MusicBrainz's URLs within a time-out: to connect, and for the whole answer."""

from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BytesIO
from ssl import create_default_context
from urllib.error import HTTPError
from urllib.request import HTTPHandler, HTTPSHandler, Request, build_opener

from providers.punctual_http import PunctualResponse

LONGEST_ERROR = 4_096
"""Bytes of a 404's body: enough to tell MusicBrainz's own words from a page."""


class PunctualOpener:
    """What urllib's opener is to musicbrainzngs, with a time-out. Threads may share it."""

    def __init__(self, timeout_seconds: float) -> None:
        self._timeout_seconds = timeout_seconds
        self._opener = build_opener(_Handler(), _SecureHandler())

    def open(self, request: Request) -> BytesIO:
        """The whole body of the answer. HTTPError, URLError, HTTPException, TimeoutError or another OSError."""
        try:
            with self._opener.open(request, timeout=self._timeout_seconds) as response:
                return BytesIO(response.read())
        except HTTPError as error:
            with error:
                told = error.read(LONGEST_ERROR) if error.code == HTTPStatus.NOT_FOUND else b""
            raise HTTPError(error.url, error.code, error.msg, error.headers, BytesIO(told)) from error


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
