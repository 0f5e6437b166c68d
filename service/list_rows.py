"""The rows of one message that are one album or playlist: none is told before all of them have their own answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from google.protobuf.message import Message

from service.questions import Asked, Result
from service.status import Fault, attempt, row_error
from service.wire.result import answered

if TYPE_CHECKING:
    from service.rows import Rows

Request = TypeVar("Request", bound=Message)
Query = TypeVar("Query")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class ListRows(Generic[Request, Query, Answer]):
    """One message. Each question is asked in its widened form, and assigned in the caller's."""

    rows: "Rows[Request, Query, Answer]"
    asked: Sequence[tuple[str, Query | Asked]]
    """Each row's key, with its question or what is wrong with it."""
    _answers: dict[Query, Answer] = field(default_factory=dict)
    _failures: dict[Query, Result] = field(default_factory=dict)

    async def unknown(self) -> Sequence[Query]:
        """The questions for which somebody has to be asked, once each; the answers to the others are remembered."""
        queries = list(dict.fromkeys(query for _, query in self.asked if not isinstance(query, Asked)))
        wide = [self.rows.widened(query) for query in queries]
        recalled = await attempt(self.rows.recall(wide, self.rows.time_left()), self.rows.call)
        if isinstance(recalled, Fault):
            return queries
        found = {query: answer for query, answer in zip(queries, recalled, strict=True) if answer is not None}
        self._answers.update(found)
        return [query for query in queries if query not in found]

    async def ask(self, query: Query) -> Collection[str]:
        """Get the row's own answer, within its own time, which begins now; who had none in time, or no quota left."""
        if self.rows.seconds_left() < 0:
            self.give_up(query)
            return ()
        answer = await attempt(self.rows.answer(self.rows.widened(query), self.rows.time_left()), self.rows.call)
        if isinstance(answer, Fault):
            self._failures[query] = row_error(answer)
            return ()
        self._answers[query] = answer
        return self.rows.late(query, answer)

    def give_up(self, query: Query) -> None:
        """The row was not put to work in time."""
        self._failures[query] = self.rows.out_of_time()

    async def results(self) -> Sequence[bytes]:
        """What each row comes to in its list."""
        own = [None if isinstance(query, Asked) else self._own(query) for _, query in self.asked]
        assigned = await attempt(self.rows.assigned(own), self.rows.call)
        if isinstance(assigned, Fault):
            return [row_error(assigned)(key) for key, _ in self.asked]
        return [self._result(query, answer)(key) for (key, query), answer in zip(self.asked, assigned, strict=True)]

    def _own(self, query: Query) -> tuple[Query, Answer] | None:
        return (query, self._answers[query]) if query in self._answers else None

    def _result(self, query: Query | Asked, answer: Answer | None) -> Result:
        if isinstance(query, Asked):
            return query.result
        return self._failures[query] if answer is None else partial(answered, self.rows.encode(query, answer))
