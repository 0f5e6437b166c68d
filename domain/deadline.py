"""The time that is left for one call."""

from dataclasses import dataclass
from math import inf
from time import monotonic

RECALL_SHARE = 0.5
"""How much of its time a call waits for the store. One that is busy answers within it; one that takes longer is taken
for one that does not answer, and the providers are asked live."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point on the monotonic clock."""

    at: float
    queueing_seconds: float = inf
    """How long it may stand in line for a slot of a quota: zero for one that takes only what nobody else wants."""

    @classmethod
    def after(cls, seconds: float, queueing_seconds: float = inf) -> "Deadline":
        """The deadline that many seconds from now."""
        return cls(monotonic() + seconds, queueing_seconds)

    def or_later(self, other: "Deadline") -> "Deadline":
        """The deadline of something that is done for the sake of both."""
        return Deadline(max(self.at, other.at), max(self.queueing_seconds, other.queueing_seconds))

    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.at - monotonic())
