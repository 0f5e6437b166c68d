"""Two and three processes on one port beside one: known tracks from the cache, so that Postgres needs no core."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from typing import Final

from benchmarks.effort import Effort
from benchmarks.figure import Figure, Mark
from benchmarks.known import Known, known_tracks
from benchmarks.load import generating
from benchmarks.machine import cores
from benchmarks.rounds import Rounds, calls, interleaved, rates
from benchmarks.server import Process, piece

IN_FLIGHT: Final = 128
CONNECTIONS: Final = 32
"""The system deals connections out to the workers by chance: so many that each has some."""
PROCESSES: Final = 1
"""Asking costs a fifth of what answering does; a second process would only take a core from the workers."""
LEAST_CORES: Final = 4
MARKS: Final[Mapping[int, Mark]] = {2: Mark(1.7, ">= 1.7 x one worker"), 3: Mark(2.2, ">= 2.2 x one worker")}


def measure(effort: Effort, wanted: Collection[str]) -> Iterator[Figure]:
    """The rates of one, two and three workers, beside as many bare echoes on one port."""
    del wanted
    with known_tracks(effort.known_tracks) as known, ExitStack() as stack:
        targets = {f"server x {count}": _server(known, count, stack) for count in (1, *MARKS)}
        targets |= {f"echo x {count}": _echo(known, count, stack) for count in (1, *MARKS)}
        generator = stack.enter_context(generating(PROCESSES))
        rounds = interleaved(effort, generator, known.questions, targets, [IN_FLIGHT], CONNECTIONS)
    yield Figure(row="workers", what="known track, one worker", figure=calls(rounds["server x 1", IN_FLIGHT]))
    yield from (_figure(rounds, count) for count in MARKS)


def _server(known: Known, count: int, stack: ExitStack) -> Process:
    return stack.enter_context(known.home.serving("--workers", str(count)))


def _echo(known: Known, count: int, stack: ExitStack) -> Process:
    first = stack.enter_context(piece("echo", known.answer))
    port = first.address.rpartition(":")[2]
    for _ in range(count - 1):
        stack.enter_context(piece("echo", known.answer, port))
    return first


def _figure(rounds: Rounds, count: int) -> Figure:
    server, echo = (rounds[f"{name} x {count}", IN_FLIGHT] for name in ("server", "echo"))
    share, echoes = (
        rates(several, rounds[f"{name} x 1", IN_FLIGHT]) for name, several in (("server", server), ("echo", echo))
    )
    return Figure(
        row="workers",
        what=f"known track, {count} workers",
        figure=calls(server),
        ceiling=f"{count} echoes on one port: {echoes.shown(2)} x one",
        share=share.shown(2),
    ).judged(MARKS[count] if cores() >= LEAST_CORES else None, share.median)
