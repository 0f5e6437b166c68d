"""LinkTracks: rows a second of known tracks, and one long stream through which the memory stays as it is."""

from collections.abc import Collection, Iterator
from concurrent.futures import Future, wait
from typing import Final

from benchmarks.effort import Effort, say
from benchmarks.figure import Figure, Mark, Spread, ratios
from benchmarks.growth import FLAT, Growth
from benchmarks.known import Known, known_tracks
from benchmarks.load import Generator, generating
from benchmarks.machine import resident_mb
from benchmarks.rounds import profile_of
from benchmarks.server import piece
from benchmarks.streaming import ROWS_PER_MESSAGE, Streamed, Streams, stream

STREAMS: Final = 4
ROWS_AHEAD: Final = 2 * ROWS_PER_MESSAGE
ECHO_IN_FLIGHT: Final = 64
LOOK_SECONDS: Final = 0.25
RATE: Final = Mark(5.0, f">= 5 x the echo's calls at {ECHO_IN_FLIGHT} in flight")


def measure(effort: Effort, wanted: Collection[str]) -> Iterator[Figure]:
    """The rate, beside the echo in the same rounds, and the long stream."""
    with known_tracks(effort.known_tracks) as known, generating(1) as generator:
        if "stream" in wanted:
            yield _rate(effort, known, generator)
        if "rows" in wanted:
            yield _long(effort, known, generator)


def _rate(effort: Effort, known: Known, generator: Generator) -> Figure:
    rows, echoes = [], []
    with piece("echo", known.answer) as echo, known.home.serving() as server:
        load = _streams(server.address, known, effort.round_seconds)
        generator.submit(stream, load).result()
        for number in range(effort.rounds):
            say(f"  round {number + 1} of {effort.rounds}: echo, {STREAMS} streams")
            asked = generator.run(echo.address, known.questions, ECHO_IN_FLIGHT, effort.round_seconds)
            echoes.append(asked.per_second)
            rows.append(generator.submit(stream, load).result().per_second)
    share = ratios(rows, echoes)
    figure = Figure(
        row="stream",
        what=f"LinkTracks, known tracks, {ROWS_PER_MESSAGE} rows a message, {STREAMS} streams",
        figure=f"{Spread.of(rows).shown()} rows/s",
        ceiling=f"echo {Spread.of(echoes).shown()} calls/s",
        share=share.shown(2),
    ).judged(RATE, share.median)
    return figure if figure.met else figure.with_profile(profile_of(known, _busy))


def _busy(generator: Generator, address: str, known: Known, seconds: float) -> None:
    generator.submit(stream, _streams(address, known, seconds)).result()


def _streams(address: str, known: Known, seconds: float) -> Streams:
    return Streams(address, known.questions, STREAMS, seconds, rows_ahead=ROWS_AHEAD)


def _long(effort: Effort, known: Known, generator: Generator) -> Figure:
    with known.home.serving() as server:
        say(f"  {effort.stream_rows:,} rows through one stream, for {effort.patience_seconds:.0f} s at most")
        load = Streams(server.address, known.questions, 1, effort.patience_seconds, effort.stream_rows)
        under_way = generator.submit(stream, load)
        growth = Growth(list(_held_mb(under_way, server.pid)))
        streamed = under_way.result()
    return Figure(
        row="rows",
        what=f"memory, {streamed.rows:,} rows through one stream",
        figure=growth.shown(),
        ceiling=f"{streamed.per_second:,.0f} rows/s",
        share=f"{growth.share:.2f}",
    ).judged(FLAT, growth.share)


def _held_mb(under_way: Future[Streamed], pid: int) -> Iterator[float]:
    """What the process holds in MB, again and again until the work is done."""
    yield resident_mb(pid)
    while wait([under_way], LOOK_SECONDS).not_done:
        yield resident_mb(pid)
