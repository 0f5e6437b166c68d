"""FindReplacements with `one_list`: what is gone from one album or playlist, over a real server."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.review import ReviewAction, ReviewQuery
from repositories.database import Database
from tests.service.lists import NAME, Lists, lists, offered, track
from tracklink.plugin import TrackRef
from tracklink.v1 import link_service_pb2 as link

EXACT, VAGUE = ("d1", track("Intro", 61_000, 1)), ("d5", track("Intro", 62_500, 5))
REPLACED, NEEDS_REVIEW, STILL_AVAILABLE = (
    link.FindReplacementResponse.OUTCOME_REPLACED,
    link.FindReplacementResponse.OUTCOME_NEEDS_REVIEW,
    link.FindReplacementResponse.OUTCOME_STILL_AVAILABLE,
)


@pytest.fixture(name="server")
async def _server(database: Database, tmp_path: Path) -> AsyncIterator[Lists]:
    async with lists(database, tmp_path, *offered(track("Intro", 61_000), track("Intro", 65_500))) as server:
        yield server


def _ids(answers: list[link.FindReplacementResponse]) -> list[str]:
    return [answer.replacement.ref.id for answer in answers]


async def test_two_dead_tracks_get_two(server: Lists) -> None:
    """By itself each has the same replacement; in the list the vaguer one gets the next, also from the cache."""
    assert _ids(await server.replacements(VAGUE, EXACT, one_list=False)) == ["1", "1"]
    for _ in range(2):
        answers = await server.replacements(VAGUE, EXACT, limit=1)
        assert _ids(answers) == ["2", "1"]
        assert answers[0].reason.endswith('another track of the same list fits "Intro" better.')
        assert [len(answer.candidates) for answer in answers] == [1, 1]
    assert _ids(await server.replacements(VAGUE, one_list=False)) == ["1"]


async def test_the_same_dead_track_twice_shares_its_replacement(server: Lists) -> None:
    """Under one id, also where its entries are worded otherwise."""
    assert _ids(await server.replacements(EXACT, (EXACT[0], VAGUE[1]))) == ["1", "1"]


async def test_a_row_that_nothing_is_left_for_is_to_be_looked_at(database: Database, tmp_path: Path) -> None:
    """What another entry has is shown and not taken."""
    async with lists(database, tmp_path, *offered(track("Intro", 61_000))) as server:
        lost, kept = await server.replacements(VAGUE, EXACT)

    assert (lost.outcome, kept.outcome) == (NEEDS_REVIEW, REPLACED)
    assert not lost.HasField("replacement")
    assert [match.ref.id for match in lost.candidates] == ["1"]


async def test_a_pinned_replacement_stays_with_its_row(server: Lists) -> None:
    """A person's word for the row that fits worse: the other gets what is left."""
    worse, better = ("d5", track("Overture", 61_000, 5)), ("d1", track("Intro", 63_000, 1))
    assert _ids(await server.replacements(worse, better)) == ["", "1"]
    await server.house.review_link(ReviewQuery(track=worse[1], ref=TrackRef(NAME, "1"), action=ReviewAction.PIN))

    assert _ids(await server.replacements(worse, better)) == ["1", "2"]


async def test_a_track_that_still_plays_replaces_no_other(server: Lists) -> None:
    """The list has it already."""
    alive, dead = await server.replacements(("1", track("Intro", 61_000, 1)), VAGUE, gone=False)

    assert alive.outcome == STILL_AVAILABLE
    assert dead.replacement.ref.id == "2"
