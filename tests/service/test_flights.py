"""The same question from several processes, each a house of its own over one database: one request goes upstream."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from domain.answer import LinkAnswer, Outcome
from domain.deadline import Deadline
from domain.query import CacheUse, TrackQuery
from domain.replacement import ReplacementAnswer, ReplacementOutcome
from repositories.database import Database, open_database
from repositories.flight_store import SqlFlightStore
from service.flights import Flights
from tests.service.house import House
from tests.service.plugins import Jukebox, LiveShelf
from tracklink.plugin import Candidate, ProviderUnavailable, Track, TrackRef

ASKED = Track(title="Slow Ferry", artists=("Ines Varga",), duration_ms=214_000)
DEAD = Candidate(ref=TrackRef("box", "dead"), track=ASKED, available=False)


def jukebox(name: str) -> Jukebox:
    """One that has the track and answers when it is told to."""
    box = Jukebox(name, Candidate(ref=TrackRef(name, "1"), track=ASKED, available=True))
    box.may_answer.clear()
    return box


@pytest.fixture
def box() -> Jukebox:
    """The provider that all processes ask."""
    return jukebox("box")


@asynccontextmanager
async def processes(count: int, database: Database, folder: Path, *boxes: Jukebox) -> AsyncIterator[list[House]]:
    """Several houses over one database, which ask the same providers."""
    houses = [House(database, folder, {box.declaration.name: LiveShelf(box) for box in boxes}) for _ in range(count)]
    yield houses
    for box in boxes:
        box.may_answer.set()
    for house in houses:
        await house.close()


@pytest.fixture
async def four(database: Database, tmp_path: Path, box: Jukebox) -> AsyncIterator[list[House]]:
    """Four processes."""
    async with processes(4, database, tmp_path, box) as houses:
        yield houses


async def asked_of(box: Jukebox) -> None:
    """Wait until the provider is asked."""
    await asyncio.to_thread(box.is_asked.wait, 10)


def outcomes(answers: list[LinkAnswer]) -> set[tuple[Outcome, ...]]:
    """What the callers were told."""
    return {tuple(link.outcome for link in answer.links) for answer in answers}


async def test_four_processes_make_one_request(four: list[House], box: Jukebox) -> None:
    """The other three wait for the first one's answer and read it."""
    asking = asyncio.gather(
        *(house.link(ASKED, providers=("box",), timeout_seconds=60) for house in four for _ in range(250))
    )
    await asked_of(box)
    box.may_answer.set()
    answers = await asking

    assert outcomes(answers) == {(Outcome.LINKED,)}
    assert box.asked == ["search"]
    assert sum(answer.links[0].from_cache for answer in answers) == 750


async def test_who_asks_for_more_providers_shares_what_is_under_way(database: Database, tmp_path: Path) -> None:
    """Deezer asked by one caller is not asked again by one who wants Tidal too, nor by one who looks closer."""
    deezer, tidal = jukebox("deezer"), jukebox("tidal")
    async with processes(2, database, tmp_path, deezer, tidal) as (first, second):
        alone = asyncio.create_task(first.link(ASKED, providers=("deezer",)))
        await asked_of(deezer)
        both = asyncio.create_task(first.link(ASKED, providers=("deezer", "tidal")))
        other = asyncio.create_task(second.link(ASKED, providers=("tidal", "deezer"), max_age_seconds=5))
        await asked_of(tidal)
        deezer.may_answer.set()
        tidal.may_answer.set()
        answers = await asyncio.gather(alone, both, other)

    assert outcomes(answers) == {(Outcome.LINKED,), (Outcome.LINKED, Outcome.LINKED)}
    assert (deezer.asked, tidal.asked) == (["search"], ["search"])


async def test_a_refresh_is_shared(four: list[House], box: Jukebox) -> None:
    """Four callers of REFRESH at once cost one request, and each gets the new answer."""
    box.may_answer.set()
    await four[0].link(ASKED, providers=("box",))
    box.may_answer.clear()
    box.is_asked.clear()
    for house in four:
        house.clock.move(days=1)
    refreshing = [house.link(ASKED, providers=("box",), cache=CacheUse.REFRESH) for house in four]
    asking = asyncio.gather(*refreshing)
    await asked_of(box)
    box.may_answer.set()
    answers = await asking

    assert {answer.links[0].checked_at for answer in answers} == {four[0].clock.now}
    assert box.asked == ["search", "search"]


