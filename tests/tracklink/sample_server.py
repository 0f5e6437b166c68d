# ruff: noqa: N802, D102 the contract names and describes the methods
"""A servicer that answers as the service does, from a few invented tracks."""

import threading
from collections.abc import Iterator

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

from tracklink.v1 import link_service_pb2 as pb
from tracklink.v1.link_service_pb2_grpc import TrackLinkServiceServicer
from tracklink.v1.track_pb2 import Evidence, Match, Track, TrackRef

MARKETS = ("", "DE")


def match_of(identifier: str, title: str, *, verdict: str = "SAME_RECORDING", confidence: float = 0.97) -> Match:
    """A candidate of the provider `catalog`."""
    same = verdict.startswith("SAME")
    return Match(
        ref=TrackRef(provider="catalog", id=identifier),
        track=Track(title=title, artists=["Die Nachtkästchen"], album="Zimmer frei", duration_ms=185_000),
        verdict=Match.Verdict.Value(f"VERDICT_{verdict}"),
        confidence=confidence,
        evidence=[
            Evidence(field="title", effect=Evidence.EFFECT_SUPPORTS, weight=3.0, detail="equal after folding"),
            Evidence(field="album", effect=Evidence.EFFECT_NEUTRAL),
            Evidence(
                field="version",
                effect=Evidence.EFFECT_SUPPORTS if same else Evidence.EFFECT_VETOES,
                detail="none on either side" if same else "live only on the offered side",
            ),
        ],
    )


def _abort(context: grpc.ServicerContext, code: grpc.StatusCode, message: str, *details: Message) -> None:
    packed = [Any() for _ in details]
    for box, detail in zip(packed, details, strict=True):
        box.Pack(detail)
    context.abort_with_status(rpc_status.to_status(Status(code=code.value[0], message=message, details=packed)))


def _abort_as_draining(context: grpc.ServicerContext) -> None:
    reason = ErrorInfo(reason="ERROR_REASON_DRAINING", domain="tracklink.v1")
    _abort(context, grpc.StatusCode.UNAVAILABLE, "the server is shutting down", reason)


def _refuse(context: grpc.ServicerContext, field: str, description: str) -> None:
    violation = BadRequest.FieldViolation(field=field, description=description)
    reason = ErrorInfo(reason="ERROR_REASON_INVALID_QUERY", domain="tracklink.v1")
    message = "the request cannot be understood"
    _abort(context, grpc.StatusCode.INVALID_ARGUMENT, message, BadRequest(field_violations=[violation]), reason)


def _violation(request: pb.FindReplacementRequest) -> tuple[str, str] | None:
    """The field at fault and its cure."""
    if request.provider not in ("catalog", "spotify", "youtube_music"):
        return "provider", f"{request.provider} is not known: one of catalog, spotify, youtube_music"
    if request.market not in MARKETS:
        return "market", f"{request.market} is no country: write an ISO 3166-1 alpha-2 code, such as DE"
    for place, isrc in enumerate(request.track.isrcs):
        if len(isrc) != 12:
            return f"track.isrcs[{place}]", "an ISRC has twelve characters"
    if not request.track.title and not request.track.refs:
        return "track", "it says nothing: give a title, an identifier or a ref"
    return None


