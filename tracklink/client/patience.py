"""How often a batch whose call broke is taken up again."""

from time import monotonic

from tracklink.client.errors import ServerUnavailable

MOST_ATTEMPTS = 5
"""Calls in a row that bring no result."""

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 3.0


class Patience:
    """The time that is left for a batch, and the attempts."""

    def __init__(self, timeout_seconds: float) -> None:
        self._end = monotonic() + timeout_seconds
        self._attempts = 0

    def seconds_left(self) -> float:
        """For the whole batch, never below zero."""
        return max(0.0, self._end - monotonic())

    def rewarded(self) -> None:
        """A result has come."""
        self._attempts = 0

    def pause_seconds(self, error: ServerUnavailable) -> float:
        """How long to wait before the next call; raises the error when that would be one too many."""
        self._attempts += 1
        growing = FIRST_PAUSE_SECONDS * (1 << self._attempts - 1)
        pause_seconds = max(min(LONGEST_PAUSE_SECONDS, growing), error.retry_after_seconds or 0.0)
        if self._attempts >= MOST_ATTEMPTS or pause_seconds > self.seconds_left():
            raise error
        return pause_seconds
