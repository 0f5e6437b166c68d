"""Interleaved rounds: each target in turn, again and again, so that a busy minute of the machine hits all alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.effort import Effort, say
from benchmarks.figure import Spread, ratios
from benchmarks.known import Known
from benchmarks.load import Generator, Tally, generating
from benchmarks.machine import processor_seconds
from benchmarks.server import Process

Rounds = Mapping[tuple[str, int], Sequence["Round"]]
"""Rounds by target and calls in flight."""

Work = Callable[[Generator, str, Known, float], None]
"""Keeps the server at an address busy for some seconds."""

PROFILED_IN_FLIGHT: Final = 64
PROFILED_SECONDS: Final = 3.0
WARM_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Round:
    """One target under one load."""

    tally: Tally
    processor_us: float
    """The processor's time of the target for each call, in all its processes."""


def interleaved(
    effort: Effort,
    generator: Generator,
    questions: Sequence[bytes],
    targets: Mapping[str, Process],
    loads: Sequence[int],
    connections: int | None = None,
) -> Rounds:
    """Every target in every round, with so many calls in flight in turn."""
    rounds: dict[tuple[str, int], list[Round]] = {}
    for number in range(effort.rounds):
        say(f"  round {number + 1} of {effort.rounds}: {', '.join(targets)}")
        for in_flight in loads:
            for name, target in targets.items():
                one = ask(effort, generator, questions, target, in_flight, connections)
                rounds.setdefault((name, in_flight), []).append(one)
    return rounds


def ask(
    effort: Effort,
    generator: Generator,
    questions: Sequence[bytes],
    target: Process,
    in_flight: int,
    connections: int | None = None,
) -> Round:
    """One round of one target."""
    before = processor_seconds(target.pid)
    tally = generator.run(target.address, questions, in_flight, effort.round_seconds, connections)
    return Round(tally, 1e6 * (processor_seconds(target.pid) - before) / tally.ended)


def rates(rounds: Sequence[Round], ceiling: Sequence[Round]) -> Spread:
    """Calls a second over those of the ceiling."""
    return ratios([one.tally.per_second for one in rounds], [one.tally.per_second for one in ceiling])


def share(rounds: Sequence[Round], ceiling: Sequence[Round]) -> str:
    """The same, to be read, and how many calls of the ceiling one call costs of the processor's time."""
    costs = ratios([one.processor_us for one in rounds], [one.processor_us for one in ceiling])
    return f"{rates(rounds, ceiling).shown(2)}; each costs {costs.median:.1f}"


def calls(rounds: Sequence[Round]) -> str:
    """The same, to be read, and the processor's time of a call."""
    processor_us = Spread.of(one.processor_us for one in rounds).median
    return f"{Spread.of(one.tally.per_second for one in rounds).shown()} calls/s, {processor_us:,.0f} µs each"


def busy(generator: Generator, address: str, known: Known, seconds: float) -> None:
    """Unary calls for known tracks."""
    generator.run(address, known.questions, PROFILED_IN_FLIGHT, seconds)


def profile_of(known: Known, work: Work = busy, variables: Mapping[str, str] = {}) -> Sequence[str]:
    """Where a server's time goes under this work, one function a line."""
    say("  missed: looking where the time goes")
    with generating(1) as generator, known.home.sampled(**variables) as server:
        work(generator, server.address, known, WARM_SECONDS)
        server.begin()
        work(generator, server.address, known, PROFILED_SECONDS)
        return server.profile()