class SampleServicer(TrackLinkServiceServicer):
    """Knows its answers by title (LinkTrack) and by dead id (FindReplacement); remembers what it was asked."""

    def __init__(self) -> None:
        self.links: dict[str, pb.LinkTrackResponse] = {}
        self.replacements: dict[str, list[pb.FindReplacementResponse]] = {}
        self.asked: list[pb.LinkTrackRequest | pb.FindReplacementRequest] = []
        self.messages: list[tuple[int, bool]] = []
        """Of each message of a stream how many rows it had, and whether they were one list."""
        self.reviews: list[pb.ReviewLinkRequest] = []
        self.unavailable_calls = 0
        self.broken_streams = 0
        """So many streams end in the middle of their first message, as when the server drains."""
        self.silent_streams = 0
        """So many streams after those end without any result."""
        self.replacements_left = -1
        """So many rows of FindReplacements are answered before the server goes away; below zero, all are."""
        self.lock = threading.Lock()
        self.endless_asked = threading.Event()

    def LinkTrack(self, request: pb.LinkTrackRequest, context: grpc.ServicerContext) -> pb.LinkTrackResponse:
        self.asked.append(request)
        if self.unavailable_calls:
            self.unavailable_calls -= 1
            _abort_as_draining(context)
        if request.track.title == "Defect":
            cause = ErrorInfo(reason="ERROR_REASON_INTERNAL", domain="tracklink.v1", metadata={"call_id": "c0ffee"})
            _abort(context, grpc.StatusCode.INTERNAL, "a defect of the server", cause)
        if request.track.title == "Endless":
            self._think_forever(context)
        return self._link(request, context)

    def _think_forever(self, context: grpc.ServicerContext) -> None:
        ended = threading.Event()
        context.add_callback(ended.set)
        self.endless_asked.set()
        ended.wait()

    def _link(self, request: pb.LinkTrackRequest, context: grpc.ServicerContext) -> pb.LinkTrackResponse:
        if any(len(isrc) != 12 for isrc in request.track.isrcs):
            _refuse(context, "track.isrcs[0]", "an ISRC has twelve characters: write it as QZABC2400001")
        if request.market not in MARKETS:
            _refuse(context, "market", f"{request.market} is no country: write an ISO 3166-1 alpha-2 code, such as DE")
        known = self.links.get(request.track.title)
        return known or pb.LinkTrackResponse(
            links=[
                pb.ProviderLink(
                    provider="catalog",
                    outcome=pb.ProviderLink.OUTCOME_NOT_IN_CATALOG,
                    reason="catalog offered nothing near",
                )
            ]
        )

    def FindReplacement(
        self, request: pb.FindReplacementRequest, context: grpc.ServicerContext
    ) -> pb.FindReplacementResponse:
        if violation := _violation(request):
            _refuse(context, *violation)
        if request.track.title == "Endless":
            self._think_forever(context)
        excluded = {ref.id for ref in request.policy.exclude_refs}
        with self.lock:
            self.asked.append(request)
            answers = self.replacements.get(request.track.refs[0].id if request.track.refs else "", [])
        for answer in answers:
            if excluded.isdisjoint(match.ref.id for match in (answer.replacement, *answer.candidates)):
                return answer
        return pb.FindReplacementResponse(
            outcome=pb.FindReplacementResponse.OUTCOME_NOT_FOUND, reason="nothing near is playable on catalog"
        )

    def LinkTracks(
        self, request_iterator: Iterator[pb.LinkTracksRequest], context: grpc.ServicerContext
    ) -> Iterator[pb.LinkTracksResponse]:
        for message in request_iterator:
            assert 1 <= len(message.rows) <= 200
            self.messages.append((len(message.rows), message.one_list))
            if self.silent_streams and not self.broken_streams:
                self.silent_streams -= 1
                _abort_as_draining(context)
            rows = message.rows[::2] if self.broken_streams else message.rows
            yield pb.LinkTracksResponse(results=[self._result(row, context) for row in reversed(rows)])
            if self.broken_streams:
                self.broken_streams -= 1
                _abort_as_draining(context)

    def _result(self, row: pb.LinkTracksRequest.Row, context: grpc.ServicerContext) -> pb.LinkTracksResponse.Result:
        result = pb.LinkTracksResponse.Result(key=row.key)
        if not row.request.track.title:
            result.error.MergeFrom(pb.CallError(code=3, message="no title"))
        elif "nosuch" in row.request.providers:
            cure = pb.CallError.Violation(field="providers[0]", description="nosuch is not known")
            result.error.MergeFrom(pb.CallError(code=3, message="refused", violations=[cure]))
        elif any(len(isrc) != 12 for isrc in row.request.track.isrcs):
            cure = pb.CallError.Violation(field="track.isrcs[0]", description="an ISRC has twelve characters")
            result.error.MergeFrom(pb.CallError(code=3, message="refused", violations=[cure]))
        else:
            result.response.MergeFrom(self._link(row.request, context))
        return result

    def FindReplacements(
        self, request_iterator: Iterator[pb.FindReplacementsRequest], context: grpc.ServicerContext
    ) -> Iterator[pb.FindReplacementsResponse]:
        for message in request_iterator:
            self.messages.append((len(message.rows), message.one_list))
            for row in message.rows:
                if self.replacements_left == 0:
                    _abort_as_draining(context)
                self.replacements_left -= 1
                yield pb.FindReplacementsResponse(results=[self._replacement(row, context)])

    def _replacement(
        self, row: pb.FindReplacementsRequest.Row, context: grpc.ServicerContext
    ) -> pb.FindReplacementsResponse.Result:
        result = pb.FindReplacementsResponse.Result(key=row.key)
        if violation := _violation(row.request):
            field, description = violation
            cure = pb.CallError.Violation(field=field, description=description)
            result.error.MergeFrom(pb.CallError(code=3, message="refused", violations=[cure]))
        else:
            result.response.MergeFrom(self.FindReplacement(row.request, context))
        return result

    def ReviewLink(self, request: pb.ReviewLinkRequest, context: grpc.ServicerContext) -> pb.ReviewLinkResponse:
        if request.ref.provider == "walkman":
            _refuse(context, "ref.provider", "walkman is no provider")
        self.reviews.append(request)
        review = pb.Review(track=request.track, ref=request.ref, decision=pb.Review.DECISION_PINNED)
        return pb.ReviewLinkResponse(review=review, changed=True)

    def ListReviews(self, request: pb.ListReviewsRequest, _context: grpc.ServicerContext) -> Iterator[pb.Review]:
        for number in range(3):
            yield pb.Review(ref=TrackRef(provider=request.provider or "catalog", id=str(number)))

    def ListProviders(
        self, request: pb.ListProvidersRequest, _context: grpc.ServicerContext
    ) -> pb.ListProvidersResponse:
        status = pb.ProviderStatus
        return pb.ListProvidersResponse(
            providers=[
                status(
                    name="catalog",
                    enabled=True,
                    configured=True,
                    capabilities=[status.CAPABILITY_LOOKUP_ID, status.CAPABILITY_SEARCH],
                    duration_precision_ms=1,
                ),
                status(
                    name="spotify",
                    enabled=True,
                    missing_settings=["SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET"],
                    capabilities=[status.CAPABILITY_SEARCH, 99],
                    duration_precision_ms=1,
                    circuit=status.CIRCUIT_OPEN,
                    quota=status.Quota(requests=100, period_seconds=30, remaining=7),
                ),
            ]
        )
