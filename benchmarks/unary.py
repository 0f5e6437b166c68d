"""LinkTrack for known tracks beside the bare echo: from the cache in the process, and from Postgres."""

import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Final

from benchmarks.bare_select import CONNECTIONS
from benchmarks.effort import Effort, say
from benchmarks.figure import Figure, Mark, Spread, ratios
from benchmarks.known import Known, known_tracks
from benchmarks.load import generating
from benchmarks.rounds import Rounds, calls, interleaved, per_second, profile_of
from benchmarks.server import ROOT, piece

IN_FLIGHT: Final = (1, 16, 64)
JUDGED_IN_FLIGHT: Final = 64
PROCESSES: Final = 2
WITHOUT_CACHE: Final[Mapping[str, str]] = {}
"""What makes a server read every answer from Postgres."""
VARIABLES: Final[Mapping[str, Mapping[str, str]]] = {"cache": {}, "postgres": WITHOUT_CACHE}
WHAT: Final = {"cache": "known track, in-process cache", "postgres": "known track, read from Postgres"}
MARKS: Final = {"cache": Mark(0.70, ">= 0.70 of the echo"), "postgres": Mark(0.40, ">= 0.40 of the echo")}
P99: Final = Mark(3.0, "<= 3 x the echo's", at_most=True)


def measure(effort: Effort, wanted: Collection[str]) -> Iterator[Figure]:
    """The figures of the rows that are wanted, each with the echo in the same round."""
    with known_tracks() as known, piece("echo", known.answer) as echo:
        if "generator" in wanted:
            yield _generator(effort, echo.address, known)
        rounds = _compare(effort, known, echo.address, [row for row in VARIABLES if row in wanted])
        for row in VARIABLES:
            if row in wanted:
                yield from _figures(row, rounds, known)
        if "postgres" in wanted:
            yield _select(effort, known)


def _generator(effort: Effort, echo: str, known: Known) -> Figure:
    """The echo as asked by one process more: the figure must not rise, or the load was what was measured."""
    tallies: dict[int, list[float]] = {PROCESSES: [], PROCESSES + 1: []}
    with ExitStack() as stack:
        generators = {count: stack.enter_context(generating(count)) for count in tallies}
        for number in range(effort.rounds):
            say(f"  round {number + 1} of {effort.rounds}: echo, asked by {PROCESSES} and {PROCESSES + 1} processes")
            for count, generator in generators.items():
                tally = generator.run(echo, known.questions, JUDGED_IN_FLIGHT, effort.round_seconds)
                tallies[count].append(tally.per_second)
    return Figure(
        row="generator",
        what=f"bare echo, {JUDGED_IN_FLIGHT} in flight, asked by {PROCESSES + 1} processes",
        figure=f"{Spread.of(tallies[PROCESSES + 1]).shown()} calls/s",
        ceiling=f"by {PROCESSES}: {Spread.of(tallies[PROCESSES]).shown()} calls/s",
        share=ratios(tallies[PROCESSES + 1], tallies[PROCESSES]).shown(2),
    )


def _compare(effort: Effort, known: Known, echo: str, served: Sequence[str]) -> Rounds:
    if not served:
        return {}
    with ExitStack() as stack:
        generator = stack.enter_context(generating(PROCESSES))
        servers = {row: stack.enter_context(known.home.serving(**VARIABLES[row])).address for row in served}
        return interleaved(effort, generator, known.questions, {"echo": echo} | servers, IN_FLIGHT)


def _figures(row: str, rounds: Rounds, known: Known) -> Iterator[Figure]:
    figures = [_rate(row, rounds, in_flight) for in_flight in reversed(IN_FLIGHT)]
    figures.append(_p99(row, rounds))
    missed = any(figure.met is False for figure in figures)
    profile = profile_of(known, variables=VARIABLES[row]) if missed else ()
    yield from (figure.with_profile(profile) for figure in figures)


def _rate(row: str, rounds: Rounds, in_flight: int) -> Figure:
    own, echo = rounds[row, in_flight], rounds["echo", in_flight]
    shares = ratios(per_second(own), per_second(echo))
    return Figure(
        row=row,
        what=f"{WHAT[row]}, {in_flight} in flight",
        figure=calls(own),
        ceiling=f"echo {calls(echo)}",
        share=shares.shown(2),
    ).judged(MARKS[row] if in_flight == JUDGED_IN_FLIGHT else None, shares.median)


def _p99(row: str, rounds: Rounds) -> Figure:
    own, echo = ([tally.percentile_ms(99) for tally in rounds[name, 1]] for name in (row, "echo"))
    shares = ratios(own, echo)
    return Figure(
        row=row,
        what=f"{WHAT[row]}, p99 at 1 in flight",
        figure=f"{Spread.of(own).shown(2)} ms",
        ceiling=f"echo {Spread.of(echo).shown(2)} ms",
        share=shares.shown(2),
    ).judged(P99 if row == "postgres" else None, shares.median)


def _select(effort: Effort, known: Known) -> Figure:
    """What psycopg's pool alone makes of one indexed read, in a process that does nothing else."""
    say("  bare select")
    with known.home.serving():
        command = [sys.executable, "-m", "benchmarks.bare_select", str(known.home.data_dir), str(known.answer_bytes)]
        command += [str(JUDGED_IN_FLIGHT), str(effort.round_seconds)]
        rounds = [
            float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
            for _ in range(effort.rounds)
        ]
    return Figure(
        row="postgres",
        what=f"bare psycopg select of {known.answer_bytes} bytes, pool of {CONNECTIONS}, {JUDGED_IN_FLIGHT} in flight",
        figure=f"{Spread.of(rounds).shown()} selects/s",
    )
