"""HTTP answers that are due whole within the time-out, for clients that talk through `httpx`.

A socket's time-out starts again with every byte that arrives, so that a server which sends one now and then holds a
plain client for ever, in the headers as well as in the body. Here the clock starts when the request has been sent, and
the read that would go beyond it raises httpx.ReadTimeout. Built from what `httpx` and `httpcore` document for others
to build on: a transport, and a network backend.
"""

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from weakref import finalize

import httpcore
import httpx

FAULTS = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol)
"""All that `httpcore` raises; `httpx` has a class of the same name for each."""


class PunctualTransport(httpx.BaseTransport):
    """What a client of `httpx` talks through; nothing is tried twice, and no proxy is looked for.

    Its connections are closed with it, at the latest when nobody holds it any more.
    """

    def __init__(self) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=_PunctualBackend(httpcore.SyncBackend())
        )
        self._closed = finalize(self, self._pool.close)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send, and read as far as the end of the headers."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with _raised_as_httpx():
            answer = self._pool.handle_request(
                httpcore.Request(
                    request.method,
                    url,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close every connection."""
        self._closed()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _raised_as_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _PunctualBackend(httpcore.NetworkBackend):
    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return _PunctualStream(self._backend.connect_tcp(host, port, timeout, local_address, socket_options))


class _PunctualStream(httpcore.NetworkStream):
    """A connection that serves one request at a time, as HTTP/1.1 has it: each write of one puts off what is due."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._due = 0.0

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)
        self._due = monotonic() + (timeout or 0.0)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if timeout is None:
            return self._stream.read(max_bytes)
        left_seconds = self._due - monotonic()
        if left_seconds <= 0:
            raise httpcore.ReadTimeout("the answer was not whole in time")
        return self._stream.read(max_bytes, min(timeout, left_seconds))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _PunctualStream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()


@contextmanager
def _raised_as_httpx() -> Iterator[None]:
    try:
        yield
    except FAULTS as fault:
        namesake: type[httpx.TransportError] = getattr(httpx, type(fault).__name__)
        raise namesake(f"{fault}") from fault
