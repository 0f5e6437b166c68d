"""Lookups of one ISRC each, joined into requests for many where a service takes several at once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition, Event, Lock

from domain.deadline import Deadline
from tracklink.plugin import Candidate, ProviderTimedOut

LINGER_SECONDS = 0.5
"""The most that a request waits for lookups that are known to be on their way; one that is alone waits for nobody."""

Send = Callable[[Callable[[], Sequence[str]], str | None, Deadline], Sequence[Candidate]]
"""Makes the request: takes its slot of the quota, and only then calls for the ISRCs."""


@dataclass(slots=True)
class _Batch:
    """One request to come. Whoever opens it sends it; those who join wait for what it brings."""

    market: str | None
    deadline: Deadline
    isrcs: set[str] = field(default_factory=set)
    is_closed: bool = False
    done: Event = field(default_factory=Event)
    answer: Sequence[Candidate] = ()
    failure: Exception | None = None


class IsrcBatches:
    """The lookups of one service in this process; any number of threads may use it."""

    def __init__(self, provider: str, most: int, send: Send) -> None:
        self._provider = provider
        self._most = most
        self._send = send
        self._changed = Condition(Lock())
        self._open: dict[str | None, _Batch] = {}
        self._coming = 0
        self._come = 0
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many lookups have come and are not answered yet."""
        return self._waiting

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """Around a question that begins with a lookup; when the block ends that has come, or never will."""
        with self._changed:
            self._coming += 1
        try:
            yield
        finally:
            with self._changed:
                if self._come:
                    self._come -= 1
                else:
                    self._coming -= 1
                    self._changed.notify_all()

    def look_up(self, isrc: str, market: str | None, deadline: Deadline) -> Sequence[Candidate]:
        """Tracks that carry this ISRC, in the market. Raises what the request raises that it shares with others."""
        with self._changed:
            batch, is_mine = self._join(isrc, market, deadline)
            self._waiting += 1
            if self._coming:
                self._coming -= 1
                self._come += 1
            self._changed.notify_all()
        try:
            if is_mine:
                self._send_when_ready(batch)
            elif not batch.done.wait(deadline.left()):
                raise ProviderTimedOut(self._provider, f"{self._provider} did not answer in time.")
        finally:
            with self._changed:
                self._waiting -= 1
        if batch.failure is not None:
            raise batch.failure
        if len(batch.isrcs) == 1:
            return batch.answer
        return [candidate for candidate in batch.answer if isrc in candidate.track.isrcs]

    def _join(self, isrc: str, market: str | None, deadline: Deadline) -> tuple[_Batch, bool]:
        batch = self._open.get(market)
        is_mine = batch is None or batch.is_closed or (len(batch.isrcs) == self._most and isrc not in batch.isrcs)
        if batch is None or is_mine:
            batch = self._open[market] = _Batch(market, deadline)
        batch.isrcs.add(isrc)
        batch.deadline = batch.deadline.or_later(deadline)
        return batch, is_mine

    def _send_when_ready(self, batch: _Batch) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._coming or len(batch.isrcs) == self._most, LINGER_SECONDS)
        try:
            batch.answer = self._send(lambda: self._close(batch), batch.market, batch.deadline)
        except Exception as failure:  # noqa: BLE001  # it is raised again for everyone who waits
            batch.failure = failure
        finally:
            self._close(batch)
            batch.done.set()

    def _close(self, batch: _Batch) -> Sequence[str]:
        with self._changed:
            batch.is_closed = True
            return sorted(batch.isrcs)