async def test_a_failure_is_not_waited_for_twice(four: list[House], box: Jukebox) -> None:
    """Who waited for one that failed asks for himself."""
    box.error = ProviderUnavailable("box", "HTTP 503")
    asking = asyncio.gather(*(house.link(ASKED, providers=("box",)) for house in four))
    await asked_of(box)
    box.may_answer.set()

    assert outcomes(await asking) == {(Outcome.PROVIDER_UNAVAILABLE,)}
    assert 1 <= len(box.asked) <= 4


async def test_a_process_that_died_is_not_waited_for(database: Database, four: list[House], box: Jukebox) -> None:
    """Its lease runs out, and the next one asks."""
    box.may_answer.set()
    live = four[0]
    dead = Flights(SqlFlightStore(database), lease=timedelta(seconds=0.1))
    query, deadline = TrackQuery(track=ASKED, providers=("box",)), Deadline.after(5)
    situation = await live.memory.recall(query, deadline)
    async with dead.board([situation.flight("box")], deadline):
        await dead.end()
        answer = await live.link(ASKED, providers=("box",))

    assert answer.links[0].outcome is Outcome.LINKED
    assert box.asked == ["search"]


async def test_a_process_that_lives_keeps_its_flight(four: list[House], box: Jukebox) -> None:
    """A lease much shorter than the flight is renewed; only who has no more time asks besides."""
    first, hasty = four[:2]
    first.restart(Flights(SqlFlightStore(first.database), lease=timedelta(seconds=0.1)))
    asking = asyncio.create_task(first.link(ASKED, providers=("box",)))
    await asked_of(box)
    await hasty.link(ASKED, providers=("box",), timeout_seconds=0.6)
    box.may_answer.set()
    await asking

    assert box.asked == ["search", "search"]


async def test_who_has_more_time_does_not_take_a_hasty_ones_failure(four: list[House], box: Jukebox) -> None:
    """In one process, where the same question would else be shared: the hasty caller ends alone."""
    house = four[0]
    hasty = asyncio.create_task(house.link(ASKED, providers=("box",), timeout_seconds=0.2))
    patient = asyncio.create_task(house.link(ASKED, providers=("box",), timeout_seconds=60))
    too_soon = await hasty
    box.may_answer.set()

    assert outcomes([too_soon]) == {(Outcome.TIMED_OUT,)}
    assert outcomes([await patient]) == {(Outcome.LINKED,)}


async def test_many_questions_at_once_are_all_answered(four: list[House], box: Jukebox) -> None:
    """Two hundred callers of fifty questions hold no connection while they wait: a few are enough."""
    box.may_answer.set()
    tracks = [Track(title=f"Slow Ferry {number}", artists=("Ines Varga",)) for number in range(50)]
    asking = (house.link(track, providers=("box",), timeout_seconds=60) for house in four for track in tracks)
    answers = await asyncio.gather(*asking)

    assert len(box.asked) == 50
    assert len(outcomes(answers)) == 1


async def test_without_postgres_everybody_asks(tmp_path: Path, box: Jukebox) -> None:
    """Nobody waits for a store that does not answer."""
    box.may_answer.set()
    database = open_database("postgresql://nobody@127.0.0.1:1/nowhere", tmp_path)
    async with processes(2, database, tmp_path, box) as houses:
        answers = [await house.link(ASKED, providers=("box",)) for house in houses]
    await database.close()

    assert outcomes(answers) == {(Outcome.LINKED,)}


async def test_a_replacement_is_looked_for_once(four: list[House], box: Jukebox) -> None:
    """FindReplacement shares its question likewise."""
    box.tracks = (DEAD, *box.tracks)
    track = Track(refs=(DEAD.ref,))
    asking = asyncio.gather(*(house.replace(track, provider="box") for house in four for _ in range(25)))
    await asked_of(box)
    box.may_answer.set()
    answers: list[ReplacementAnswer] = await asking

    assert {answer.outcome for answer in answers} == {ReplacementOutcome.REPLACED}
    assert box.asked == ["lookup", "search"]
