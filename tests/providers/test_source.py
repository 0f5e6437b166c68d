from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.deadline import Deadline
from domain.provider_status import Circuit
from providers.breaker import Breaker
from providers.catalog import CatalogProvider, offline
from providers.guard import Guard
from providers.source import Live, Source
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database
from repositories.quota_store import SqlQuotaStore
from tests.providers.box import DECLARATION, FOUND, Box
from tests.repositories.stocking import HARBOUR, stock
from tracklink.plugin import Provider, ProviderUnavailable, Quota, TrackRef

QUOTA = Quota(requests=5, period_seconds=60)
COMMAND = "tracklinkd import-catalog --provider box FILE"


def imported_tracks(database: Database) -> CatalogProvider:
    """The offline form of the made-up service."""
    return CatalogProvider(offline(DECLARATION), SqlCatalogStore(database.sync_engine))


def live(database: Database, box: Box, quota: Quota | None = QUOTA) -> Live:
    """The made-up service behind a guard."""
    return Live(box, Guard(DECLARATION, quota, SqlQuotaStore(database.sync_engine), Breaker("box"), lambda *_: None))


def consulted(source: Source) -> Sequence[Provider]:
    """Whom it names within five seconds."""
    return source.within(Deadline.after(5))


def test_imported_tracks_come_before_the_live_service(database: Database, tmp_path: Path) -> None:
    """Once there are any; before that only the live service is asked."""
    imported, box = imported_tracks(database), Box()
    source = Source(DECLARATION, imported, live(database, box))
    (alone,) = consulted(source)
    assert alone.lookup(TrackRef("box", "1"), None) == (FOUND,)

    stock(database, tmp_path, HARBOUR, provider="box")
    first, second = consulted(source)
    assert first is imported
    assert [found.ref.id for found in first.lookup(TrackRef("box", "h1"), None)] == ["h1"]
    assert second.lookup(TrackRef("box", "1"), None) == (FOUND,)
    assert len(box.asked) == 2


def test_without_credentials_imported_tracks_suffice(database: Database, tmp_path: Path) -> None:
    """They are all that is asked, and nothing is missing."""
    imported = imported_tracks(database)
    source = Source(DECLARATION, imported, None, ["BOX_ID"])
    stock(database, tmp_path, HARBOUR, provider="box")

    assert (source.missing_settings(), consulted(source)) == ((), (imported,))


@pytest.mark.parametrize(
    ("unset", "missing"),
    [
        ([], (COMMAND,)),
        (["BOX_ID", "BOX_SECRET"], ("BOX_ID", "BOX_SECRET")),
    ],
)
def test_with_neither_it_says_what_would_configure_it(
    database: Database, unset: list[str], missing: tuple[str, ...]
) -> None:
    """The variables that are not set, or the import where none would help; nobody is asked."""
    source = Source(DECLARATION, imported_tracks(database), None, unset)

    assert (source.missing_settings(), consulted(source)) == (missing, ())


def test_a_live_service_is_configured_without_imports(database: Database) -> None:
    """Nothing is missing, and its circuit and quota can be told."""
    source = Source(DECLARATION, imported_tracks(database), live(database, Box()))

    assert source.missing_settings() == ()
    assert (source.circuit, source.quota, source.quota_left()) == (Circuit.CLOSED, QUOTA, 5)


def test_what_is_not_asked_live_has_neither_circuit_nor_quota(database: Database) -> None:
    """Nor has a service without a known limit a quota."""
    offline_only, unlimited = (
        Source(DECLARATION, imported_tracks(database)),
        Source(DECLARATION, imported_tracks(database), live(database, Box(), None)),
    )

    assert (offline_only.circuit, offline_only.quota, offline_only.quota_left()) == (None, None, None)
    assert (unlimited.circuit, unlimited.quota, unlimited.quota_left()) == (Circuit.CLOSED, None, None)


def test_it_can_what_either_can(database: Database) -> None:
    """Its declaration is the live service's own, whatever imported tracks can be asked besides."""
    source = Source(DECLARATION, imported_tracks(database), live(database, Box()))

    assert source.declaration is DECLARATION


def test_without_postgres_the_live_service_is_still_asked() -> None:
    """Its quota kept alone; where only imported tracks could answer, the failure is told."""
    gone = Database("postgresql+psycopg://nobody@/nowhere?host=/nonexistent")
    source = Source(DECLARATION, imported_tracks(gone), live(gone, Box()))
    (alone,) = consulted(source)
    assert alone.lookup(TrackRef("box", "1"), None) == (FOUND,)
    assert (source.missing_settings(), source.quota_left()) == ((), None)

    with pytest.raises(ProviderUnavailable):
        consulted(Source(DECLARATION, imported_tracks(gone)))
    with pytest.raises(ProviderUnavailable):
        Source(DECLARATION, imported_tracks(gone)).missing_settings()
