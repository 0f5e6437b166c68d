"""The client for plain code."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import sleep
from typing import Protocol, Self, TypeVar, Unpack

import grpc
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

    def __iter__(self) -> Iterator[_Message_co]: ...
    def cancel(self) -> object: ...


class TrackLinkClient:
    """A connection to one server, for use in a `with` block; safe to share between threads.

    `server` is HOST:PORT (absent: TRACKLINK_SERVER, else 127.0.0.1:50051). Every call ends within `timeout_seconds`,
    a whole batch or listing within `batch_timeout_seconds`. A call that finds the server unavailable is retried with
    growing pauses inside that time. `credentials` turn TLS on. Methods raise TrackLinkError.
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
            grpc.secure_channel(self.server, credentials, options)
            if credentials
            else grpc.insecure_channel(self.server, options)
        )
        self._stub = TrackLinkServiceStub(self._channel)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; calls under way fail."""
        self._channel.close()

    def link_track(self, request: LinkTrackRequest | None = None, **pieces: Unpack[LinkPieces]) -> LinkTrackResponse:
        """Where a track is: one ProviderLink per wanted provider, even if all failed.

        Give a request, or its pieces: `link_track(title="...", artists=["..."])`.
        """
        return self._ask(self._stub.LinkTrack, link_request(**pieces) if request is None else request)

    def find_replacement(
        self, request: FindReplacementRequest | None = None, **pieces: Unpack[ReplacementPieces]
    ) -> FindReplacementResponse:
        """A playable track in place of one that is gone, or why there is none.

        Give a request, or its pieces: `find_replacement(provider="deezer", id="661485")`.
        """
        return self._ask(self._stub.FindReplacement, replacement_request(**pieces) if request is None else request)

    def review_link(self, request: ReviewLinkRequest) -> ReviewLinkResponse:
        """Record a person's judgement on a pair; it is durable when this returns."""
        return self._ask(self._stub.ReviewLink, request)

    def list_providers(self) -> ListProvidersResponse:
        """What each provider can do, and whether it is ready."""
        return self._ask(self._stub.ListProviders, ListProvidersRequest())

    def list_reviews(self, provider: str = "") -> Iterator[Review]:
        """The judgements in force, oldest first; of one provider, or of all."""
        call = self._stub.ListReviews(ListReviewsRequest(provider=provider), timeout=self.batch_timeout_seconds)
        yield from self._stream(call)

    def link_tracks(
        self, rows: Iterable[tuple[str, LinkTrackRequest]], *, one_list: bool = False
    ) -> Iterator[LinkTracksResponse.Result]:
        """link_track for many: (key, request) in, results with their keys out in the order in which they are done.

        A row that fails comes as a result with `error` and ends nothing. Rows whose call breaks without a result for
        them, because the server drains or is lost, are sent again in another. The rows are read on another thread;
        what reading them raises is raised here, once the answers under way are in.

        With `one_list` the rows are one album or playlist: no two of them get the same track, unless they are the same
        recording. That holds among up to 200 rows; of more, each 200 in turn are a list of their own. Results of a list
        come together, when the last of its rows has its answer.
        """

        def message(group: Sequence[Row[LinkTrackRequest]]) -> LinkTracksRequest:
            return LinkTracksRequest(
                rows=[LinkTracksRequest.Row(key=key, request=one) for key, one in group], one_list=one_list
            )

        for answer in self._batch(self._stub.LinkTracks, Batch(rows, one_list=one_list), message):
            yield from answer.results

    def find_replacements(
        self, rows: Iterable[tuple[str, FindReplacementRequest]], *, one_list: bool = False
    ) -> Iterator[FindReplacementsResponse.Result]:
        """find_replacement for many, with the rules of link_tracks."""

        def message(group: Sequence[Row[FindReplacementRequest]]) -> FindReplacementsRequest:
            return FindReplacementsRequest(
                rows=[FindReplacementsRequest.Row(key=key, request=one) for key, one in group], one_list=one_list
            )

        for answer in self._batch(self._stub.FindReplacements, Batch(rows, one_list=one_list), message):
            yield from answer.results

    def _ask(self, method: "grpc.UnaryUnaryMultiCallable[_Request, _Response]", request: _Request) -> _Response:
        with typed_errors(self.server):
            return method(request, timeout=self.timeout_seconds)

    def _batch(
        self,
        method: "Callable[..., _Call[_Answers]]",
        batch: Batch[_Request],
        message: Callable[[Sequence[Row[_Request]]], Message],
    ) -> Iterator[_Answers]:
        """The answers to a batch; a call that breaks is followed by one for the rows that have no result yet."""
        patience = Patience(self.batch_timeout_seconds)
        broken = ServerUnavailable(f"{self.server} ended a batch before it was answered")
        try:
            while True:
                messages = (message(group) for group in batch)
                try:
                    for answer in self._stream(method(messages, timeout=patience.seconds_left())):
                        for result in answer.results:
                            batch.answered(result.key)
                            patience.rewarded()
                        yield answer
                    if not batch.is_open:
                        break
                    error = broken
                except ServerUnavailable as unavailable:
                    error = unavailable
                sleep(patience.pause_seconds(error))
        finally:
            batch.close()
        batch.finish()

    def _stream(self, call: _Call[_Response]) -> Iterator[_Response]:
        """The messages of a call; a caller who stops reading ends the call."""
        try:
            with typed_errors(self.server):
                yield from call
        finally:
            call.cancel()
