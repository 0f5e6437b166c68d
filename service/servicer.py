"""TrackLinkService: each method reads its request, asks a use case, and tells its answer."""

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Any, Protocol, TypeAlias, TypeVar

import grpc

from domain.errors import InvalidQuery, Violation
from service.answers import Answers
from service.batch import answer_rows
from service.call import cache_outcome_of_links, cache_outcome_of_replacement, current_call
from service.status import OUT_OF_TIME, Fault, attempt, call_error
from service.time_limits import TimeLimits
from service.use_cases import UseCases
from service.wire.answer import link_response, replacement_response
from service.wire.message import read_message
from service.wire.provider_status import providers_response
from service.wire.providers import KnownProviders
from service.wire.query import read_track_query
from service.wire.replacement import read_replacement_query
from service.wire.review import read_review_query, read_reviews_provider, review_message, review_response
from tracklink.v1 import link_service_pb2 as link
from tracklink.v1.link_service_pb2_grpc import TrackLinkServiceServicer

MOST_ROWS = 200
"""Rows of one message: a batch of that size holds up other calls for a few milliseconds."""

MOST_IN_FLIGHT = 64
"""Rows of one stream that are asked at once."""

LEAST_SECONDS = 0.05
"""With less time than this left, a row of a stream is not asked any more, so that its error still arrives."""

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
Row_co = TypeVar("Row_co", covariant=True)
Request = TypeVar("Request")
Response = TypeVar("Response")


class HasRows(Protocol[Row_co]):
    """A message of a stream."""

    @property
    def rows(self) -> Sequence[Row_co]:
        """Its questions."""
        ...


class Servicer(TrackLinkServiceServicer):
    """The contract over the use cases. Errors are raised as they are; the interceptor makes statuses of them."""

    def __init__(
        self, use_cases: UseCases, known: KnownProviders, limits: TimeLimits, answers: Answers | None = None
    ) -> None:
        self._use_cases = use_cases
        self._known = known
        self._limits = limits
        self._answers = answers

    async def link_track(self, request: bytes, context: Context) -> bytes:
        """Where a track is, from and to what goes over the wire: a question that was asked before is not even read."""
        ready = None if self._answers is None else await self._answers.find(request)
        if ready is None:
            return await self._link_track_anew(request, context)
        current_call().count("hit")
        return ready

    async def _link_track_anew(self, request: bytes, context: Context) -> bytes:
        query = read_track_query(read_message(link.LinkTrackRequest, request), self._known)
        answer = await self._use_cases.link_track(query, self._time_left(context))
        current_call().count(cache_outcome_of_links(answer))
        response = link_response(answer).SerializeToString()
        if self._answers is not None:
            self._answers.keep(request, response, answer.repeatable)
        return response

    async def LinkTrack(self, request: link.LinkTrackRequest, context: Context) -> link.LinkTrackResponse:
        """Where a track is."""
        return link.LinkTrackResponse.FromString(await self.link_track(request.SerializeToString(), context))

    async def LinkTracks(
        self, request_iterator: AsyncIterator[link.LinkTracksRequest], context: Context
    ) -> AsyncIterator[link.LinkTracksResponse]:
        """Where many tracks are."""

        async def answer(row: link.LinkTracksRequest.Row) -> link.LinkTracksResponse.Result:
            answered = await self._in_time(self.LinkTrack, row.request, context)
            if isinstance(answered, Fault):
                return link.LinkTracksResponse.Result(key=row.key, error=call_error(answered))
            return link.LinkTracksResponse.Result(key=row.key, response=answered)

        async with aclosing(answer_rows(_rows(request_iterator), answer, MOST_IN_FLIGHT)) as groups:
            async for results in groups:
                yield link.LinkTracksResponse(results=results)

    async def FindReplacement(
        self, request: link.FindReplacementRequest, context: Context
    ) -> link.FindReplacementResponse:
        """A playable track in place of one that is gone."""
        query = read_replacement_query(request, self._known)
        answer = await self._use_cases.find_replacement(query, self._time_left(context))
        current_call().count(cache_outcome_of_replacement(answer))
        return replacement_response(answer)

    async def FindReplacements(
        self, request_iterator: AsyncIterator[link.FindReplacementsRequest], context: Context
    ) -> AsyncIterator[link.FindReplacementsResponse]:
        """Playable tracks in place of many."""

        async def answer(row: link.FindReplacementsRequest.Row) -> link.FindReplacementsResponse.Result:
            answered = await self._in_time(self.FindReplacement, row.request, context)
            if isinstance(answered, Fault):
                return link.FindReplacementsResponse.Result(key=row.key, error=call_error(answered))
            return link.FindReplacementsResponse.Result(key=row.key, response=answered)

        async with aclosing(answer_rows(_rows(request_iterator), answer, MOST_IN_FLIGHT)) as groups:
            async for results in groups:
                yield link.FindReplacementsResponse(results=results)

    async def ReviewLink(self, request: link.ReviewLinkRequest, context: Context) -> link.ReviewLinkResponse:
        """Record a person's judgement."""
        del context
        return review_response(await self._use_cases.review_link(read_review_query(request, self._known)))

    async def ListReviews(self, request: link.ListReviewsRequest, context: Context) -> AsyncIterator[link.Review]:
        """The judgements in force."""
        del context
        provider = read_reviews_provider(request, self._known)
        async for review in self._use_cases.list_reviews(provider):
            yield review_message(review)

    async def ListProviders(self, request: link.ListProvidersRequest, context: Context) -> link.ListProvidersResponse:
        """The capability table."""
        del request, context
        return providers_response(await self._use_cases.list_providers())

    async def _in_time(
        self, method: Callable[[Request, Context], Awaitable[Response]], request: Request, context: Context
    ) -> Response | Fault:
        if self._time_left(context) < LEAST_SECONDS:
            return OUT_OF_TIME
        return await attempt(method(request, context), current_call())

    def _time_left(self, context: Context) -> float:
        remaining: float | None = context.time_remaining()
        return self._limits.default_seconds if remaining is None else self._limits.within(remaining)


async def _rows(messages: AsyncIterable[HasRows[Row_co]]) -> AsyncIterator[Row_co]:
    async for message in messages:
        if not 1 <= len(message.rows) <= MOST_ROWS:
            raise InvalidQuery([Violation("rows", f"has {len(message.rows)} entries; send 1 to {MOST_ROWS} a message")])
        for row in message.rows:
            yield row
