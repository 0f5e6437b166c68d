"""LinkTracks over five live providers: what many rows cost them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from providers.registry import DECLARATIONS
from repositories.database import Database
from service.wire.providers import KnownProviders
from tests.service.five import ISRC, NAMES, TITLE, Five, five
from tests.service.running import USE_CASES, Running, serving
from tests.service.test_server_streams import sent
from tracklink.v1 import link_service_pb2 as link

Results = list[link.LinkTracksResponse.Result]


@pytest.fixture(name="world")
async def _world(database: Database, tmp_path: Path) -> AsyncIterator[Five]:
    async with five(database, tmp_path) as world:
        yield world


@asynccontextmanager
async def served(world: Five) -> AsyncIterator[Running]:
    """A server over their house."""
    linking, replacing = world.house.link_track, world.house.find_replacement
    cases = replace(
        USE_CASES,
        link_track=linking,
        recall_links=linking.recall,
        find_replacement=replacing,
        recall_replacements=replacing.recall,
    )
    async with serving(cases, known=KnownProviders(DECLARATIONS, frozenset(NAMES))) as running:
        yield running


async def linked(running: Running, *tracks: dict[str, object], providers: tuple[str, ...] = NAMES) -> Results:
    """The results of one message, its rows numbered."""
    rows = [
        {"key": f"{place}", "request": {"track": track, "providers": providers}} for place, track in enumerate(tracks)
    ]
    stream = running.stub.LinkTracks(sent(link.LinkTracksRequest(rows=rows)))
    return [result async for message in stream for result in message.results]


def unheard(number: int) -> link.LinkTracksRequest:
    """A full message of tracks that nobody knows."""
    tracks = [{"title": f"Unheard {number} {place}", "artists": ["Ida Falk"]} for place in range(200)]
    rows = [{"key": f"{place}", "request": {"track": one, "providers": NAMES}} for place, one in enumerate(tracks)]
    return link.LinkTracksRequest(rows=rows)


async def test_forty_rows_of_isrcs_are_two_requests_to_tidal(world: Five) -> None:
    """Or two more where the machine is too busy to put all rows to work in time; each row gets its own answer."""
    isrcs = [ISRC, *(f"QZTST22{number:05}" for number in range(39))]
    async with served(world) as running:
        results = await linked(running, *({"isrcs": [isrc]} for isrc in isrcs), providers=("tidal",))

    outcomes = {result.key: result.response.links[0].outcome for result in results}
    assert outcomes.pop("0") == link.ProviderLink.OUTCOME_LINKED
    assert set(outcomes.values()) == {link.ProviderLink.OUTCOME_NOT_IN_CATALOG}
    assert len(outcomes) == 39
    assert 2 <= world.questions()["tidal"] <= 4


async def test_a_row_that_is_repeated_costs_nothing_more(world: Five) -> None:
    """One request to each provider for ten rows, and none for ten more."""
    track: dict[str, object] = {"title": TITLE, "artists": ["Ida Falk"]}
    async with served(world) as running:
        for _ in range(2):
            results = await linked(running, *[track] * 10)
            assert all(one.outcome == link.ProviderLink.OUTCOME_LINKED for one in results[0].response.links)
            assert len(results) == 10

    assert world.questions() == dict.fromkeys(NAMES, 1)


async def test_replacements_that_are_known_are_not_asked_for(world: Five) -> None:
    """One search for three rows that ask the same, and none for the next three."""
    rows = [
        link.FindReplacementsRequest.Row(
            key=f"{place}",
            request={"provider": "deezer", "gone": True, "track": {"title": TITLE, "artists": ["Ida Falk"]}},
        )
        for place in range(3)
    ]

    async def asked() -> AsyncIterator[link.FindReplacementsRequest]:
        yield link.FindReplacementsRequest(rows=rows)

    async with served(world) as running:
        for from_cache in (False, True):
            stream = running.stub.FindReplacements(asked())
            results = [result async for message in stream for result in message.results]
            assert sorted(result.key for result in results) == ["0", "1", "2"]
            assert {result.response.outcome for result in results} == {link.FindReplacementResponse.OUTCOME_REPLACED}
            assert all(result.response.from_cache == from_cache for result in results)

    assert world.questions()["deezer"] == 1


async def test_a_stream_that_is_cancelled_asks_no_more(world: Five) -> None:
    """What waits for a thread is never asked; what has one ends by itself."""
    world.services["deezer"].delay_seconds = 0.2
    tracks: list[dict[str, object]] = [{"title": f"Unheard {number}", "artists": ["Ida Falk"]} for number in range(64)]
    async with served(world) as running:
        asking = asyncio.ensure_future(linked(running, *tracks, providers=("deezer",)))
        while not world.services["deezer"].questions:
            await running.stub.ListProviders(link.ListProvidersRequest())
        asking.cancel()
        await asyncio.wait([asking])
        await running.drain()
        await world.house.close()

    assert world.questions()["deezer"] < len(tracks) / 2


async def test_streams_that_are_cancelled_leave_nothing(world: Five) -> None:
    """At whatever moment: no task goes on, no row stays at work, and nobody is asked for those who left."""
    world.services["deezer"].delay_seconds = 0.2
    async with served(world) as running:
        await linked(running, {"title": TITLE}, providers=("deezer",))
        at_rest = len(asyncio.all_tasks())
        for number in range(24):
            stream = running.stub.LinkTracks(sent(unheard(number)))
            for _ in range(number % 12):
                await running.stub.ListProviders(link.ListProvidersRequest())
            stream.cancel()
        async with asyncio.timeout(3):
            while len(asyncio.all_tasks()) > at_rest:
                await running.stub.ListProviders(link.ListProvidersRequest())
