"""The client for asyncio."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Sequence
from typing import Protocol, Self, TypeVar, Unpack

import grpc
import grpc.aio
from google.protobuf.message import Message

from tracklink.client.batch import Batch, Row
from tracklink.client.channel import channel_options, server_address
from tracklink.client.errors import ServerUnavailable, typed_errors
from tracklink.client.patience import Patience
from tracklink.client.requests import LinkPieces, ReplacementPieces, link_request, replacement_request
from tracklink.v1.link_service_pb2 import (
    FindReplacementRequest,
    FindReplacementResponse,
    FindReplacementsRequest,
    FindReplacementsResponse,
    LinkTrackRequest,
    LinkTrackResponse,
    LinkTracksRequest,
    LinkTracksResponse,
    ListProvidersRequest,
    ListProvidersResponse,
    ListReviewsRequest,
    Review,
    ReviewLinkRequest,
    ReviewLinkResponse,
)
from tracklink.v1.link_service_pb2_grpc import TrackLinkServiceStub

_Request = TypeVar("_Request", bound=Message)
_Response = TypeVar("_Response", bound=Message)
_Answers = TypeVar("_Answers", LinkTracksResponse, FindReplacementsResponse)
_Message_co = TypeVar("_Message_co", covariant=True)


class _Call(Protocol[_Message_co]):
    """A stream of messages under way."""

    def __aiter__(self) -> AsyncIterator[_Message_co]: ...
    def cancel(self) -> object: ...


class AsyncTrackLinkClient:
    """TrackLinkClient for asyncio, with the same arguments and rules, for use in an `async with` block.

    It belongs to the event loop that runs when it is made: make it inside a coroutine.
    """

    def __init__(
        self,
        server: str | None = None,
        timeout_seconds: float = 15.0,
        *,
        batch_timeout_seconds: float = 600.0,
        credentials: grpc.ChannelCredentials | None = None,
    ) -> None:
        self.server = server_address(server)
        self.timeout_seconds = timeout_seconds
        self.batch_timeout_seconds = batch_timeout_seconds
        options = channel_options(self.server)
        self._channel = (
            grpc.aio.secure_channel(self.server, credentials, options)
            if credentials
            else grpc.aio.insecure_channel(self.server, options)
        )
        self._stub = TrackLinkServiceStub(self._channel)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End the connection; calls under way fail."""
        await self._channel.close()

    async def link_track(
        self, request: LinkTrackRequest | None = None, **pieces: Unpack[LinkPieces]
    ) -> LinkTrackResponse:
        """Where a track is: one ProviderLink per wanted provider, even if all failed."""
        return await self._ask(self._stub.LinkTrack, link_request(**pieces) if request is None else request)

    async def find_replacement(
        self, request: FindReplacementRequest | None = None, **pieces: Unpack[ReplacementPieces]
    ) -> FindReplacementResponse:
        """A playable track in place of one that is gone, or why there is none."""
        return await self._ask(
            self._stub.FindReplacement, replacement_request(**pieces) if request is None else request
        )

    async def review_link(self, request: ReviewLinkRequest) -> ReviewLinkResponse:
        """Record a person's judgement on a pair; it is durable when this returns."""
        return await self._ask(self._stub.ReviewLink, request)

    async def list_providers(self) -> ListProvidersResponse:
        """What each provider can do, and whether it is ready."""
        return await self._ask(self._stub.ListProviders, ListProvidersRequest())

    async def list_reviews(self, provider: str = "") -> AsyncIterator[Review]:
        """The judgements in force, oldest first; of one provider, or of all."""
        call = self._stub.ListReviews(ListReviewsRequest(provider=provider), timeout=self.batch_timeout_seconds)
        async for review in self._stream(call):
            yield review

    async def link_tracks(
        self,
        rows: Iterable[tuple[str, LinkTrackRequest]] | AsyncIterable[tuple[str, LinkTrackRequest]],
        *,
        one_list: bool = False,
    ) -> AsyncIterator[LinkTracksResponse.Result]:
        """link_track for many: (key, request) in, results with their keys out in the order in which they are done."""

        def message(group: Sequence[Row[LinkTrackRequest]]) -> LinkTracksRequest:
            return LinkTracksRequest(
                rows=[LinkTracksRequest.Row(key=key, request=one) for key, one in group], one_list=one_list
            )

        async for answer in self._batch(self._stub.LinkTracks, Batch(rows, one_list=one_list), message):
            for result in answer.results:
                yield result

    async def find_replacements(
        self,
        rows: Iterable[tuple[str, FindReplacementRequest]] | AsyncIterable[tuple[str, FindReplacementRequest]],
        *,
        one_list: bool = False,
    ) -> AsyncIterator[FindReplacementsResponse.Result]:
        """find_replacement for many, with the rules of link_tracks."""

        def message(group: Sequence[Row[FindReplacementRequest]]) -> FindReplacementsRequest:
            return FindReplacementsRequest(
                rows=[FindReplacementsRequest.Row(key=key, request=one) for key, one in group], one_list=one_list
            )

        async for answer in self._batch(self._stub.FindReplacements, Batch(rows, one_list=one_list), message):
            for result in answer.results:
                yield result

    async def _ask(
        self, method: "grpc.aio.UnaryUnaryMultiCallable[_Request, _Response]", request: _Request
    ) -> _Response:
        with typed_errors(self.server):
            return await method(request, timeout=self.timeout_seconds)

    async def _batch(
        self,
        method: "Callable[..., _Call[_Answers]]",
        batch: Batch[_Request],
        message: Callable[[Sequence[Row[_Request]]], Message],
    ) -> AsyncIterator[_Answers]:
        """The answers to a batch; a call that breaks is followed by one for the rows that have no result yet."""
        patience = Patience(self.batch_timeout_seconds)
        broken = ServerUnavailable(f"{self.server} ended a batch before it was answered")
        try:
            while True:
                messages = (message(group) async for group in batch)
                try:
                    async for answer in self._stream(method(messages, timeout=patience.seconds_left())):
                        for result in answer.results:
                            batch.answered(result.key)
                            patience.rewarded()
                        yield answer
                    if not batch.is_open:
                        break
                    error = broken
                except ServerUnavailable as unavailable:
                    error = unavailable
                await asyncio.sleep(patience.pause_seconds(error))
        finally:
            batch.close()
        batch.finish()

    async def _stream(self, call: _Call[_Response]) -> AsyncIterator[_Response]:
        """The messages of a call; a caller who stops reading ends the call."""
        try:
            with typed_errors(self.server):
                async for message in call:
                    yield message
        finally:
            call.cancel()
