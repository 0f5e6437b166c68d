"""How long answers live, and what makes them old before their time."""

from typing import Any

import pytest

from domain.answer import Outcome
from domain.query import CacheUse
from tests.service.house import House
from tracklink.plugin import Track

HARBOUR = {
    "id": "h1",
    "title": "Harbour Lights at Noon",
    "artists": ["The Paper Lanterns"],
    "album": "Tidewater",
    "duration_ms": 201_000,
    "isrcs": ["GBXYZ0100001"],
}
HARBOUR_LIVE = {
    "id": "h2",
    "title": "Harbour Lights at Noon - Live",
    "artists": ["The Paper Lanterns"],
    "album": "Live at the Pier",
    "duration_ms": 238_000,
}
ASKED = Track(title="Harbour Lights at Noon", artists=("The Paper Lanterns",), duration_ms=201_500)


async def test_a_no_is_remembered(house: House) -> None:
    """NOT_IN_CATALOG is an answer: the same question is not asked twice within its day."""
    house.stock(HARBOUR)
    absent = Track(title="Something Never Imported", artists=("Nobody at All",))

    first = await house.catalog_link(absent)
    again = await house.catalog_link(absent)

    assert first.outcome is Outcome.NOT_IN_CATALOG
    assert again.outcome is Outcome.NOT_IN_CATALOG
    assert again.from_cache
    assert house.asked["catalog"] == 1


async def test_a_no_does_not_answer_a_question_with_a_new_identifier(house: House) -> None:
    """The same words with an ISRC may find what the words alone did not."""
    house.stock(HARBOUR)
    words = {"title": "Lichter im Hafen", "artists": ("Unbekannt",)}
    await house.catalog_link(Track(**words))

    await house.catalog_link(Track(**words, isrcs=("GBXYZ0100009",)))

    assert house.asked["catalog"] == 2


async def test_a_no_does_not_answer_for_another_market(house: House) -> None:
    """What Germany does not have is asked again for France."""
    absent = Track(title="Something Never Imported", artists=("Nobody at All",))
    await house.catalog_link(absent, market="DE")

    french = await house.catalog_link(absent, market="FR")

    assert not french.from_cache


async def test_a_no_is_asked_again_after_one_day_then_two(house: House) -> None:
    """Its age doubles each time that it is still "no"."""
    absent = Track(title="Something Never Imported", artists=("Nobody at All",))
    await house.catalog_link(absent)

    house.clock.move(hours=25)
    assert not (await house.catalog_link(absent)).from_cache
    house.clock.move(hours=25)
    assert (await house.catalog_link(absent)).from_cache
    house.clock.move(hours=24)
    assert not (await house.catalog_link(absent)).from_cache


async def test_a_link_lives_for_weeks(house: House) -> None:
    """A link without a market answers for four weeks, and for one more as a stale one; then it is asked for anew."""
    house.stock(HARBOUR)
    await house.catalog_link(ASKED)

    house.clock.move(days=27)
    young = await house.catalog_link(ASKED)
    house.clock.move(days=8, hours=1)
    past = await house.catalog_link(ASKED)

    assert (young.from_cache, young.stale) == (True, False)
    assert not past.from_cache
    assert house.refreshed == {}


async def test_an_import_makes_catalog_answers_old(house: House) -> None:
    """What the import brought is found at once, although the day of the "no" is not over."""
    house.stock(HARBOUR_LIVE)
    await house.catalog_link(ASKED)
    house.stock(HARBOUR)

    link = await house.catalog_link(ASKED)

    assert link.outcome is Outcome.LINKED
    assert not link.from_cache


async def test_refresh_asks_again_and_only_asks_nobody(house: House) -> None:
    """REFRESH ignores a fresh answer; ONLY says that the cache holds none, and leaves the provider alone."""
    house.stock(HARBOUR)

    only = (await house.link(ASKED, cache=CacheUse.ONLY)).links[0]
    assert only.outcome is Outcome.PROVIDER_UNAVAILABLE
    assert "cache" in only.reason
    assert house.asked["catalog"] == 0
    await house.link(ASKED)
    house.clock.move(seconds=61)
    assert (await house.link(ASKED, cache=CacheUse.ONLY)).links[0].from_cache
    assert not (await house.link(ASKED, cache=CacheUse.REFRESH)).links[0].from_cache
    assert house.asked["catalog"] == 2


async def test_a_caller_may_ask_for_younger_answers(house: House) -> None:
    """max_age_seconds refuses an answer that the server itself would still give."""
    house.stock(HARBOUR)
    await house.link(ASKED)
    house.clock.move(seconds=100)

    assert (await house.link(ASKED, max_age_seconds=101)).links[0].from_cache
    assert not (await house.link(ASKED, max_age_seconds=99)).links[0].from_cache


@pytest.mark.parametrize("wish", [{"cache": CacheUse.REFRESH}, {"max_age_seconds": 0}, {"max_age_seconds": 10}])
async def test_nothing_is_asked_again_within_a_minute(house: House, wish: dict[str, Any]) -> None:
    """Whatever the caller wishes: the answer from the cache says when it was checked, and why it is told."""
    house.stock(HARBOUR)
    await house.link(ASKED)
    house.clock.move(seconds=59)
    spared = (await house.link(ASKED, **wish)).links[0]
    house.clock.move(seconds=2)
    asked = (await house.link(ASKED, **wish)).links[0]

    assert spared.from_cache
    assert spared.reason.endswith("It was checked 59 s ago; no answer is asked again within 60 s.")
    assert (house.clock.now - spared.checked_at).total_seconds() == 61
    assert not asked.from_cache
    assert house.asked["catalog"] == 2


async def test_a_wish_that_is_met_needs_no_excuse(house: House) -> None:
    """A caller who accepts an hour and gets half of one is told nothing of limits."""
    house.stock(HARBOUR)
    await house.link(ASKED)
    house.clock.move(seconds=30)

    link = (await house.link(ASKED, max_age_seconds=3_600)).links[0]

    assert link.from_cache
    assert "again" not in link.reason


async def test_availability_is_remembered_per_market(house: House) -> None:
    """A track sold in Germany alone is linked there, and unavailable, not absent, in France."""
    house.stock({**HARBOUR, "markets": ["DE"]})

    german = await house.catalog_link(ASKED, market="DE")
    french = await house.catalog_link(ASKED, market="FR")
    german_again = await house.catalog_link(ASKED, market="DE")
    french_again = await house.catalog_link(ASKED, market="FR")

    assert (german.outcome, french.outcome) == (Outcome.LINKED, Outcome.UNAVAILABLE_IN_MARKET)
    assert (german_again.outcome, french_again.outcome) == (Outcome.LINKED, Outcome.UNAVAILABLE_IN_MARKET)
    assert german_again.from_cache
    assert french_again.from_cache
