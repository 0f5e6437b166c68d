"""Answers as they go over the wire, in the memory of this process, for seconds."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from domain.ports import Changes
from domain.reading import Reading

ENTRY_BYTES = 1_500
"""What an entry takes beside its request and its answer: itself, and its places under its marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryLimits:
    """How much is remembered, and for how long."""

    most_bytes: int = 32_000_000
    age_seconds: float = 30.0
    """0 remembers nothing."""


@dataclass(frozen=True, slots=True)
class _Entry:
    answer: bytes
    end: float
    marks: tuple[int, ...]
    size_bytes: int


class AnswerMemory:
    """Answers by their requests, the ones used last kept longest; a change drops those that bear one of its marks.

    Nothing is told or taken while changes of other processes are not heard, and nothing of before such a time later.
    """

    def __init__(self, changes: Changes, limits: MemoryLimits, clock: Callable[[], float] = monotonic) -> None:
        self._changes = changes
        self._limits = limits
        self._clock = clock
        self._entries: OrderedDict[bytes, _Entry] = OrderedDict()
        self._by_mark: defaultdict[int, set[bytes]] = defaultdict(set)
        self.size_bytes = 0
        changes.subscribe(self._changed)

    def get(self, request: bytes) -> bytes | None:
        """The answer to the very same request, if it may be told."""
        entry = self._entries.get(request)
        if entry is None:
            return None
        if entry.end <= self._clock():
            self._drop(request)
            return None
        self._entries.move_to_end(request)
        return entry.answer

    def put(self, request: bytes, answer: bytes, reading: Reading, life_seconds: float) -> None:
        """Remember an answer made of this reading for the seconds allowed at most; not what has changed since."""
        life_seconds = min(life_seconds, self._limits.age_seconds)
        size_bytes = len(request) + len(answer) + ENTRY_BYTES
        if life_seconds <= 0 or size_bytes > self._limits.most_bytes or not self._changes.listening:
            return
        if not self._changes.stands(reading.marks, reading.heard):
            return
        self._drop(request)
        self._entries[request] = _Entry(answer, self._clock() + life_seconds, reading.marks, size_bytes)
        self.size_bytes += size_bytes
        for mark in reading.marks:
            self._by_mark[mark].add(request)
        while self.size_bytes > self._limits.most_bytes:
            self._drop(next(iter(self._entries)))

    def _changed(self, marks: frozenset[int] | None) -> None:
        if marks is None:
            self._entries.clear()
            self._by_mark.clear()
            self.size_bytes = 0
            return
        for request in [request for mark in marks for request in self._by_mark.get(mark, ())]:
            self._drop(request)

    def _drop(self, request: bytes) -> None:
        entry = self._entries.pop(request, None)
        if entry is None:
            return
        self.size_bytes -= entry.size_bytes
        for mark in entry.marks:
            bearers = self._by_mark[mark]
            bearers.discard(request)
            if not bearers:
                del self._by_mark[mark]
