"""Links past their age are told at once and asked again behind the caller."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.answer import Outcome, ProviderLink
from domain.query import CacheUse
from repositories.database import Database
from tests.service.house import House
from tests.service.plugins import Jukebox, Shelf
from tracklink.plugin import Candidate, ProviderUnavailable, Track, TrackRef

ASKED = Track(title="Paper Comet", artists=("Juno Vale",), duration_ms=188_000)
OLD = Candidate(ref=TrackRef("box", "old"), track=ASKED)
NEW = Candidate(ref=TrackRef("box", "new"), track=ASKED)


@pytest.fixture
def box() -> Jukebox:
    """A live provider with the track."""
    return Jukebox("box", OLD)


@pytest.fixture
async def shop(database: Database, tmp_path: Path, box: Jukebox) -> AsyncIterator[House]:
    """The use cases over that provider, which has been asked for the track."""
    shop = House(database, tmp_path, {"box": Shelf(box)})
    await ask(shop)
    yield shop
    box.may_answer.set()
    await shop.close()


async def ask(shop: House, cache: CacheUse = CacheUse.DEFAULT, max_age_seconds: int | None = None) -> ProviderLink:
    """One LinkTrack."""
    return (await shop.link(ASKED, providers=("box",), cache=cache, max_age_seconds=max_age_seconds)).links[0]


async def test_a_link_past_its_age_is_told_while_it_is_asked_again(shop: House, box: Jukebox) -> None:
    """The caller waits for nobody; who asks later gets the new answer."""
    shop.clock.move(days=30)
    box.tracks = (NEW,)
    box.may_answer.clear()

    at_once = [await ask(shop) for _ in range(5)]
    box.may_answer.set()
    await shop.refreshes.idle()
    later = await ask(shop)

    assert {(link.match.ref.id, link.stale, link.from_cache) for link in at_once} == {("old", True, True)}
    assert "past its age" in at_once[0].reason
    assert (later.match.ref.id, later.stale, later.from_cache) == ("new", False, True)
    assert later.checked_at == shop.clock.now
    assert box.asked == ["search", "search"]
    assert shop.refreshed == {"started": 1, "done": 1}


async def test_a_caller_who_wants_a_younger_one_waits_for_it(shop: House, box: Jukebox) -> None:
    """max_age_seconds refuses the stale answer; so does REFRESH."""
    shop.clock.move(days=30)
    box.tracks = (NEW,)

    link = await ask(shop, max_age_seconds=29 * 86_400)

    assert (link.match.ref.id, link.stale, link.from_cache) == ("new", False, False)
    shop.clock.move(days=30)
    assert not (await ask(shop, cache=CacheUse.REFRESH)).from_cache
    assert shop.refreshed == {}


async def test_only_the_cache_means_that_nobody_is_asked(shop: House, box: Jukebox) -> None:
    """Not behind the caller either."""
    shop.clock.move(days=30)

    link = await ask(shop, cache=CacheUse.ONLY)
    await shop.refreshes.idle()

    assert (link.outcome, link.stale) == (Outcome.LINKED, True)
    assert box.asked == ["search"]


async def test_a_refresh_that_fails_is_not_shown(shop: House, box: Jukebox, caplog: pytest.LogCaptureFixture) -> None:
    """The old answer stays; the failure is logged once and counted, and not repeated by the next caller."""
    shop.clock.move(days=30)
    box.error = ProviderUnavailable("box", "HTTP 503")

    links = []
    for _ in range(3):
        links.append(await ask(shop))
        await shop.refreshes.idle()

    assert {(link.match.ref.id, link.stale) for link in links} == {("old", True)}
    assert "503" not in links[-1].reason
    assert [record.levelname for record in caplog.records if "HTTP 503" in record.getMessage()] == ["WARNING"]
    assert shop.refreshed == {"started": 1, "failed": 1}


async def test_a_track_that_went_away_is_found_out(shop: House, box: Jukebox) -> None:
    """The refresh keeps a "no" in the place of the link."""
    shop.clock.move(days=30)
    box.tracks = ()
    await ask(shop)
    await shop.refreshes.idle()

    assert (await ask(shop)).outcome is Outcome.NOT_IN_CATALOG
