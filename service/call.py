"""The call that is being answered."""

from collections import Counter
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from secrets import randbits, token_hex
from time import monotonic
from typing import Literal

from domain.answer import LinkAnswer, Outcome
from domain.replacement import ReplacementAnswer

CacheOutcome = Literal["hit", "partial", "miss"]

SERVICE_PREFIX = "/tracklink.v1.TrackLinkService/"

PROCESS = token_hex(4)
NUMBERS = count(randbits(32))
"""A call's id is its process and its number there: sixteen hexadecimal digits, unlike those of other processes."""


@dataclass(slots=True)
class Call:
    """One call of one method. `cache` counts its answers by how much of them was read from the cache."""

    method: str
    """Short for this service (`LinkTrack`), with its service's name for others."""
    peer: str
    id: str = field(default_factory=lambda: f"{PROCESS}{next(NUMBERS) & 0xFFFFFFFF:08x}")
    code: str = "OK"
    started: float = field(default_factory=monotonic)
    cache: Counter[CacheOutcome] = field(default_factory=Counter)

    def count(self, outcome: CacheOutcome | None) -> None:
        """Count one answer; None where the cache does not concern it."""
        if outcome is not None:
            self.cache[outcome] += 1

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return monotonic() - self.started

    @property
    def cache_outcome(self) -> CacheOutcome | None:
        """The outcome that all its answers share, else "partial"; None without an answer that the cache concerns."""
        return next(iter(self.cache)) if len(self.cache) == 1 else "partial" if self.cache else None


CURRENT: ContextVar[Call | None] = ContextVar("current_call", default=None)


def current_call() -> Call:
    """The call in whose task this runs; one of its own outside of any."""
    return CURRENT.get() or Call("", "")


def cache_outcome_of_links(answer: LinkAnswer) -> CacheOutcome | None:
    """How much of the answer was read from the cache; providers that lack settings do not count."""
    read = [link.from_cache for link in answer.links if link.outcome is not Outcome.NOT_CONFIGURED]
    if not read:
        return None
    return "hit" if all(read) else "partial" if any(read) else "miss"


def cache_outcome_of_replacement(answer: ReplacementAnswer) -> CacheOutcome:
    """Whether the answer was read from the cache."""
    return "hit" if answer.from_cache else "miss"
