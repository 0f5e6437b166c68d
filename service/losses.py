"""How many workers may be lost before replacing them is of no use."""

from collections import deque
from collections.abc import Callable


class Losses:
    """Counts them, the newest only: five within a minute are too many."""

    most = 5
    period_seconds = 60.0

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._times: deque[float] = deque(maxlen=self.most)

    def are_too_many(self) -> bool:
        """Count one more; whether so many came within the period."""
        now = self._clock()
        self._times.append(now)
        return len(self._times) == self.most and now - self._times[0] < self.period_seconds
