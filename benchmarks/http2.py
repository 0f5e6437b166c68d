"""Unary gRPC calls over one plain HTTP/2 connection, written by hand so that asking costs next to nothing.

A client that costs as much as the server would measure itself. This one encodes its headers once, reads no more of an
answer than the frames around it, and asks the next question as soon as one is answered.
"""

import socket
import struct
from collections.abc import Sequence
from itertools import cycle
from time import perf_counter

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
END_STREAM, ACK, END_HEADERS = 1, 1, 4
FRAME_HEAD_BYTES = 9
INITIAL_WINDOW_SIZE = 4
WINDOW_BYTES = 2**24
FIRST_WINDOW_BYTES = 65_535
READ_BYTES = 2**18
LATER_FIELDS = bytes([0x83, 0x86, 0xC2, 0xC1, 0xC0, 0xBF, 0xBE])
"""POST, http, and the five fields that the first request entered into the server's table (RFC 7541)."""


class CallsRefused(Exception):
    """The server closed the connection."""


class Connection:
    """Keeps `in_flight` calls of one method under way. A call without a message in its answer has failed."""

    def __init__(self, address: str, method: str, questions: Sequence[bytes], in_flight: int) -> None:
        host, _, port = address.rpartition(":")
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.seconds: list[float] = []
        self.failed = 0
        self.ended = 0
        self._bodies = cycle([struct.pack(">BI", 0, len(question)) + question for question in questions])
        self._fields = _first_fields(address, method)
        self._started: dict[int, float] = {}
        self._answered: set[int] = set()
        self._stream = 1
        self._unread = b""
        self._window_used = 0
        window = struct.pack(">I", WINDOW_BYTES - FIRST_WINDOW_BYTES)
        settings = struct.pack(">HI", INITIAL_WINDOW_SIZE, WINDOW_BYTES)
        self._sending = [PREFACE, frame(SETTINGS, 0, 0, settings), frame(WINDOW_UPDATE, 0, 0, window)]
        self._ask(in_flight)

    def fileno(self) -> int:
        """So that it can be waited for."""
        return self.socket.fileno()

    @property
    def is_idle(self) -> bool:
        """Whether every call has ended."""
        return not self._started

    def read(self, *, go_on: bool) -> None:
        """Take what has arrived; to go on, ask as many questions as were answered. Raises CallsRefused."""
        arrived = self.socket.recv(READ_BYTES)
        if not arrived:
            raise CallsRefused("the server closed the connection")
        before = len(self._started)
        self._take(self._unread + arrived, perf_counter())
        self._ask(before - len(self._started) if go_on else 0)

    def forget(self) -> None:
        """Count from here on; `ended` counts on."""
        self.seconds.clear()
        self.failed = 0

    def _ask(self, count: int) -> None:
        for _ in range(count):
            headers = frame(HEADERS, END_HEADERS, self._stream, self._fields)
            self._sending += headers, frame(DATA, END_STREAM, self._stream, next(self._bodies))
            self._started[self._stream] = perf_counter()
            self._fields = LATER_FIELDS
            self._stream += 2
        if self._sending:
            self.socket.sendall(b"".join(self._sending))
            self._sending.clear()

    def _take(self, unread: bytes, now: float) -> None:
        place = 0
        while len(unread) - place >= FRAME_HEAD_BYTES:
            body = place + FRAME_HEAD_BYTES
            end = body + int.from_bytes(unread[place : place + 3], "big")
            if end > len(unread):
                break
            stream = int.from_bytes(unread[place + 5 : body], "big")
            self._frame(unread[place + 3], unread[place + 4], stream, unread[body:end], now)
            place = end
        self._unread = unread[place:]

    def _frame(self, kind: int, flags: int, stream: int, body: bytes, now: float) -> None:
        if kind == DATA:
            self._answered.add(stream)
            self._widen(len(body))
        elif kind in {SETTINGS, PING} and not flags & ACK:
            self._sending.append(frame(kind, ACK, 0, body if kind == PING else b""))
        elif kind == GOAWAY:
            raise CallsRefused(f"the server said goodbye: {body[8:].decode(errors='replace')}")
        if kind == RST_STREAM or (kind in {DATA, HEADERS} and flags & END_STREAM):
            self._end(stream, now)

    def _end(self, stream: int, now: float) -> None:
        self.ended += 1
        self.seconds.append(now - self._started.pop(stream))
        if stream in self._answered:
            self._answered.remove(stream)
        else:
            self.failed += 1

    def _widen(self, used: int) -> None:
        """Let the server send on before half of what it may send is used."""
        self._window_used += used
        if self._window_used > WINDOW_BYTES // 2:
            self._sending.append(frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", self._window_used)))
            self._window_used = 0


def frame(kind: int, flags: int, stream: int, body: bytes) -> bytes:
    """One frame of RFC 9113, with its head."""
    return struct.pack(">HBBBI", len(body) >> 8, len(body) & 0xFF, kind, flags, stream) + body


def _first_fields(authority: str, method: str) -> bytes:
    """The header fields of a request, entered into the server's table in the order in which LATER_FIELDS counts."""
    named = [(0x41, authority), (0x44, method), (0x5F, "application/grpc")]
    unnamed = [("te", "trailers"), ("grpc-timeout", "15S")]
    fields = [bytes([name]) + _text(value) for name, value in named]
    fields += [b"\x40" + _text(name) + _text(value) for name, value in unnamed]
    return LATER_FIELDS[:2] + b"".join(fields)


def _text(text: str) -> bytes:
    """A string of fewer than 127 bytes, not compressed."""
    return bytes([len(text)]) + text.encode()
