"""A music service on a free port of this machine: subclass FakeService once for every service.

    class FakeDeezer(FakeService):
        base_path = ""                                   # the version path; `base_url` ends with it
        token_path = "/oauth2/token"                     # only where there is one; `token_url` ends with it
        side_paths = ("/",)                              # regular expressions: paths that ask nothing of the catalogue

        def answer(self, request: Request) -> Reply:     # what the service itself answers, quirks and refusals included
            if request.path.startswith("/track/"):
                return Reply.of_json({"id": 1, "title": "Harbour Lights"})
            return Reply.of_json({"error": {...}})       # or Reply(body, status, headers, content_type)

        def refusal(self, status: int) -> Reply: ...     # how the service words a bare error status, if not as below

    with FakeDeezer() as fake:
        provider = PLUGIN.open(Connection(base_url=fake.base_url, ...))
        fake.inject(fault.hang, times=1)                 # the next request only; without `times` until `heal()`
        fake.delay_seconds = 0.3                         # on every request, the token's too
        assert fake.count("/track/.*") == 1              # `fake.requests` has all of them, in order of arrival

Faults fall on questions to the catalogue; `inject(..., on=regex)` aims them at other paths, such as the token's.
`answer` is called from several threads at once. Leaving the `with` ends at once whatever hangs, and raises what
`answer` raised.
"""

import re
import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from threading import Event, Lock, Thread
from types import TracebackType
from typing import ClassVar, Self

from tests.providers.fake.exchange import Exchange, Reply, Request
from tests.providers.fake.fault import Fault

GONE = (ConnectionError, TimeoutError)
"""What writing to a client raises that did not wait for its answer."""


class FakeService:
    """The service: open from `with` to the end of it."""

    base_path: ClassVar[str] = ""
    token_path: ClassVar[str | None] = None
    side_paths: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.delay_seconds = 0.0
        self.released = Event()
        """Set it to let hanging requests go on."""
        self._faults: list[tuple[str | None, deque[Fault] | repeat[Fault]]] = []
        self._closing = Event()
        self._lock = Lock()
        self._failures: list[Exception] = []
        self._server = _Server(self._serve)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, name="fake service")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self.released.set()
        self._server.shutdown()
        self._server.cut_all()
        self._server.server_close()
        self._thread.join()
        if self._failures and error is None:
            raise self._failures[0]

    def answer(self, request: Request) -> Reply:
        """What the service answers; called from several threads at once."""
        raise NotImplementedError

    def refusal(self, status: int) -> Reply:
        """How the service words a bare error status."""
        return Reply.of_json({"error": {"status": status, "message": "made up"}}, status)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def base_url(self) -> str:
        """For Connection.base_url."""
        return f"{self.origin}{self.base_path}"

    @property
    def token_url(self) -> str | None:
        """For Connection.token_url."""
        return None if self.token_path is None else f"{self.origin}{self.token_path}"

    @property
    def questions(self) -> list[Request]:
        """The requests that ask something of the catalogue: neither for a token nor on a side path."""
        return [request for request in self.requests if not self._is_aside(request.path)]

    def count(self, path: str = ".*") -> int:
        """How many requests went to a path; a regular expression that the whole path matches."""
        return sum(re.fullmatch(path, request.path) is not None for request in self.requests)

    def inject(self, fault: Fault, times: int | None = None, on: str | None = None) -> None:
        """Let a fault befall the next `times` questions, or all; `on` aims it at paths (a regular expression) instead.

        Faults of one path befall it in the order of injection, the next when the one before is used up.
        """
        faults = repeat(fault) if times is None else deque([fault] * times)
        self._faults.append((on, faults))

    def heal(self) -> None:
        """No faults any more."""
        self._faults.clear()

    def _is_aside(self, path: str) -> bool:
        return path == self.token_path or any(re.fullmatch(side, path) for side in self.side_paths)

    def _fault(self, path: str) -> Fault | None:
        for on, faults in self._faults:
            if re.fullmatch(on, path) if on is not None else not self._is_aside(path):
                if isinstance(faults, repeat):
                    return next(faults)
                if faults:
                    return faults.popleft()
        return None

    def _serve(self, request: Request, connection: socket.socket) -> None:
        with self._lock:
            self.requests.append(request)
            fault = self._fault(request.path)
        self._closing.wait(self.delay_seconds)
        try:
            reply = self.answer(request)
        except Exception as failure:
            self._failures.append(failure)
            raise
        exchange = Exchange(request, reply, connection, self.released)
        if fault is None:
            exchange.send(reply)
        else:
            fault(exchange)


class _Server(ThreadingHTTPServer):
    """A thread for every connection; closing waits for all of them, so none outlives the service."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, serve: Callable[[Request, socket.socket], None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.serve = serve
        self._connections: set[socket.socket] = set()
        self._lock = Lock()

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def cut_all(self) -> None:
        """Break every connection off, so that no thread reads or writes any more."""
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: what a fake's own code raised is raised again when it closes."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def handle_one_request(self) -> None:
        """Read one request and have it answered; clients that are gone end the connection."""
        self.close_connection = True
        with suppress(*GONE):
            self.raw_requestline = self.rfile.readline(65_537)
            if not self.raw_requestline or not self.parse_request():
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(method=self.command, target=self.path, headers=headers, body=body)
            self.server.serve(request, self.connection)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the signature is that of the library
        """Say nothing."""
