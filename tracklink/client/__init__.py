"""The Python client: `TrackLinkClient` for plain code, `AsyncTrackLinkClient` for asyncio.

    from tracklink.client import TrackLinkClient

    with TrackLinkClient() as client:
        answer = client.link_track(title="Ocean Floor", artists=["The Paper Kites"], providers=["catalog"])

Messages in and out are the protobuf messages of `tracklink.v1`, importable from here. Everything that can go wrong
is a `TrackLinkError`; the tree stands in `tracklink.client.errors`.
"""

from tracklink.client.aio import AsyncTrackLinkClient
from tracklink.client.blocking import TrackLinkClient
from tracklink.client.channel import DEFAULT_SERVER, SERVER_VARIABLE
from tracklink.client.errors import (
    DeadlineExceeded,
    InvalidRequest,
    InvalidServer,
    ServerError,
    ServerOverloaded,
    ServerUnavailable,
    TrackLinkError,
    Violation,
)
from tracklink.client.requests import link_request, replacement_request
from tracklink.v1.error_reason_pb2 import ErrorReason
from tracklink.v1.link_service_pb2 import (
    CallError,
    FindReplacementRequest,
    FindReplacementResponse,
    FindReplacementsResponse,
    LinkTrackRequest,
    LinkTrackResponse,
    LinkTracksResponse,
    ListProvidersResponse,
    ProviderLink,
    ProviderStatus,
    Review,
    ReviewLinkRequest,
    ReviewLinkResponse,
)
from tracklink.v1.track_pb2 import Evidence, Match, Track, TrackRef

__all__ = [
    "DEFAULT_SERVER",
    "SERVER_VARIABLE",
    "AsyncTrackLinkClient",
    "CallError",
    "DeadlineExceeded",
    "ErrorReason",
    "Evidence",
    "FindReplacementRequest",
    "FindReplacementResponse",
    "FindReplacementsResponse",
    "InvalidRequest",
    "InvalidServer",
    "LinkTrackRequest",
    "LinkTrackResponse",
    "LinkTracksResponse",
    "ListProvidersResponse",
    "Match",
    "ProviderLink",
    "ProviderStatus",
    "Review",
    "ReviewLinkRequest",
    "ReviewLinkResponse",
    "ServerError",
    "ServerOverloaded",
    "ServerUnavailable",
    "Track",
    "TrackLinkClient",
    "TrackLinkError",
    "TrackRef",
    "Violation",
    "link_request",
    "replacement_request",
]
