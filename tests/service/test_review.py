"""Pins and forbiddances against the matcher's own opinion."""

import asyncio
from dataclasses import replace

import pytest

from domain.answer import Outcome
from domain.review import Decision, ReviewAction
from tests.service.house import House
from tracklink.plugin import Track

STUDIO = {"id": "s1", "title": "Copper Kettle Morning", "artists": ["Ida Falk"], "duration_ms": 180_000}
LIVE = {"id": "s2", "title": "Copper Kettle Morning - Live", "artists": ["Ida Falk"], "duration_ms": 222_000}
ASKED = Track(title="Copper Kettle Morning", artists=("Ida Falk",), duration_ms=180_000)


async def test_a_pin_wins_over_every_score(house: House) -> None:
    """The live take, which the matcher refuses, is the answer once a person said so."""
    house.stock(STUDIO, LIVE)
    await house.review(ReviewAction.PIN, ASKED, "s2", note="the only take I want")

    link = await house.catalog_link(ASKED)

    assert (link.outcome, link.match.ref.id, link.match.confidence) == (Outcome.LINKED, "s2", 1.0)
    assert link.match.evidence[0].field == "review"
    assert "the only take I want" in link.match.evidence[0].detail


async def test_a_pin_survives_refresh_and_restart(house: House) -> None:
    """Asked again or remembered, the pinned id stays the answer."""
    house.stock(STUDIO, LIVE)
    await house.catalog_link(ASKED)
    await house.review(ReviewAction.PIN, ASKED, "s2")
    house.restart()

    assert (await house.catalog_link(ASKED)).match.ref.id == "s2"
    assert (await house.catalog_link(ASKED)).match.ref.id == "s2"


async def test_a_forbidden_pair_never_comes_back(house: House) -> None:
    """Neither as the link, nor among alternatives, nor from the cache, nor for a question that says more."""
    house.stock(STUDIO, LIVE)
    assert (await house.catalog_link(ASKED)).match.ref.id == "s1"
    await house.review(ReviewAction.FORBID, ASKED, "s1")

    for asked in (ASKED, Track(title=ASKED.title, artists=ASKED.artists), ASKED):
        link = await house.catalog_link(asked)
        assert link.outcome is not Outcome.LINKED
        assert "s1" not in [match.ref.id for match in link.alternatives]


async def test_clearing_brings_the_matchers_answer_back(house: House) -> None:
    """A "no" that the forbiddance caused does not outlive it."""
    house.stock(STUDIO)
    await house.review(ReviewAction.FORBID, ASKED, "s1")
    assert (await house.catalog_link(ASKED)).outcome is not Outcome.LINKED
    cleared = await house.review(ReviewAction.CLEAR, ASKED, "s1")

    link = await house.catalog_link(ASKED)

    assert cleared.changed
    assert (link.outcome, link.match.ref.id) == (Outcome.LINKED, "s1")


async def test_a_cleared_pin_leaves_no_link_behind(house: House) -> None:
    """The live take is refused again once nobody pins it."""
    house.stock(STUDIO, LIVE)
    await house.review(ReviewAction.PIN, ASKED, "s2")
    await house.catalog_link(ASKED)
    await house.review(ReviewAction.CLEAR, ASKED, "s2")

    assert (await house.catalog_link(ASKED)).match.ref.id == "s1"


async def test_a_second_pin_takes_the_place_of_the_first(house: House) -> None:
    """One track has one pinned id on a provider."""
    house.stock(STUDIO, LIVE)
    await house.review(ReviewAction.PIN, ASKED, "s2")
    await house.review(ReviewAction.PIN, ASKED, "s1")

    reviews = [review async for review in house.review_link.list_reviews(None)]

    assert [(review.ref.id, review.decision) for review in reviews] == [("s1", Decision.PINNED)]
    assert (await house.catalog_link(ASKED)).match.ref.id == "s1"


async def test_clearing_what_was_never_recorded_changes_nothing(house: House) -> None:
    """It is no error either."""
    answer = await house.review(ReviewAction.CLEAR, ASKED, "s1")

    assert (answer.review, answer.changed) == (None, False)


@pytest.mark.parametrize("action", [ReviewAction.PIN, ReviewAction.FORBID])
async def test_a_judgement_on_the_studio_take_does_not_touch_the_live_one(house: House, action: ReviewAction) -> None:
    """The asked side is a track, not a text: the live title is another."""
    house.stock(STUDIO, LIVE)
    await house.review(action, ASKED, "s2")

    link = await house.catalog_link(
        Track(title="Copper Kettle Morning - Live", artists=("Ida Falk",), duration_ms=222_000)
    )

    assert (link.outcome, link.match.ref.id) == (Outcome.LINKED, "s2")
    assert "review" not in [evidence.field for evidence in link.match.evidence]


async def test_a_pin_does_not_make_a_track_play(house: House) -> None:
    """The pinned track is sold in Germany alone: in France it is the answer that does not play, remembered or not."""
    house.stock(STUDIO, {**LIVE, "markets": ["DE"]})
    await house.review(ReviewAction.PIN, ASKED, "s2")

    for _ in range(2):
        assert (await house.catalog_link(ASKED, market="FR")).outcome is Outcome.UNAVAILABLE_IN_MARKET
        assert (await house.catalog_link(ASKED, market="DE")).outcome is Outcome.LINKED


async def test_a_forbidden_pair_stays_away_from_a_busy_server(house: House) -> None:
    """More questions at once than connections wait for their turn; none is answered without what people said."""
    house.stock(STUDIO)
    await house.review(ReviewAction.FORBID, ASKED, "s1")

    links = await asyncio.gather(
        *(house.catalog_link(replace(ASKED, duration_ms=180_000 + number)) for number in range(150))
    )

    assert {link.outcome for link in links} <= {Outcome.NOT_IN_CATALOG, Outcome.NEAR_MISS}
    assert not any("could not be read" in link.reason for link in links)
