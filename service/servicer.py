"""TrackLinkService: each method reads its request, asks a use case, and tells its answer."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial
from typing import Any, TypeAlias

import grpc

from domain.answer import LinkAnswer
from domain.query import ReplacementQuery, TrackQuery
from domain.replacement import ReplacementAnswer
from service import assigned_links, assigned_replacements
from service.answers import Answers
from service.batch import Batch, Streams
from service.call import cache_outcome_of_links, cache_outcome_of_replacement, current_call
from service.rows import Rows, late_links, late_replacement, nothing_found, shares_of_track
from service.time_limits import TimeLimits
from service.use_cases import UseCases
from service.wire.answer import link_response, replacement_response
from service.wire.message import read_message
from service.wire.provider_status import providers_response
from service.wire.providers import KnownProviders
from service.wire.query import read_track_query
from service.wire.replacement import read_replacement_query
from service.wire.review import read_review_query, read_reviews_provider, review_message, review_response
from service.worded import Worded
from tracklink.v1 import link_service_pb2 as link
from tracklink.v1.link_service_pb2_grpc import TrackLinkServiceServicer

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
Encoded: TypeAlias = Any
"""The bytes of a message, which are sent as they are."""
LinkRows: TypeAlias = Rows[link.LinkTrackRequest, TrackQuery, LinkAnswer]
ReplacementRows: TypeAlias = Rows[link.FindReplacementRequest, ReplacementQuery, ReplacementAnswer]


class Servicer(TrackLinkServiceServicer):
    """The contract over the use cases. Errors are raised as they are; the interceptor makes statuses of them."""

    def __init__(
        self,
        use_cases: UseCases,
        known: KnownProviders,
        limits: TimeLimits,
        streams: Streams,
        answers: Answers | None = None,
    ) -> None:
        self._use_cases = use_cases
        self._streams = streams
        self._known = known
        self._precision_ms = {name: one.duration_precision_ms for name, one in known.declarations.items()}
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
    ) -> AsyncIterator[Encoded]:
        """Where many tracks are, in the bytes of messages."""
        call, answers = current_call(), self._answers
        worded = Worded[TrackQuery]()

        def read(request: link.LinkTrackRequest) -> TrackQuery:
            query = read_track_query(request, self._known)
            worded.note(query, request.SerializeToString())
            return query

        def encode(query: TrackQuery, answer: LinkAnswer) -> bytes:
            call.count(cache_outcome_of_links(answer))
            response = link_response(answer).SerializeToString()
            request = worded.take(query)
            if answers is not None and request is not None:
                answers.keep(request, response, answer.repeatable)
            return response

        rows: LinkRows = Rows(
            call=call,
            time_left=partial(self._row_seconds, context),
            find=nothing_found if answers is None else answers.find_many,
            read_query=read,
            recall=self._use_cases.recall_links,
            answer=self._use_cases.link_track,
            encode=encode,
            providers=partial(shares_of_track, self._known.declarations),
            late=late_links,
            widened=assigned_links.widened,
            assigned=partial(assigned_links.assigned_links, precision_ms=self._precision_ms),
        )
        async with aclosing(Batch(rows, self._streams).answers(request_iterator)) as messages:
            async for message in messages:
                yield message

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
    ) -> AsyncIterator[Encoded]:
        """Playable tracks in place of many, in the bytes of messages."""
        call = current_call()

        def encode(_query: ReplacementQuery, answer: ReplacementAnswer) -> bytes:
            call.count(cache_outcome_of_replacement(answer))
            return replacement_response(answer).SerializeToString()

        rows: ReplacementRows = Rows(
            call=call,
            time_left=partial(self._row_seconds, context),
            find=nothing_found,
            read_query=lambda request: read_replacement_query(request, self._known),
            recall=self._use_cases.recall_replacements,
            answer=self._use_cases.find_replacement,
            encode=encode,
            providers=lambda query: {query.provider: 1.0},
            late=late_replacement,
            widened=assigned_replacements.widened,
            assigned=assigned_replacements.assigned_replacements,
        )
        async with aclosing(Batch(rows, self._streams).answers(request_iterator)) as messages:
            async for message in messages:
                yield message

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

    def _time_left(self, context: Context) -> float:
        remaining: float | None = context.time_remaining()
        return self._limits.default_seconds if remaining is None else self._limits.within(remaining)

    def _row_seconds(self, context: Context) -> float:
        """What a row put to work now may take: the server's own time, or less where the stream ends sooner."""
        return min(self._limits.default_seconds, self._time_left(context))
