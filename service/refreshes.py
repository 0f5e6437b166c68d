"""Answers past their age, asked again behind the callers."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any, Literal

from domain.deadline import Deadline

MOST_RESTING = 10_000
"""Questions whose last refresh failed and that are left alone for now; of more, the oldest are forgotten."""

RefreshOutcome = Literal["started", "done", "failed", "dropped"]
Refresh = Callable[[Deadline], Coroutine[Any, Any, bool]]
"""Asks again within the time given; whether every answer was had."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshLimits:
    """How much is asked behind the callers of one process."""

    at_once: int = 4
    waiting: int = 1_000
    timeout_seconds: float = 10.0
    rest_seconds: float = 60.0
    """How long a question whose refresh failed is left alone."""


class Refreshes:
    """Few at once, few waiting, each question once. What finds no room is dropped: the next caller asks for it again.

    They go behind the callers: a refresh takes a slot of a quota only where one is free at once.
    """

    def __init__(
        self,
        limits: RefreshLimits,
        observe: Callable[[RefreshOutcome], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._limits = limits
        self._observe = observe
        self._clock = clock
        self._room = asyncio.Semaphore(limits.at_once)
        self._tasks: dict[Hashable, asyncio.Task[None]] = {}
        self._resting: dict[Hashable, float] = {}
        self._ended = False

    def start(self, question: Hashable, refresh: Refresh) -> None:
        """Ask it again soon, unless that is under way, has just failed, or finds no room."""
        if self._ended or question in self._tasks or self._clock() < self._resting.get(question, 0.0):
            return
        if len(self._tasks) >= self._limits.at_once + self._limits.waiting:
            self._observe("dropped")
            return
        task = asyncio.create_task(self._run(question, refresh))
        self._tasks[question] = task
        task.add_done_callback(partial(self._land, question))

    async def idle(self) -> None:
        """Wait until none is under way or waiting."""
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def end(self) -> None:
        """Start no more, and leave those under way."""
        self._ended = True
        for task in self._tasks.values():
            task.cancel()
        await self.idle()

    async def _run(self, question: Hashable, refresh: Refresh) -> None:
        async with self._room:
            self._observe("started")
            deadline = Deadline.after(self._limits.timeout_seconds, queueing_seconds=0.0)
            if await refresh(deadline):
                self._observe("done")
                self._resting.pop(question, None)
            else:
                self._fail(question)

    def _fail(self, question: Hashable) -> None:
        self._observe("failed")
        self._resting.pop(question, None)
        self._resting[question] = self._clock() + self._limits.rest_seconds
        if len(self._resting) > MOST_RESTING:
            del self._resting[next(iter(self._resting))]

    def _land(self, question: Hashable, task: asyncio.Task[None]) -> None:
        del self._tasks[question]
        if not task.cancelled() and (error := task.exception()):
            logger.error("a refresh ended in a defect", exc_info=error)
            self._fail(question)
