"""What one worker holds: idle, and after very many calls."""

import subprocess
import sys
from collections.abc import Collection, Iterator
from time import perf_counter
from typing import Final

from benchmarks.effort import Effort, say
from benchmarks.figure import Figure, Mark
from benchmarks.growth import FLAT, Growth
from benchmarks.known import Known, known_tracks
from benchmarks.load import generating
from benchmarks.machine import resident_mb
from benchmarks.server import ROOT, Process

IN_FLIGHT: Final = 64
LOOK_SECONDS: Final = 2.0
IDLE: Final = Mark(90.0, "<= 90 MB", at_most=True)


def measure(effort: Effort, wanted: Collection[str]) -> Iterator[Figure]:
    """A fresh server's memory before the first call, and after each couple of seconds of calls."""
    del wanted
    with known_tracks(effort.known_tracks) as known, known.home.serving() as server:
        yield _idle(resident_mb(server.pid))
        yield _after(effort, known, server)


def _idle(idle_mb: float) -> Figure:
    figure = Figure(row="memory", what="memory of an idle worker", figure=f"{idle_mb:.0f} MB").judged(IDLE, idle_mb)
    return figure if figure.met else figure.with_profile(_packages())


def _packages() -> list[str]:
    command = [sys.executable, "-m", "benchmarks.held"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def _after(effort: Effort, known: Known, server: Process) -> Figure:
    say(f"  {effort.calls:,} calls, for {effort.patience_seconds:.0f} s at most")
    end_seconds = perf_counter() + effort.patience_seconds
    calls, held_mb = 0, []
    with generating(1) as generator:
        while calls < effort.calls and perf_counter() < end_seconds:
            calls += generator.run(server.address, known.questions, IN_FLIGHT, LOOK_SECONDS).calls
            held_mb.append(resident_mb(server.pid))
    growth = Growth(held_mb)
    return Figure(
        row="memory",
        what=f"memory of a worker after {calls:,} calls",
        figure=growth.shown(),
        share=f"{growth.share:.2f}",
    ).judged(FLAT, growth.share)
