"""A thousand callers who ask the same at the same time, and nobody knows the answer yet."""

import asyncio
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from domain.answer import LinkAnswer
from domain.query import TrackQuery
from repositories.database import Database
from tests.service.house import House
from tests.service.house_child import run_together
from tests.service.plugins import Jukebox, LiveShelf
from tests.service.running import USE_CASES, serving
from tracklink.plugin import Candidate, Track, TrackRef
from tracklink.v1 import link_service_pb2 as link

CALLERS = 1_000
TRACK = Track(title="Slow Ferry", artists=("Ines Varga",), duration_ms=214_000)
REQUEST = link.LinkTrackRequest(
    track={"title": "Slow Ferry", "artists": ["Ines Varga"], "duration_ms": 214_000}, providers=["deezer", "spotify"]
)


def jukebox(name: str) -> Jukebox:
    """One that has the track and answers when it is told to."""
    box = Jukebox(name, Candidate(ref=TrackRef(name, "1"), track=TRACK))
    box.may_answer.clear()
    return box


async def test_of_one_server_they_cost_one_request(database: Database, tmp_path: Path) -> None:
    """To each provider, though they want more or fewer alternatives and wait for different times."""
    boxes = [jukebox("deezer"), jukebox("spotify")]
    house = House(database, tmp_path, {box.declaration.name: LiveShelf(box) for box in boxes})
    arrived: Counter[str] = Counter()
    all_here = asyncio.Event()

    async def link_track(query: TrackQuery, timeout_seconds: float) -> LinkAnswer:
        arrived["callers"] += 1
        if arrived["callers"] == CALLERS:
            all_here.set()
        return await house.link_track(query, timeout_seconds)

    async with serving(replace(USE_CASES, link_track=link_track), timeout_seconds=50, most_calls=CALLERS) as running:
        requests = [link.LinkTrackRequest(max_alternatives=number % 5) for number in range(CALLERS)]
        for request in requests:
            request.MergeFrom(REQUEST)
        calls = [running.stub.LinkTrack(request, timeout=40 + number % 20) for number, request in enumerate(requests)]
        await all_here.wait()
        for box in boxes:
            box.may_answer.set()
        answers = [await call for call in calls]
    await house.close()

    told = Counter(one.outcome for answer in answers for one in answer.links)
    assert told == {link.ProviderLink.OUTCOME_LINKED: 2 * CALLERS}
    assert [box.asked for box in boxes] == [["search"], ["search"]]


@pytest.mark.timeout(120)
def test_of_four_processes_they_cost_one_request(database_url: str) -> None:
    """One process asks; the others wait, and read what it kept."""
    told = run_together(4, database_url, CALLERS // 4)

    assert sorted(one.asked for one in told) == [0, 0, 0, 1]
    assert [one.outcomes for one in told] == [{"linked": CALLERS // 4}] * 4
    assert sum(one.from_cache for one in told) == 3 * CALLERS // 4
