from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.track_row import read_track_row
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database
from tests.repositories.stocking import HARBOUR, PAPER_MOON, stock
from tracklink.plugin import Candidate, Track, TrackRef

pytestmark = pytest.mark.every_postgres

CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
)
NEAR_HARBOUR = [
    Track(title="harbour lights", artists=("MIRA VALE",)),
    Track(title="Harbuor Lights", artists=("Mira Vale",)),
    Track(title="Lights, Harbour", artists=("Vale, Mira",)),
    Track(title="Mira Vale - Harbour Lights (Official Video)"),
    Track(title="Harbour Lights - Live at Sea", artists=("Mira Vale", "Somebody")),
    Track(title="Renamed", artists=("Mira Vale",), duration_ms=201_000),
    Track(title="Нaгbouг Lights \ud800", artists=("Mira Vale\0",)),
]


@pytest.fixture(name="store")
def _store(database: Database, tmp_path: Path) -> SqlCatalogStore:
    stock(database, tmp_path, HARBOUR, PAPER_MOON)
    return SqlCatalogStore(database.sync_engine)


def ids(candidates: object) -> list[str]:
    """The ids of candidates, in their order."""
    assert isinstance(candidates, list)
    return [candidate.ref.id for candidate in candidates]


def test_an_id_gives_the_track_as_it_was_imported(store: SqlCatalogStore) -> None:
    """Every field, and whether and where it plays."""
    row = read_track_row(HARBOUR, "catalog")

    assert store.lookup("catalog", TrackRef("catalog", "h1"), 5) == [
        Candidate(
            ref=TrackRef("catalog", "h1"),
            track=row.track,
            available=False,
            markets=row.markets,
            duration_precision_ms=1,
        )
    ]


def test_an_id_elsewhere_leads_to_the_track_that_carries_it(store: SqlCatalogStore) -> None:
    """Another service's id, and an MBID as an id on MusicBrainz."""
    for ref in (TrackRef("deezer", "17"), TrackRef("musicbrainz", "b1a9c0e9-d987-4042-ae91-78d6a3267d69")):
        assert ids(store.lookup("catalog", ref, 5)) == ["h1"]


def test_isrc_and_barcode_lead_to_the_track(store: SqlCatalogStore) -> None:
    """In canonical form."""
    assert ids(store.lookup_isrc("catalog", "QZTST2100001", 5)) == ["h1"]
    assert ids(store.lookup_barcode("catalog", "4006381333931", 5)) == ["h1"]


def test_tracks_of_one_isrc_come_in_the_order_of_their_ids(database: Database, tmp_path: Path) -> None:
    """At most as many as wanted."""
    stock(database, tmp_path, *({"id": id_, "title": "T", "isrcs": ["QZTST2100001"]} for id_ in ("c", "B", "a")))
    store = SqlCatalogStore(database.sync_engine)

    assert ids(store.lookup_isrc("catalog", "QZTST2100001", 2)) == ["B", "a"]


def test_what_nobody_imported_is_not_found(store: SqlCatalogStore) -> None:
    """Unknown ids, other providers' tracks and ids that cannot be."""
    assert not store.lookup("catalog", TrackRef("catalog", "h2"), 5)
    assert not store.lookup("spotify", TrackRef("spotify", "h1"), 5)
    assert not store.lookup("catalog", TrackRef("catalog", "h1\0"), 5)
    assert not store.lookup_isrc("tidal", "QZTST2100001", 5)
    assert not store.search("tidal", Track(title="Harbour Lights"), 5)
    assert not store.search("catalog", Track(title="Nothing Like It", artists=("Nobody",)), 5)
    assert not store.search("catalog", Track(title=" "), 5)


def test_words_near_enough_find_the_track(store: SqlCatalogStore) -> None:
    """Typos, order, suffixes, the artist in the title, a title changed but for the length."""
    found = {query: ids(store.search("catalog", query, 5)) for query in NEAR_HARBOUR}

    assert found == {query: ["h1"] for query in NEAR_HARBOUR}


def test_the_nearest_comes_first(database: Database, tmp_path: Path) -> None:
    """Words before length, length among equal words; never more than wanted."""
    stock(
        database,
        tmp_path,
        {**HARBOUR, "id": "live", "title": "Harbour Lights (Live)"},
        {**HARBOUR, "id": "long", "duration_ms": 240_000},
        {**HARBOUR, "id": "right"},
        {**HARBOUR, "id": "cover", "artists": ["Otto Brandt"]},
    )
    store = SqlCatalogStore(database.sync_engine)
    query = Track(title="Harbour Lights", artists=("Mira Vale",), duration_ms=201_000)

    found = ids(store.search("catalog", query, 20))
    assert (found[0], set(found)) == ("right", {"right", "live", "long", "cover"})
    assert ids(store.search("catalog", query, 1)) == ["right"]


def test_a_title_that_many_have_is_found_by_its_artist(database: Database, tmp_path: Path) -> None:
    """With a typo too, and in another version; without an artist any of them are offered."""
    many = ({"id": f"i{number}", "title": "Intro", "artists": [f"Band {number}"]} for number in range(1_100))
    stock(database, tmp_path, *many, {"id": "live", "title": "Intro (Live)", "artists": ["Band 7"]})
    store = SqlCatalogStore(database.sync_engine)

    assert ids(store.search("catalog", Track(title="Intro", artists=("Band 7",)), 5)) == ["i7", "live"]
    assert ids(store.search("catalog", Track(title="Itnro", artists=("Band 7",)), 5))[0] == "i7"
    assert len(store.search("catalog", Track(title="Intro"), 20)) == 20


def test_a_dead_track_does_not_end_the_search(database: Database, tmp_path: Path) -> None:
    """Nor does the query's own: what else may be it is offered beside them."""
    stock(database, tmp_path, HARBOUR, {**HARBOUR, "id": "copy", "artists": ["Mira Vael"], "available": True})
    store = SqlCatalogStore(database.sync_engine)
    asked = Track(title="Harbour Lights", artists=("Mira Vale",), duration_ms=201_500)
    own = replace(asked, artists=("Mira Vael",), refs=(TrackRef("catalog", "copy"),))

    assert ids(store.search("catalog", asked, 5)) == ["h1", "copy"]
    assert set(ids(store.search("catalog", own, 5))) == {"h1", "copy"}


def test_reads_find_their_way_back(database: Database, store: SqlCatalogStore) -> None:
    """When their connections were cut off meanwhile."""
    assert store.search("catalog", Track(title="Paper Moon"), 1)
    with database.sync_engine.connect() as connection:
        connection.execute(text(CUT_OFF))

    assert store.search("catalog", Track(title="Paper Moon"), 1)


def test_whole_seconds_are_taken_as_rounded(store: SqlCatalogStore) -> None:
    """A duration of 180,000 ms may stand for anything within the second."""
    assert store.lookup("catalog", TrackRef("catalog", "p1"), 1)[0].duration_precision_ms == 1_000


def test_generations_are_counted_per_provider(store: SqlCatalogStore) -> None:
    """One import for `catalog`, none for `tidal`."""
    assert (store.generation("catalog"), store.generation("tidal")) == (1, 0)
