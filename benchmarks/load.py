"""The load: closed loops of calls from processes of their own, so that asking never slows the one who answers."""

import selectors
import signal
from array import array
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter
from typing import TypeVar

from benchmarks.http2 import Connection

METHOD = "/tracklink.v1.TrackLinkService/LinkTrack"
WARM_SECONDS = 0.15
FAREWELL_SECONDS = 5.0
STREAMS_PER_CONNECTION = 8
Argument = TypeVar("Argument")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Load:
    """Questions, as encoded messages, that are asked for some seconds with so many calls in flight."""

    address: str
    questions: Sequence[bytes]
    in_flight: int
    seconds: float
    connections: int
    method: str = METHOD


@dataclass(frozen=True, slots=True)
class Tally:
    """What was answered."""

    calls: int
    failed: int
    elapsed_seconds: float
    seconds: "array[float]"
    """How long each call took, in ascending order."""
    ended: int
    """Those before and after the time that counts included: what the server did in all."""

    @property
    def per_second(self) -> float:
        """Calls answered in a second."""
        return self.calls / self.elapsed_seconds

    def percentile_ms(self, percent: float) -> float:
        """The milliseconds within which so many percent of the calls were answered."""
        return 1_000 * self.seconds[min(self.calls - 1, int(self.calls * percent / 100))]


class CallsFailed(Exception):
    """Some calls were not answered with a message: the figure would mean nothing."""


class Generator:
    """Processes that ask. Each takes its part of the calls in flight, over connections of its own."""

    def __init__(self, pool: ProcessPoolExecutor, processes: int) -> None:
        self._pool = pool
        self._processes = processes

    def run(
        self,
        address: str,
        questions: Sequence[bytes],
        in_flight: int,
        seconds: float,
        connections: int | None = None,
        method: str = METHOD,
    ) -> Tally:
        """Ask for some seconds; the tally of all processes. Raises CallsFailed."""
        processes = min(self._processes, in_flight)
        total = connections or max(processes, in_flight // STREAMS_PER_CONNECTION)
        part = Load(address, questions, in_flight // processes, seconds, max(1, total // processes), method)
        tallies = list(self._pool.map(ask, [part] * processes))
        tally = Tally(
            sum(one.calls for one in tallies),
            sum(one.failed for one in tallies),
            max(one.elapsed_seconds for one in tallies),
            array("d", sorted(second for one in tallies for second in one.seconds)),
            sum(one.ended for one in tallies),
        )
        if tally.failed or not tally.calls:
            raise CallsFailed(f"{tally.failed:,} of {tally.calls:,} calls at {address} were not answered")
        return tally

    def submit(self, work: Callable[[Argument], Result], argument: Argument) -> Future[Result]:
        """Do something else in one of the processes."""
        return self._pool.submit(work, argument)


@contextmanager
def generating(processes: int) -> Iterator[Generator]:
    """A generator of so many processes; they end with the block."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_leave_interrupts) as pool:
        yield Generator(pool, processes)


def ask(load: Load) -> Tally:
    """One process's part of the calls in flight, spread over its connections."""
    with ExitStack() as stack:
        connections = [_connect(load, stack) for _ in range(load.connections)]
        selector = stack.enter_context(selectors.DefaultSelector())
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ, connection)
        _pump(selector, perf_counter() + WARM_SECONDS)
        for connection in connections:
            connection.forget()
        began = perf_counter()
        _pump(selector, began + load.seconds)
        elapsed_seconds = perf_counter() - began
        seconds = array("d", sorted(second for connection in connections for second in connection.seconds))
        failed = sum(connection.failed for connection in connections)
        _finish(selector, connections)
        return Tally(
            len(seconds), failed, elapsed_seconds, seconds, sum(connection.ended for connection in connections)
        )


def _connect(load: Load, stack: ExitStack) -> Connection:
    in_flight = load.in_flight // load.connections
    connection = Connection(load.address, load.method, load.questions, in_flight)
    stack.callback(connection.socket.close)
    return connection


def _pump(selector: selectors.BaseSelector, end_seconds: float) -> None:
    while (left := end_seconds - perf_counter()) > 0:
        for key, _ in selector.select(left):
            key.data.read(go_on=True)


def _finish(selector: selectors.BaseSelector, connections: Sequence[Connection]) -> None:
    """Let the calls in flight end, so that the next load finds the server at rest."""
    end_seconds = perf_counter() + FAREWELL_SECONDS
    while not all(connection.is_idle for connection in connections) and perf_counter() < end_seconds:
        for key, _ in selector.select(end_seconds - perf_counter()):
            key.data.read(go_on=False)


def _leave_interrupts() -> None:
    """Ctrl-C reaches the whole group; the process that started this one ends it in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
