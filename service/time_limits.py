"""How long a call may take."""

from dataclasses import dataclass

MARGIN = 0.05
"""The part of the caller's time that is kept for encoding the answer and sending it back."""


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Seconds for a call whose caller sets no deadline, and for one whose caller would wait for ever."""

    default_seconds: float = 10.0
    longest_seconds: float = 60.0

    def within(self, remaining_seconds: float) -> float:
        """Seconds in which to answer a caller who waits that long."""
        return min(self.longest_seconds, remaining_seconds * (1 - MARGIN))
