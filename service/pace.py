"""How many rows of streams are at work at once: no more than their providers answer in time."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tracklink.plugin import Quota

MOST_ROWS = 256
ROWS_WITHOUT_QUOTA = 64
"""Of a provider that allows any number of requests, or answers here without any."""

QUOTA_SECONDS = 2.0
"""Rows that use up the quota of so many seconds are at work: enough for it never to lie idle, and a single call that
comes between waits no longer than that."""

FEWEST_ROWS = 4
ROUNDING = 1e-6

REQUESTS_PER_ROW = 2
"""What a row may cost one provider. A slow one has only as many rows at work as it can answer within their time."""


@dataclass(slots=True)
class Window:
    """One provider's rows: fewer after one went without its answer, and by and by as many again."""

    most: float
    size: float
    rows: float = 0.0
    """At work; one that shares its requests with others is a part of a row."""

    def has_room(self, share: float) -> bool:
        """Whether one more may be at work; one always may."""
        return self.rows + share <= self.size + ROUNDING

    def leave(self, share: float, *, in_time: bool) -> None:
        """A row is done. Rows that were taken in before the window shrank do not shrink it again."""
        self.rows -= share
        if in_time:
            self.size = min(self.most, self.size + share / self.size)
        elif self.rows + share <= self.size + ROUNDING:
            self.size = max(1.0, self.size / 2)


class Pace:
    """The windows of all providers, shared by the streams of one process."""

    def __init__(self, quotas: Mapping[str, Quota | None], row_seconds: float) -> None:
        """`row_seconds` is the time in which a row at work has to be answered."""
        self._all = Window(MOST_ROWS, MOST_ROWS)
        self._windows = {name: _window(quota, row_seconds) for name, quota in quotas.items()}
        self._left = asyncio.Event()

    async def enter(self, shares: Mapping[str, float]) -> None:
        """Wait until each of these providers has room for a row, or its share of one, and take it."""
        wanted = {name: share for name, share in shares.items() if name in self._windows}
        while not self._has_room(wanted):
            self._left.clear()
            await self._left.wait()
        self._all.rows += 1
        for name, share in wanted.items():
            self._windows[name].rows += share

    def leave(self, shares: Mapping[str, float], late: Collection[str] = ()) -> None:
        """The row is done; `late` had no answer for it in time, or no quota left."""
        self._all.leave(1, in_time=True)
        for name, share in shares.items():
            if name in self._windows:
                self._windows[name].leave(share, in_time=name not in late)
        self._left.set()

    def _has_room(self, wanted: Mapping[str, float]) -> bool:
        return self._all.has_room(1) and all(self._windows[name].has_room(share) for name, share in wanted.items())


def _window(quota: Quota | None, row_seconds: float) -> Window:
    if quota is None:
        return Window(ROWS_WITHOUT_QUOTA, ROWS_WITHOUT_QUOTA)
    per_second = 1 / quota.interval_seconds
    busy = max(FEWEST_ROWS, QUOTA_SECONDS * per_second)
    most = max(1.0, min(MOST_ROWS, busy, row_seconds * per_second / REQUESTS_PER_ROW))
    return Window(most, most)
