"""A real server on a free port, over use cases that a test states as functions."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import grpc
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from grpc_status import rpc_status
from prometheus_client import CollectorRegistry

from domain.answer import LinkAnswer, Outcome, ProviderLink
from domain.provider_status import ProviderStatus
from domain.query import ReplacementQuery, TrackQuery
from domain.replacement import ReplacementAnswer, ReplacementOutcome
from domain.review import Decision, Review, ReviewAnswer, ReviewQuery
from providers.registry import DECLARATIONS
from service.address import Address
from service.batch import Streams
from service.gate import Gate
from service.metrics import Metrics
from service.pace import Pace
from service.server import Server
from service.servicer import Servicer
from service.time_limits import TimeLimits
from service.use_cases import UseCases
from service.wire.providers import KnownProviders
from tracklink.plugin import Track, TrackRef
from tracklink.v1.link_service_pb2_grpc import TrackLinkServiceStub

if TYPE_CHECKING:
    from tracklink.v1.link_service_pb2_grpc import TrackLinkServiceAsyncStub

KNOWN = KnownProviders(DECLARATIONS, frozenset(DECLARATIONS) - {"tidal"})
REVIEW = Review(
    track=Track(title="Lantern Song"),
    ref=TrackRef("catalog", "c-1"),
    decision=Decision.PINNED,
    reviewed_at=datetime(2026, 1, 1, tzinfo=UTC),
)


async def link_track(query: TrackQuery, _timeout_seconds: float) -> LinkAnswer:
    """Nothing is in any catalog, and the cache knew the first provider's answer."""
    links = [
        ProviderLink(provider=name, outcome=Outcome.NOT_IN_CATALOG, reason="Nothing near.", from_cache=place == 0)
        for place, name in enumerate(query.providers)
    ]
    return LinkAnswer(recording=query.track, sources={"title": "query"}, links=tuple(links))


async def find_replacement(_query: ReplacementQuery, _timeout_seconds: float) -> ReplacementAnswer:
    """Nothing is found."""
    return ReplacementAnswer(outcome=ReplacementOutcome.NOT_FOUND, reason="Nothing near.", from_cache=True)


async def review_link(_query: ReviewQuery) -> ReviewAnswer:
    """The review stands."""
    return ReviewAnswer(review=REVIEW, changed=True)


async def list_reviews(_provider: str | None) -> AsyncIterator[Review]:
    """Two reviews."""
    yield REVIEW
    yield replace(REVIEW, decision=Decision.FORBIDDEN)


async def list_providers() -> tuple[ProviderStatus, ...]:
    """Every provider, none of them ready."""
    return tuple(
        ProviderStatus(declaration=declaration, enabled=True, configured=False, missing_settings=("SOME_KEY",))
        for declaration in DECLARATIONS.values()
    )


async def recall(queries: Sequence[object], _timeout_seconds: float) -> Sequence[None]:
    """Nothing is known."""
    return [None] * len(queries)


USE_CASES = UseCases(
    link_track=link_track,
    recall_links=recall,
    find_replacement=find_replacement,
    recall_replacements=recall,
    review_link=review_link,
    list_reviews=list_reviews,
    list_providers=list_providers,
)


@dataclass
class Running:
    """A server that listens, and a channel to it."""

    server: Server
    address: Address
    channel: grpc.aio.Channel
    registry: CollectorRegistry
    drained: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def stub(self) -> "TrackLinkServiceAsyncStub":
        """What a caller calls."""
        return TrackLinkServiceStub(self.channel)

    async def drain(self) -> None:
        """Let the server take its leave, once."""
        if not self.drained.is_set():
            self.drained.set()
            await self.server.drain()


@asynccontextmanager
async def listening(
    use_cases: UseCases = USE_CASES,
    *,
    timeout_seconds: float = 10,
    most_calls: int = 100,
    known: KnownProviders = KNOWN,
) -> AsyncIterator[Running]:
    """A server that listens and does not answer yet."""
    registry = CollectorRegistry()
    gate, limits = Gate(most_calls), TimeLimits(timeout_seconds, longest_seconds=5 * timeout_seconds)
    servicer = Servicer(use_cases, known, limits, Streams(Pace({}, timeout_seconds), gate.draining))
    server = Server(servicer, gate, Metrics(registry))
    address = await server.start(Address("127.0.0.1", 0))
    async with grpc.aio.insecure_channel(str(address)) as channel:
        running = Running(server, address, channel, registry)
        yield running
        await running.drain()


@asynccontextmanager
async def serving(
    use_cases: UseCases = USE_CASES,
    *,
    timeout_seconds: float = 10,
    most_calls: int = 100,
    known: KnownProviders = KNOWN,
) -> AsyncIterator[Running]:
    """A server that answers."""
    async with listening(use_cases, timeout_seconds=timeout_seconds, most_calls=most_calls, known=known) as running:
        await running.server.serve()
        yield running


def details_of(error: grpc.aio.AioRpcError) -> Iterator[Message]:
    """The details of a rich status."""
    status = rpc_status.from_call(error)
    assert status is not None
    for packed in status.details:
        for kind in (ErrorInfo, BadRequest, RetryInfo):
            message = kind()
            if packed.Unpack(message):
                yield message


def reason_of(error: grpc.aio.AioRpcError) -> str:
    """The reason of the ErrorInfo."""
    return next(detail.reason for detail in details_of(error) if isinstance(detail, ErrorInfo))


def violations_of(error: grpc.aio.AioRpcError) -> dict[str, str]:
    """Field -> description."""
    bad = next(detail for detail in details_of(error) if isinstance(detail, BadRequest))
    return {violation.field: violation.description for violation in bad.field_violations}
