from pathlib import Path

import pytest

from providers.catalog import CatalogProvider, offline
from providers.registry import DECLARATIONS
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database, open_database
from tests.repositories.stocking import HARBOUR, stock
from tracklink.plugin import Candidate, Capability, ProviderUnavailable, Track, TrackRef

VIDEO_ID = "a_B-c3D4e5F"


def test_every_verb_answers_from_imported_tracks(database: Database, tmp_path: Path) -> None:
    """By id, by an id elsewhere, by ISRC, by barcode and by words; the market filters nothing."""
    stock(database, tmp_path, HARBOUR)
    catalog = CatalogProvider(offline(DECLARATIONS["catalog"]), SqlCatalogStore(database.sync_engine))

    answers = [
        catalog.lookup(TrackRef("catalog", "h1"), None),
        catalog.lookup(TrackRef("deezer", "17"), "DE"),
        catalog.lookup_isrc("QZTST2100001", "US"),
        catalog.lookup_barcode("4006381333931", None),
        catalog.search(Track(title="Harbour Lights", artists=("Mira Vale",)), 5, "US"),
    ]

    (candidate,) = answers[0]
    assert isinstance(candidate, Candidate)
    assert answers == [[candidate]] * len(answers)
    assert (candidate.available, candidate.markets) == (False, frozenset({"DE", "FR"}))
    assert not catalog.missing_settings()


def test_a_service_is_served_offline_once_its_tracks_are_imported(database: Database, tmp_path: Path) -> None:
    """Before that it names the command; afterwards its refs carry the service's own pages."""
    youtube = CatalogProvider(offline(DECLARATIONS["youtube_music"]), SqlCatalogStore(database.sync_engine))
    assert youtube.missing_settings() == ("tracklinkd import-catalog --provider youtube_music FILE",)

    stock(database, tmp_path, {**HARBOUR, "id": VIDEO_ID}, {**HARBOUR, "id": "odd"}, provider="youtube_music")

    assert youtube.missing_settings() == ()
    assert {candidate.ref.id: candidate.ref.url for candidate in youtube.lookup_isrc("QZTST2100001", None)} == {
        VIDEO_ID: f"https://music.youtube.com/watch?v={VIDEO_ID}",
        "odd": None,
    }


def test_offline_capabilities_are_those_of_the_catalog() -> None:
    """An imported YouTube Music track has the ISRC that the service itself never states; no quota holds for it."""
    declared = offline(DECLARATIONS["youtube_music"])

    assert declared.capabilities == frozenset(Capability)
    assert (declared.quota, declared.base_url) == (None, None)
    assert Capability.LOOKUP_ISRC not in DECLARATIONS["youtube_music"].capabilities


def test_without_postgres_the_provider_is_unavailable(tmp_path: Path) -> None:
    """Named, so that the caller knows whom to wait for."""
    store = SqlCatalogStore(open_database("postgresql://nobody@127.0.0.1:1/none", tmp_path).sync_engine)
    tidal = CatalogProvider(offline(DECLARATIONS["tidal"]), store)

    with pytest.raises(ProviderUnavailable) as refusal:
        tidal.search(Track(title="Harbour Lights"), 5, None)
    assert refusal.value.provider == "tidal"
