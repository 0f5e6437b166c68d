"""LinkTracks with `one_list`: the rows of one album or playlist, over a real server."""

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import grpc
import pytest

from domain.review import ReviewAction, ReviewQuery
from repositories.database import Database
from tests.service.lists import NAME, Lists, lists, offered, track
from tracklink.plugin import Track, TrackRef
from tracklink.v1 import link_service_pb2 as link

EXACT, VAGUE = track("Intro", 61_000, 1), track("Intro", 62_500, 5)
NEAR, FAR = track("Intro", 61_000), track("Intro", 65_500)
BETTER = 'another track of the same list fits "Intro" better.'


@pytest.fixture(name="server")
async def _server(database: Database, tmp_path: Path) -> AsyncIterator[Lists]:
    async with lists(database, tmp_path, *offered(NEAR, FAR)) as server:
        yield server


@pytest.mark.parametrize(
    "pair",
    [
        (track("Intro", 61_000), track("Intro (Reprise)", 62_500)),
        (track("Sonata No. 2: I. Allegro", 300_000), track("Sonata No. 2: III. Allegro", 301_000)),
        (track("Intro", 61_000, 1, 1), track("Intro", 63_800, 1, 2)),
    ],
    ids=["reprise", "movements", "discs"],
)
async def test_each_of_two_like_tracks_gets_its_own(
    pair: tuple[Track, Track], database: Database, tmp_path: Path
) -> None:
    """An intro and its reprise, two movements, the same title on disc 1 and disc 2, in either order."""
    async with lists(database, tmp_path, *offered(*pair)) as server:
        assert await server.ids(*pair) == ["1", "2"]
        assert await server.ids(*pair[::-1]) == ["2", "1"]


async def test_a_row_gets_what_the_others_leave(server: Lists) -> None:
    """By itself the vaguer row has the other's track; in the list it gets the next and says why."""
    assert await server.ids(VAGUE, EXACT, one_list=False) == ["1", "1"]
    vague, exact = await server.links(VAGUE, EXACT)

    assert (vague.match.ref.id, exact.match.ref.id) == ("2", "1")
    assert vague.reason.endswith(BETTER)
    assert [match.ref.id for match in vague.alternatives] == ["1"]


async def test_the_recording_is_that_of_the_list(server: Lists) -> None:
    """What is merged into the answer comes from the track that the row got."""
    vague, _ = await server.results(replace(VAGUE, duration_ms=None), EXACT)

    assert [ref.id for ref in vague.response.recording.refs] == ["2"]
    assert vague.response.recording.duration_ms == FAR.duration_ms


async def test_a_row_keeps_its_own_answer_for_itself(server: Lists) -> None:
    """What the list made of a row is not remembered, and what is remembered is told in the list as the list has it."""
    assert await server.ids(VAGUE, EXACT) == ["2", "1"]
    asked = len(server.jukebox.asked)

    assert await server.ids(VAGUE, one_list=False) == ["1"]
    assert await server.ids(VAGUE, EXACT) == ["2", "1"]
    assert await server.ids(VAGUE) == ["1"]
    assert len(server.jukebox.asked) == asked


async def test_a_repeated_recording_shares_its_track(server: Lists) -> None:
    """Twice the same row, and the same recording on another release."""
    assert await server.ids(NEAR, replace(NEAR, album="Greatest Hits"), NEAR) == ["1", "1", "1"]


async def test_a_row_without_a_candidate_stays_without(server: Lists) -> None:
    """Rows with nothing to link, and rows at fault, take nothing from the others and are told."""
    results = await server.results(track("Harbour Lights"), Track(), VAGUE, EXACT)

    assert results[0].response.links[0].outcome == link.ProviderLink.OUTCOME_NOT_IN_CATALOG
    assert results[1].error.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    assert [result.response.links[0].match.ref.id for result in results[2:]] == ["2", "1"]
    assert "another track of the same list" in results[2].response.links[0].reason


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_no_order_matters(order: tuple[int, ...], database: Database, tmp_path: Path) -> None:
    """Rows in any order, and candidates in any, get the same."""
    asked = (VAGUE, EXACT, track("Outro", 90_000))
    candidates = offered(NEAR, FAR, track("Outro", 90_000))
    async with lists(database, tmp_path, *(candidates[place] for place in order)) as server:
        ids = await server.ids(*(asked[place] for place in order))

    assert [ids[order.index(place)] for place in range(3)] == ["2", "1", "3"]


async def test_a_pinned_link_stays_with_its_row(server: Lists) -> None:
    """A person's word for the row that fits worse: the other gets the next."""
    worse, better = track("Overture", 61_000, 5), track("Intro", 63_000, 1)
    assert await server.ids(worse, better) == ["", "1"]
    await server.house.review_link(ReviewQuery(track=worse, ref=TrackRef(NAME, "1"), action=ReviewAction.PIN))

    assert await server.ids(worse, better) == ["1", "2"]


async def test_two_rows_pinned_to_one_track_both_keep_it(server: Lists) -> None:
    """A person may say so, however unlike the rows are."""
    other = track("Harbour Lights")
    for asked in (EXACT, other):
        await server.house.review_link(ReviewQuery(track=asked, ref=TrackRef(NAME, "1"), action=ReviewAction.PIN))

    assert await server.ids(EXACT, other) == ["1", "1"]


async def test_the_caller_sees_what_it_asked_for(server: Lists) -> None:
    """Its number of alternatives, and no link less sure than it wishes."""
    vague, exact = await server.links(VAGUE, EXACT, max_alternatives=0, min_confidence=0.995)

    assert (vague.outcome, exact.match.ref.id) == (link.ProviderLink.OUTCOME_NEAR_MISS, "1")
    assert not vague.alternatives
    assert not exact.alternatives


async def test_lists_of_one_stream_are_lists_of_their_own(server: Lists) -> None:
    """Two messages may have the same track, and a message without the flag is not a list."""
    first, second, rows = (
        link.LinkTracksRequest(
            rows=[{"key": key, "request": {"track": {"title": "Intro", "artists": ["The Paper Lanterns"]}}}],
            one_list=one_list,
        )
        for key, one_list in (("a", True), ("b", True), ("c", False))
    )

    async def sent() -> AsyncIterator[link.LinkTracksRequest]:
        for message in (first, second, rows):
            yield message

    stream = server.running.stub.LinkTracks(sent())
    results = {result.key: result.response.links[0].outcome async for message in stream for result in message.results}

    assert len(set(results.values())) == 1
    assert set(results) == {"a", "b", "c"}
