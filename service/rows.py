"""The rows of LinkTracks and FindReplacements: how those of either are read, looked up, asked for and told."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from google.protobuf.message import Message

from domain.answer import LinkAnswer, Outcome
from domain.query import CacheUse, ReplacementQuery, TrackQuery
from domain.replacement import ReplacementAnswer, ReplacementOutcome
from service.call import Call
from service.gather import begins_with_isrc
from service.list_rows import ListRows
from service.questions import Asked, Result
from service.status import OUT_OF_TIME, Fault, attempt, row_error
from service.wire.result import answered
from tracklink.plugin import Declaration

LATE = frozenset({Outcome.RATE_LIMITED, Outcome.TIMED_OUT})
LATE_REPLACEMENTS = frozenset({ReplacementOutcome.RATE_LIMITED, ReplacementOutcome.TIMED_OUT})

LEAST_SECONDS = 0.05
"""With less time than this left, a row is not put to work any more, so that its error still arrives."""

Request = TypeVar("Request", bound=Message)
Request_co = TypeVar("Request_co", bound=Message, covariant=True)
Query = TypeVar("Query")
Answer = TypeVar("Answer")


class Row(Protocol[Request_co]):
    """One question under the caller's key."""

    @property
    def key(self) -> str:
        """The caller's own."""
        ...

    @property
    def request(self) -> Request_co:
        """The question."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Generic[Request, Query, Answer]):
    """The rows of one stream, as a Batch takes them: every error is the result of its row."""

    call: Call
    time_left: Callable[[], float]
    """Seconds that a row put to work now may take."""
    find: Callable[[Sequence[bytes]], Awaitable[Sequence[bytes | None]]]
    """Answers to requests that came before word for word, both as they go over the wire."""
    read_query: Callable[[Request], Query]
    recall: Callable[[Sequence[Query], float], Awaitable[Sequence[Answer | None]]]
    """Answers to which the providers need not be asked."""
    answer: Callable[[Query, float], Awaitable[Answer]]
    encode: Callable[[Query, Answer], bytes]
    """As it goes over the wire; counted by how much of it was known."""
    providers: Callable[[Query], Mapping[str, float]]
    """Who may be asked, and for what share of a request."""
    late: Callable[[Query, Answer], Collection[str]]
    widened: Callable[[Query], Query]
    """The question that shows what else a row of a list could have."""
    assigned: Callable[[Sequence[tuple[Query, Answer] | None]], Awaitable[Sequence[Answer | None]]]
    """The answers to widened questions as those of one list; None stays None."""

    async def repeated(self, rows: Sequence[Row[Request]]) -> Sequence[Result | None]:
        """Results of rows that were answered before, word for word."""
        found = await attempt(self.find([row.request.SerializeToString() for row in rows]), self.call)
        if isinstance(found, Fault):
            return [None] * len(rows)
        for response in found:
            self.call.count(None if response is None else "hit")
        return [None if response is None else partial(answered, response) for response in found]

    async def read(self, row: Row[Request]) -> Query | Asked:
        """The question, or what is wrong with it."""
        query = await attempt(_awaited(self.read_query, row.request), self.call)
        return Asked(row_error(query)) if isinstance(query, Fault) else query

    async def known(self, queries: Sequence[Query]) -> Sequence[Result | None]:
        """Results of questions for which nobody has to be asked."""
        recalled = await attempt(self.recall(queries, self.time_left()), self.call)
        if isinstance(recalled, Fault):
            return [None] * len(queries)
        return [
            None if answer is None else partial(answered, self.encode(query, answer))
            for query, answer in zip(queries, recalled, strict=True)
        ]

    def seconds_left(self) -> float:
        """In which a row may still be put to work, so that its answer reaches the caller in time."""
        return self.time_left() - LEAST_SECONDS

    def out_of_time(self) -> Result:
        """Of a row that was not put to work by then."""
        return row_error(OUT_OF_TIME)

    async def ask(self, query: Query) -> Asked:
        """The answer, within the row's own time, which begins now."""
        if self.seconds_left() < 0:
            return Asked(self.out_of_time())
        answer = await attempt(self.answer(query, self.time_left()), self.call)
        if isinstance(answer, Fault):
            return Asked(row_error(answer))
        return Asked(partial(answered, self.encode(query, answer)), self.late(query, answer))

    async def one_list(self, rows: Sequence[Row[Request]]) -> ListRows[Request, Query, Answer]:
        """Rows that are answered together."""
        return ListRows(self, [(row.key, await self.read(row)) for row in rows])


async def nothing_found(requests: Sequence[bytes]) -> Sequence[None]:
    """Where no answers are kept as they go over the wire."""
    return [None] * len(requests)


def shares_of_track(declarations: Mapping[str, Declaration], query: TrackQuery) -> Mapping[str, float]:
    """Who may be asked, and for what share of a request: nobody, where the caller allows the cache alone."""
    if query.cache is CacheUse.ONLY:
        return {}
    return {
        name: 1 / declarations[name].isrcs_per_request if begins_with_isrc(name, query.track) else 1.0
        for name in query.providers
    }


def late_links(_query: TrackQuery, answer: LinkAnswer) -> Collection[str]:
    """The providers that had no answer in time, or no quota left."""
    return [link.provider for link in answer.links if link.outcome in LATE]


def late_replacement(query: ReplacementQuery, answer: ReplacementAnswer) -> Collection[str]:
    """The one provider, where it had no answer in time, or no quota left."""
    return (query.provider,) if answer.outcome in LATE_REPLACEMENTS else ()


async def _awaited(read: Callable[[Request], Query], request: Request) -> Query:
    return read(request)
