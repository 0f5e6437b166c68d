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
from benchmarks.rounds import Round, Rounds, ask, calls, interleaved, profile_of, rates, share
from benchmarks.server import ROOT, Process, piece

IN_FLIGHT: Final = (1, 16, 64)
JUDGED_IN_FLIGHT: Final = 64
PROCESSES: Final = 2
NO_MEMORY: Final = {"TRACKLINKD_ANSWERS__MEMORY_MEGABYTES": "0"}
VARIABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "cache": {},
    "postgres": NO_MEMORY,
    "recall": {**NO_MEMORY, "TRACKLINKD_ANSWERS__STORED_HOURS": "0"},
}
"""What makes a server answer from where the row says."""
WHAT: Final = {
    "cache": "known track, in-process cache",
    "postgres": "known track, read from Postgres",
    "recall": "known track, asked in new words",
}
MARKS: Final = {"cache": Mark(0.70, ">= 0.70 of the echo"), "postgres": Mark(0.40, ">= 0.40 of the echo")}
P99: Final = Mark(3.0, "<= 3 x the echo's", at_most=True)


def measure(effort: Effort, wanted: Collection[str]) -> Iterator[Figure]:
    """The figures of the rows that are wanted, each with the echo in the same round."""
    with known_tracks(effort.known_tracks) as known, piece("echo", known.answer) as echo:
        if "generator" in wanted:
            yield from _generator(effort, echo, known)
        rounds = _compare(effort, known, echo, [row for row in VARIABLES if row in wanted])
        for row in VARIABLES:
            if row in wanted:
                yield from _figures(row, rounds, known)
        if "postgres" in wanted:
            yield _select(effort, known)


def _generator(effort: Effort, echo: Process, known: Known) -> Iterator[Figure]:
    """The echo as asked by one process more, which must not raise it, and as it is on the server's event loop."""
    with ExitStack() as stack:
        usual = stack.enter_context(generating(PROCESSES))
        more = stack.enter_context(generating(PROCESSES + 1))
        uvloop = stack.enter_context(piece("echo", known.answer, "0", "uvloop"))
        rounds: dict[str, list[Round]] = {"usual": [], "more": [], "uvloop": []}
        for number in range(effort.rounds):
            say(f"  round {number + 1} of {effort.rounds}: echo, asked by one process more, echo on uvloop")
            for name, generator, target in (("usual", usual, echo), ("more", more, echo), ("uvloop", usual, uvloop)):
                rounds[name].append(ask(effort, generator, known.questions, target, JUDGED_IN_FLIGHT))
    for name, what in (("more", f"asked by {PROCESSES + 1} processes, not {PROCESSES}"), ("uvloop", "on uvloop")):
        yield Figure(
            row="generator",
            what=f"bare echo, {JUDGED_IN_FLIGHT} in flight, {what}",
            figure=calls(rounds[name]),
            ceiling=f"echo {calls(rounds['usual'])}",
            share=share(rounds[name], rounds["usual"]),
        )


def _compare(effort: Effort, known: Known, echo: Process, served: Sequence[str]) -> Rounds:
    if not served:
        return {}
    with ExitStack() as stack:
        generator = stack.enter_context(generating(PROCESSES))
        servers = {row: stack.enter_context(known.home.serving(**VARIABLES[row])) for row in served}
        return interleaved(effort, generator, known.questions, {"echo": echo} | servers, IN_FLIGHT)


def _figures(row: str, rounds: Rounds, known: Known) -> Iterator[Figure]:
    figures = [_rate(row, rounds, in_flight) for in_flight in reversed(IN_FLIGHT)]
    figures.append(_p99(row, rounds))
    missed = any(figure.met is False for figure in figures)
    profile = profile_of(known, variables=VARIABLES[row]) if missed else ()
    yield from (figure.with_profile(profile) for figure in figures)


def _rate(row: str, rounds: Rounds, in_flight: int) -> Figure:
    own, echo = rounds[row, in_flight], rounds["echo", in_flight]
    return Figure(
        row=row,
        what=f"{WHAT[row]}, {in_flight} in flight",
        figure=calls(own),
        ceiling=f"echo {calls(echo)}",
        share=share(own, echo),
    ).judged(MARKS.get(row) if in_flight == JUDGED_IN_FLIGHT else None, rates(own, echo).median)


def _p99(row: str, rounds: Rounds) -> Figure:
    own, echo = ([one.tally.percentile_ms(99) for one in rounds[name, 1]] for name in (row, "echo"))
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
