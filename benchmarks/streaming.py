"""A caller of LinkTracks, to be run in a process of its own."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from math import inf
from time import perf_counter
from typing import Final, TypeAlias

import grpc

from benchmarks.load import CallsFailed
from tracklink.v1.link_service_pb2 import LinkTrackRequest, LinkTracksRequest, LinkTracksResponse

METHOD: Final = "/tracklink.v1.TrackLinkService/LinkTracks"
ROWS_PER_MESSAGE: Final = 100
MOST_BYTES: Final = 16 * 1024 * 1024
TIMEOUT_SECONDS: Final = 600.0
StreamStream: TypeAlias = "grpc.aio.StreamStreamMultiCallable[bytes, LinkTracksResponse]"


@dataclass(frozen=True, slots=True)
class Streams:
    """Questions, as encoded messages, sent over and over through some streams until either limit."""

    address: str
    questions: Sequence[bytes]
    streams: int
    seconds: float
    rows: float = inf
    rows_ahead: float = inf
    """How many rows of a stream may be sent and not yet answered; the server's back-pressure alone by default."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """Rows answered, and the seconds from the first that was sent to the last that was answered."""

    rows: int
    elapsed_seconds: float

    @property
    def per_second(self) -> float:
        """Rows answered in a second."""
        return self.rows / self.elapsed_seconds


def stream(streams: Streams) -> Streamed:
    """Send and read everything. Raises CallsFailed when a row was answered with an error, or not at all."""
    return asyncio.run(_stream(streams))


async def _stream(streams: Streams) -> Streamed:
    messages = _messages(streams.questions)
    began = perf_counter()
    async with grpc.aio.insecure_channel(streams.address, [("grpc.max_receive_message_length", MOST_BYTES)]) as channel:
        call: StreamStream = channel.stream_stream(METHOD, response_deserializer=LinkTracksResponse.FromString)
        answered = await asyncio.gather(*(_Stream(streams).run(call, messages) for _ in range(streams.streams)))
    return Streamed(sum(answered), perf_counter() - began)


class _Stream:
    """One stream, which is never more rows ahead of its answers than it may be."""

    def __init__(self, streams: Streams) -> None:
        self._end_seconds = perf_counter() + streams.seconds
        self._most_rows = streams.rows / streams.streams
        self._most_ahead = streams.rows_ahead
        self._sent = self._answered = 0
        self._room = asyncio.Event()

    async def run(self, call: StreamStream, messages: Sequence[bytes]) -> int:
        """The rows answered, which are those sent. Raises CallsFailed."""
        async for response in call(self._sending(messages), timeout=TIMEOUT_SECONDS):
            if not all(result.response.links for result in response.results):
                raise CallsFailed("a row was answered without a link")
            self._answered += len(response.results)
            self._room.set()
        if self._answered != self._sent:
            raise CallsFailed(f"{self._answered:,} of {self._sent:,} rows were answered")
        return self._answered

    async def _sending(self, messages: Sequence[bytes]) -> AsyncIterator[bytes]:
        for message in cycle(messages):
            while self._sent - self._answered >= self._most_ahead:
                self._room.clear()
                await self._room.wait()
            if self._sent >= self._most_rows or perf_counter() > self._end_seconds:
                return
            self._sent += ROWS_PER_MESSAGE
            yield message


def _messages(questions: Sequence[bytes]) -> list[bytes]:
    groups = (questions[start : start + ROWS_PER_MESSAGE] for start in range(0, len(questions), ROWS_PER_MESSAGE))
    return [_message(group) for group in groups]


def _message(questions: Sequence[bytes]) -> bytes:
    read = (LinkTrackRequest.FromString(question) for question in questions)
    rows = [LinkTracksRequest.Row(key=str(number), request=request) for number, request in enumerate(read)]
    return LinkTracksRequest(rows=rows).SerializeToString()
