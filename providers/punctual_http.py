"""HTTP answers that are due whole within the time-out, however slowly a server sends them.

A socket's time-out starts again with every byte that arrives, so a server that sends one now and then holds a plain
client for ever. Here the answer, from its status line to its last byte, is due within the time-out that stands on the
socket when the request has been sent; TimeoutError is raised where a plain client would raise it.
"""

from __future__ import annotations

from contextlib import suppress
from http.client import HTTPResponse
from io import BufferedReader, RawIOBase
from socket import SHUT_RDWR
from time import monotonic
from typing import TYPE_CHECKING

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool

if TYPE_CHECKING:
    from collections.abc import Mapping
    from socket import socket

    from _typeshed import WriteableBuffer
    from requests import PreparedRequest
    from urllib3.connectionpool import ConnectionPool


class PunctualResponse(HTTPResponse):
    """What a connection of `http.client` reads its answers with: its `response_class`."""

    def __init__(self, sock: socket, debuglevel: int = 0, method: str | None = None, url: str | None = None) -> None:
        super().__init__(sock, debuglevel, method, url)
        timeout_seconds = sock.gettimeout()
        if timeout_seconds is not None:
            self.fp = _Answer(sock, _Punctual(sock, self.fp.detach(), monotonic() + timeout_seconds))


class PunctualAdapter(HTTPAdapter):
    """What a session of `requests` talks through; it tries nothing twice."""

    def get_connection_with_tls_context(
        self,
        request: PreparedRequest,
        verify: bool | str | None,  # noqa: FBT001  # the signature is that of requests
        proxies: Mapping[str, str] | None = None,
        cert: tuple[str, str] | str | None = None,
    ) -> ConnectionPool:
        """The pool that the request's connection comes from, opening connections that read as above."""
        pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
        if isinstance(pool, HTTPConnectionPool):
            pool.ConnectionCls = _PUNCTUAL.get(pool.ConnectionCls, pool.ConnectionCls)
        return pool


class _Answer(BufferedReader):
    """One answer. Bytes behind its end belong to no question, so the connection that brought them serves no other."""

    def __init__(self, sock: socket, stream: _Punctual) -> None:
        super().__init__(stream)
        self._socket = sock
        self._stream = stream

    def close(self) -> None:
        self._stream.has_ended = True
        if not self.closed and self.peek(1):
            with suppress(OSError):
                self._socket.shutdown(SHUT_RDWR)
        super().close()


class _Punctual(RawIOBase):
    """A socket's stream, every read of which has what is left of the time."""

    def __init__(self, sock: socket, stream: RawIOBase, end_seconds: float) -> None:
        self._socket = sock
        self._stream = stream
        self._end_seconds = end_seconds
        self.has_ended = False
        """Nothing is read from the socket any more."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        if self.has_ended:
            return 0
        left_seconds = self._end_seconds - monotonic()
        if left_seconds <= 0:
            raise TimeoutError("the answer did not end in time")
        self._socket.settimeout(left_seconds)
        return self._stream.readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Connection(HTTPConnection):
    response_class = PunctualResponse


class _SecureConnection(HTTPSConnection):
    response_class = PunctualResponse


_PUNCTUAL: dict[object, type[HTTPConnection]] = {HTTPConnection: _Connection, HTTPSConnection: _SecureConnection}
