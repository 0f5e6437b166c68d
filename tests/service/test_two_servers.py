"""Two server processes on one database, each with answers in memory for an hour."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

import grpc
import pytest
from sqlalchemy import text

from repositories.catalog_import import import_file
from repositories.database import Database
from tests.service.started import started
from tracklink.v1 import link_service_pb2 as link
from tracklink.v1.link_service_pb2_grpc import TrackLinkServiceStub

if TYPE_CHECKING:
    from tracklink.v1.link_service_pb2_grpc import TrackLinkServiceAsyncStub

LANTERNS = {"title": "Paper Lanterns", "artists": ["The Tidewater Choir"], "duration_ms": 201_000}
QUESTION = link.LinkTrackRequest(track=LANTERNS, providers=["catalog"])
Pair: TypeAlias = "tuple[TrackLinkServiceAsyncStub, TrackLinkServiceAsyncStub]"
LINKED = link.ProviderLink.OUTCOME_LINKED
END_LISTENERS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
)


@pytest.fixture
async def pair(database: Database, database_url: str, tmp_path: Path) -> AsyncIterator[Pair]:
    """Both know the track, from memory."""
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        '{"id": "c-1", "title": "Paper Lanterns", "artists": ["The Tidewater Choir"], "duration_ms": 201000}'
    )
    await asyncio.to_thread(import_file, database, "catalog", rows)
    variables = {"DATABASE_URL": database_url, "TRACKLINKD_ANSWERS__MEMORY_SECONDS": "3600"}
    with ExitStack() as stack:
        servers = [stack.enter_context(started(tmp_path, **variables)) for _ in range(2)]
        channels = [grpc.aio.insecure_channel(server.address) for server in servers]
        one, other = (TrackLinkServiceStub(channel) for channel in channels)
        for stub in (one, other):
            outcomes = [(await stub.LinkTrack(QUESTION)).links[0].outcome for _ in range(4)]
            assert outcomes == [LINKED] * 4
        yield one, other
        for channel in channels:
            await channel.close()


async def forbid(stub: "TrackLinkServiceAsyncStub") -> None:
    """Let nobody be given the track again."""
    request = link.ReviewLinkRequest(
        track=LANTERNS, ref={"provider": "catalog", "id": "c-1"}, action=link.ReviewLinkRequest.ACTION_FORBID
    )
    await stub.ReviewLink(request)


async def until_it_obeys(stub: "TrackLinkServiceAsyncStub") -> float:
    """Ask until the forbidden track is told no more; the seconds that it took."""
    began = monotonic()
    while (await stub.LinkTrack(QUESTION)).links[0].outcome == LINKED:
        assert monotonic() - began < 10
    return monotonic() - began


async def test_a_forbidden_pair_is_obeyed_by_both(
    pair: Pair,
) -> None:
    """By the one that was told in its very next answer, by the other as soon as it hears; and it stays so."""
    one, other = pair
    await forbid(one)
    assert (await one.LinkTrack(QUESTION)).links[0].outcome != LINKED
    await until_it_obeys(other)
    for stub in pair:
        assert [(await stub.LinkTrack(QUESTION)).links[0].outcome == LINKED for _ in range(3)] == [False] * 3


async def test_a_word_that_was_lost_is_made_up_for(pair: Pair, database: Database) -> None:
    """A server whose listening was cut off tells nothing from memory until it listens again, and nothing of before."""
    one, other = pair
    async with database.engine.connect() as connection:
        await connection.execute(END_LISTENERS)
    await forbid(one)
    await until_it_obeys(other)
