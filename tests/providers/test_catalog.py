from pathlib import Path

import pytest

from providers.registry import DECLARATIONS, build_providers
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database, open_database
from tests.repositories.stocking import HARBOUR, stock
from tracklink.plugin import Candidate, Capability, ProviderUnavailable, Track, TrackRef

VIDEO_ID = "a_B-c3D4e5F"


def test_every_verb_answers_from_imported_tracks(database: Database, tmp_path: Path) -> None:
    """By id, by an id elsewhere, by ISRC, by barcode and by words; the market filters nothing."""
    stock(database, tmp_path, HARBOUR)
    catalog = build_providers(SqlCatalogStore(database.sync_engine), {"catalog"})["catalog"]

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
    youtube = build_providers(SqlCatalogStore(database.sync_engine), {"youtube_music"})["youtube_music"]
    assert youtube.missing_settings() == ("tracklinkd import-catalog --provider youtube_music FILE",)

    stock(database, tmp_path, {**HARBOUR, "id": VIDEO_ID}, {**HARBOUR, "id": "odd"}, provider="youtube_music")

    assert youtube.missing_settings() == ()
    assert {candidate.ref.id: candidate.ref.url for candidate in youtube.lookup_isrc("QZTST2100001", None)} == {
        VIDEO_ID: f"https://music.youtube.com/watch?v={VIDEO_ID}",
        "odd": None,
    }


def test_offline_capabilities_are_those_of_the_catalog(database: Database) -> None:
    """An imported YouTube Music track has the ISRC that the service itself never states."""
    providers = build_providers(SqlCatalogStore(database.sync_engine), DECLARATIONS)

    assert list(providers) == ["catalog", "deezer", "musicbrainz", "spotify", "tidal", "youtube_music"]
    assert all(provider.declaration.capabilities == frozenset(Capability) for provider in providers.values())
    assert Capability.LOOKUP_ISRC not in DECLARATIONS["youtube_music"].capabilities


def test_without_postgres_the_provider_is_unavailable(tmp_path: Path) -> None:
    """Named, so that the caller knows whom to wait for."""
    store = SqlCatalogStore(open_database("postgresql://nobody@127.0.0.1:1/none", tmp_path).sync_engine)
    tidal = build_providers(store, {"tidal"})["tidal"]

    with pytest.raises(ProviderUnavailable) as refusal:
        tidal.search(Track(title="Harbour Lights"), 5, None)
    assert refusal.value.provider == "tidal"


def test_an_unknown_provider_cannot_be_enabled(tmp_path: Path) -> None:
    """The message lists those that can."""
    store = SqlCatalogStore(open_database("postgresql://nobody@127.0.0.1:1/none", tmp_path).sync_engine)

    with pytest.raises(ValueError, match="'napster' is not a known provider: one of catalog, deezer"):
        build_providers(store, {"napster"})
