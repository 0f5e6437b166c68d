"""LinkTrack when a provider or Postgres does not answer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.answer import Outcome
from domain.query import CacheUse, ReplacementQuery
from providers.catalog import CatalogProvider, offline
from providers.registry import DECLARATIONS
from providers.source import Source
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database, open_database
from service.list_providers import ListProviders
from tests.service.house import House
from tests.service.plugins import Jukebox, Shelf
from tracklink.plugin import Candidate, ProviderUnavailable, Track, TrackRef

ASKED = Track(title="Tin Roof", artists=("Moss & Quarry",), duration_ms=150_000)
FOUND = Candidate(ref=TrackRef("box", "1"), track=ASKED)


@pytest.fixture
def box() -> Jukebox:
    """A live provider with the track."""
    return Jukebox("box", FOUND)


@pytest.fixture
async def shop(database: Database, tmp_path: Path, box: Jukebox) -> AsyncIterator[House]:
    """The use cases over that provider."""
    shop = House(database, tmp_path, {"box": Shelf(box)})
    yield shop
    await shop.close()


@pytest.fixture
async def gone_database(tmp_path: Path) -> AsyncIterator[Database]:
    """One that refuses connections."""
    database = open_database("postgresql://nobody@127.0.0.1:1/nowhere", tmp_path)
    yield database
    await database.close()


@pytest.fixture
async def shop_without_postgres(gone_database: Database, tmp_path: Path, box: Jukebox) -> AsyncIterator[House]:
    """The use cases over that provider and that database."""
    shop = House(gone_database, tmp_path, {"box": Shelf(box)})
    yield shop
    await shop.close()


async def test_a_failure_is_never_remembered(shop: House, box: Jukebox) -> None:
    """The provider is asked again at once, and its answer then is the answer."""
    box.error = ProviderUnavailable("box", "HTTP 503")
    failed = (await shop.link(ASKED, providers=("box",))).links[0]
    box.error = None

    found = (await shop.link(ASKED, providers=("box",))).links[0]

    assert (failed.outcome, found.outcome) == (Outcome.PROVIDER_UNAVAILABLE, Outcome.LINKED)
    assert not found.from_cache


async def test_a_link_past_its_age_is_served_stale_when_the_provider_fails(shop: House, box: Jukebox) -> None:
    """An old answer that says so is better than none; REFRESH, which asks for a new one, gets the failure."""
    await shop.link(ASKED, providers=("box",))
    shop.clock.move(days=40)
    box.error = ProviderUnavailable("box", "HTTP 503")

    stale = (await shop.link(ASKED, providers=("box",))).links[0]
    refreshed = (await shop.link(ASKED, providers=("box",), cache=CacheUse.REFRESH)).links[0]

    assert (stale.outcome, stale.stale, stale.from_cache) == (Outcome.LINKED, True, True)
    assert "HTTP 503" in stale.reason
    assert refreshed.outcome is Outcome.PROVIDER_UNAVAILABLE


async def test_without_postgres_the_providers_answer(shop_without_postgres: House) -> None:
    """Live providers are asked, and every reason says that the cache could not be read."""
    link = (await shop_without_postgres.link(ASKED, providers=("box",))).links[0]

    assert link.outcome is Outcome.LINKED
    assert "cache could not be read" in link.reason


async def test_without_postgres_a_replacement_is_found_live(shop_without_postgres: House, box: Jukebox) -> None:
    """FindReplacement needs the provider alone."""
    dead = Candidate(ref=TrackRef("box", "dead"), track=ASKED, available=False)
    box.tracks = (dead, FOUND)
    query = ReplacementQuery(provider="box", track=Track(refs=(dead.ref,)))

    answer = await shop_without_postgres.find_replacement(query, 5.0)

    assert answer.replacement is not None
    assert answer.replacement.ref == FOUND.ref
    assert "cache could not be read" in answer.reason


async def test_without_postgres_nothing_is_said_to_be_missing(tmp_path: Path, gone_database: Database) -> None:
    """A provider that only Postgres could tell ready is not configured, and no setting would help it."""
    declaration = DECLARATIONS["spotify"]
    source = Source(declaration, CatalogProvider(offline(declaration), SqlCatalogStore(gone_database.sync_engine)))
    shop = House(gone_database, tmp_path, {"spotify": source})

    (status,) = await ListProviders([declaration], shop.gather)()

    assert (status.enabled, status.configured, status.missing_settings) == (True, False, ())
    await shop.close()
