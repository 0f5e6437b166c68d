"""One process that serves, put together: stores, providers, use cases, server; and its life from start to drain."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import structlog
from prometheus_client import REGISTRY

from providers.registry import DECLARATIONS, Stores, build_sources
from repositories.answer_store import SqlAnswerStore
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database
from repositories.flight_store import SqlFlightStore
from repositories.link_store import SqlLinkStore
from repositories.quota_store import SqlQuotaStore
from repositories.replacement_store import SqlReplacementStore
from repositories.review_store import SqlReviewStore
from repositories.revision import bring_up_to_date
from service.address import Address
from service.answer_memory import AnswerMemory
from service.answers import Answers
from service.batch import Streams
from service.call_log import LogCall
from service.config import Settings
from service.find_replacement import FindReplacement
from service.fingerprint import fingerprint
from service.flights import Flights
from service.gate import Gate
from service.gather import Gather
from service.link_track import LinkTrack
from service.list_providers import ListProviders
from service.memory import Memory
from service.metrics import Metrics
from service.pace import Pace
from service.refreshes import Refreshes
from service.replacement_memory import ReplacementMemory
from service.review import ReviewLink
from service.server import Server
from service.servicer import Servicer
from service.settle import settle
from service.signals import stop_on_signals, stop_with_parent
from service.upstream import Upstream
from service.use_cases import UseCases
from service.wire.providers import KnownProviders

logger = structlog.get_logger()


async def run_house(
    settings: Settings, database: Database, address: Address, log_call: LogCall, *, has_parent: bool = False
) -> None:
    """Serve until a signal to stop, or a parent's end, then drain.

    Prints the one line `listening on HOST:PORT` when calls are answered. Closes the database in the end.
    Raises StoreUnavailable or DatabaseNotStarted when it cannot be made ready.
    """
    stop = stop_on_signals()
    if has_parent:
        stop_with_parent(stop)
    metrics = Metrics(REGISTRY)
    refreshes = Refreshes(settings.refresh.limits(settings.default_timeout_seconds), metrics.refresh)
    flights = Flights(SqlFlightStore(database))
    answers = _answers(settings, database)
    listening = asyncio.create_task(database.changes.listen())
    with _gather(settings, database, metrics) as gather:
        use_cases = _use_cases(settings, database, gather, refreshes, flights)
        gate = Gate(settings.max_concurrent_calls)
        streams = Streams(Pace(gather.quotas, settings.default_timeout_seconds), gate.draining)
        server = Server(_servicer(settings, use_cases, streams, answers), gate, metrics, log_call)
        try:
            bound = await server.start(address)
            if await _ready(database, stop):
                await server.serve()
                sys.stdout.write(f"listening on {bound}\n")
                sys.stdout.flush()
                await stop.wait()
                logger.info("draining")
        finally:
            await server.drain()
            await refreshes.end()
            await flights.end()
            await answers.end()
            listening.cancel()
            await database.close()


async def _ready(database: Database, stop: asyncio.Event) -> bool:
    """Whether the database was migrated and its pool is warm before a signal came."""
    opening = asyncio.create_task(_open(database))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({opening, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not opening.done():
        opening.cancel()
        return False
    await opening
    return not stop.is_set()


async def _open(database: Database) -> None:
    await asyncio.to_thread(bring_up_to_date, database.url)
    await database.warm()
    await SqlFlightStore(database).forget_dead()
    settle()


@contextmanager
def _gather(settings: Settings, database: Database, metrics: Metrics) -> Iterator[Gather]:
    stores = Stores(SqlCatalogStore(database.sync_engine), SqlQuotaStore(database.sync_engine))
    gather = Gather(build_sources(stores, settings.reaches, os.environ, metrics.upstream), metrics.upstream)
    try:
        yield gather
    finally:
        gather.close()


def _servicer(settings: Settings, use_cases: UseCases, streams: Streams, answers: Answers) -> Servicer:
    known = KnownProviders(DECLARATIONS, settings.enabled_providers)
    return Servicer(use_cases, known, settings.time_limits, streams, answers)


def _answers(settings: Settings, database: Database) -> Answers:
    kept = settings.answers
    memory = AnswerMemory(database.changes, kept.memory_limits)
    store = None if kept.stored_age is None else SqlAnswerStore(database, kept.stored_age)
    return Answers(memory, store, _now, fingerprint(settings, DECLARATIONS))


def _use_cases(
    settings: Settings, database: Database, gather: Gather, refreshes: Refreshes, flights: Flights
) -> UseCases:
    links = SqlLinkStore(database)
    memory = Memory(links, settings.freshness, gather.precision_ms, _now)
    replacements = ReplacementMemory(links, SqlReplacementStore(database.engine), settings.freshness, _now)
    reviews = ReviewLink(SqlReviewStore(database), _now)
    link_track = LinkTrack(memory, Upstream(memory, gather, flights), refreshes)
    find_replacement = FindReplacement(replacements, gather, flights)
    return UseCases(
        link_track=link_track,
        recall_links=link_track.recall,
        find_replacement=find_replacement,
        recall_replacements=find_replacement.recall,
        review_link=reviews,
        list_reviews=reviews.list_reviews,
        list_providers=ListProviders(DECLARATIONS.values(), gather),
    )


def _now() -> datetime:
    return datetime.now(UTC)
