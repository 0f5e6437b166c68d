"""What can go wrong between a service and its client: pass one of these to `FakeService.inject`.

A fault is any function of an Exchange; it writes what it likes in place of the service's own reply.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from itertools import cycle
from threading import Barrier, BrokenBarrierError
from typing import Any

from tests.providers.fake.exchange import Exchange, Reply

Fault = Callable[[Exchange], None]

HTML = b"<!DOCTYPE html><html><head><title>Oops</title></head><body><h1>Back soon</h1></body></html>"
TRICKLE_SECONDS = 0.05
LONGEST_MEETING_SECONDS = 10.0


def replied(reply: Reply) -> Fault:
    """Another reply than the service's own."""
    return lambda exchange: exchange.send(reply)


def status(code: int, headers: dict[str, str] | None = None, body: bytes = b"") -> Fault:
    """A bare status."""
    return replied(Reply(body, code, headers or {}, content_type="text/plain"))


def html_page(code: int = HTTPStatus.OK) -> Fault:
    """A page for people, as proxies and load balancers show it."""
    return replied(Reply(HTML, code, content_type="text/html; charset=utf-8"))


def empty_body(exchange: Exchange) -> None:
    """The service's status, and nothing after its headers."""
    exchange.send(replace(exchange.reply, body=b""))


def altered(change: Callable[[Any], object]) -> Fault:
    """The service's own JSON, changed."""

    def fault(exchange: Exchange) -> None:
        body = json.dumps(change(json.loads(exchange.reply.body))).encode()
        exchange.send(replace(exchange.reply, body=body))

    return fault


def cut_at_once(exchange: Exchange) -> None:
    """The connection ends before the first byte."""
    exchange.cut()


def cut_in_headers(exchange: Exchange) -> None:
    """The connection ends after a 200 and half of the headers."""
    exchange.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/js")
    exchange.cut()


def cut_in_body(exchange: Exchange) -> None:
    """The connection ends in the middle of the body."""
    exchange.write(exchange.reply.head() + exchange.reply.body[: len(exchange.reply.body) // 2])
    exchange.cut()


def length_too_long(exchange: Exchange) -> None:
    """Content-Length promises more than ever comes, and the connection stays open."""
    exchange.write(exchange.reply.head(len(exchange.reply.body) + 100) + exchange.reply.body)
    exchange.released.wait()


def length_too_short(exchange: Exchange) -> None:
    """Content-Length ends the body in its middle."""
    exchange.write(exchange.reply.head(len(exchange.reply.body) // 2) + exchange.reply.body)
    exchange.cut()


def hang(exchange: Exchange) -> None:
    """Not a byte until the service is released or closes."""
    exchange.released.wait()
    exchange.send(exchange.reply)


def trickle_in_headers(exchange: Exchange) -> None:
    """A header without end, one byte now and then."""
    exchange.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _trickle(exchange, b"a")


def trickle_in_body(exchange: Exchange) -> None:
    """A body without end, one byte now and then: blanks, which JSON and XML allow."""
    exchange.write(exchange.reply.head(10**6))
    _trickle(exchange, b" ")


def meet(parties: int) -> Fault:
    """Requests are answered only once so many of them are under way at the same time; a 500 when they never are."""
    barrier = Barrier(parties)

    def fault(exchange: Exchange) -> None:
        try:
            barrier.wait(LONGEST_MEETING_SECONDS)
        except BrokenBarrierError:
            exchange.send(Reply(b"", HTTPStatus.INTERNAL_SERVER_ERROR))
        else:
            exchange.send(exchange.reply)

    return fault


def _trickle(exchange: Exchange, text: bytes) -> None:
    for byte in cycle(text):
        if exchange.released.wait(TRICKLE_SECONDS):
            return
        exchange.write(bytes([byte]))
