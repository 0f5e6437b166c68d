"""One answer for all who ask the same at the same time."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from domain.deadline import Deadline

Answer = TypeVar("Answer")

TOLERANCE = 0.02
"""Deadlines of callers who asked together differ by so much of their time; it is less than the way back is given."""
SHARE_GIVEN_UP = 0.5
"""A caller does not content himself with the answer of one who had less than the other part of his time."""


@dataclass(slots=True)
class _Flight(Generic[Answer]):
    deadline: Deadline
    answer: asyncio.Future[Answer]
    callers: int = 0


def _is_due_with(under_way: Deadline, own: Deadline) -> bool:
    """Not so much later that the caller would miss it, nor so much earlier that it ends with time to spare."""
    left = own.left()
    return own.at - left * SHARE_GIVEN_UP <= under_way.at <= own.at + left * TOLERANCE


class SingleFlight(Generic[Answer]):
    """Questions under way in this process. Who gives up leaves his to the others; the last to do so ends it."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight[Answer]] = {}

    async def share(
        self, question: Hashable, deadline: Deadline, ask: Callable[[], Coroutine[Any, Any, Answer]]
    ) -> Answer:
        """The answer of the same question under way, if that is due when this caller's is; else a new one."""
        flight = self._flights.get(question)
        if flight is None or not _is_due_with(flight.deadline, deadline):
            flight = _Flight(deadline, asyncio.ensure_future(ask()))
            self._flights[question] = flight
            flight.answer.add_done_callback(lambda _: self._land(question, flight))
        flight.callers += 1
        try:
            return await asyncio.shield(flight.answer)
        finally:
            flight.callers -= 1
            if not flight.callers:
                flight.answer.cancel()

    def _land(self, question: Hashable, flight: _Flight[Answer]) -> None:
        if self._flights.get(question) is flight:
            del self._flights[question]
