"""Waiting as long as a service asks for."""

import time
from collections.abc import Callable
from math import ceil
from typing import TypeVar

from tracklink.playlists.remote.service import ServiceRateLimited

Result = TypeVar("Result")

MOST_TRIES = 6
LONGEST_SECONDS = 60.0
"""A service that asks for more has had enough for today."""
FIRST_SECONDS = 1.0
"""Where it does not say how long, doubling from try to try."""


class Patience:
    """Tries again what a service refused as too much; `sleep` takes seconds.

    `tell` hears how many whole seconds it waits, where that is longer than it has heard before.
    """

    def __init__(
        self, sleep: Callable[[float], None] = time.sleep, tell: Callable[[int], None] = lambda _: None
    ) -> None:
        self._sleep = sleep
        self._tell = tell
        self._told_seconds = 0

    def ask(self, question: Callable[[], Result]) -> Result:
        """The answer, asked for again after each ServiceRateLimited, which is raised in the end."""
        for tried in range(MOST_TRIES - 1):
            try:
                return question()
            except ServiceRateLimited as refusal:
                seconds = refusal.retry_after_seconds or FIRST_SECONDS * 2**tried
                if seconds > LONGEST_SECONDS:
                    raise
                self._wait(seconds)
        return question()

    def _wait(self, seconds: float) -> None:
        if ceil(seconds) > self._told_seconds:
            self._told_seconds = ceil(seconds)
            self._tell(self._told_seconds)
        self._sleep(seconds)
