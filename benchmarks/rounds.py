"""Interleaved rounds: each target in turn, again and again, so that a busy minute of the machine hits all alike."""

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from benchmarks.effort import Effort, say
from benchmarks.figure import Spread
from benchmarks.known import Known
from benchmarks.load import Generator, Tally, generating

Rounds = Mapping[tuple[str, int], Sequence[Tally]]
"""The tallies by target and calls in flight, one for each round."""

Work = Callable[[Generator, str, Known, float], None]
"""Keeps the server at an address busy for some seconds."""

PROFILED_IN_FLIGHT: Final = 64
PROFILED_SECONDS: Final = 3.0
WARM_SECONDS: Final = 1.0


def interleaved(
    effort: Effort,
    generator: Generator,
    questions: Sequence[bytes],
    addresses: Mapping[str, str],
    loads: Sequence[int],
    connections: int | None = None,
) -> Rounds:
    """Every target in every round, with so many calls in flight in turn."""
    rounds: dict[tuple[str, int], list[Tally]] = {}
    for number in range(effort.rounds):
        say(f"  round {number + 1} of {effort.rounds}: {', '.join(addresses)}")
        for in_flight in loads:
            for name, address in addresses.items():
                tally = generator.run(address, questions, in_flight, effort.round_seconds, connections)
                rounds.setdefault((name, in_flight), []).append(tally)
    return rounds


def per_second(tallies: Sequence[Tally]) -> list[float]:
    """Calls a second in each round."""
    return [tally.per_second for tally in tallies]


def calls(tallies: Sequence[Tally]) -> str:
    """The same, to be read."""
    return f"{Spread.of(per_second(tallies)).shown()} calls/s"


def busy(generator: Generator, address: str, known: Known, seconds: float) -> None:
    """Unary calls for known tracks."""
    generator.run(address, known.questions, PROFILED_IN_FLIGHT, seconds)


def profile_of(known: Known, work: Work = busy, variables: Mapping[str, str] = {}) -> Sequence[str]:
    """Where a server's time goes under this work, one function a line."""
    say("  missed: looking where the time goes")
    with generating(1) as generator, known.home.profiled(**variables) as (server, lines):
        work(generator, server.address, known, WARM_SECONDS)
        os.kill(server.pid, signal.SIGUSR1)
        work(generator, server.address, known, PROFILED_SECONDS)
    return lines
