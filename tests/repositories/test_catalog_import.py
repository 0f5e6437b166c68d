import gzip
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.errors import StoreUnavailable
from repositories.catalog_import import import_file
from repositories.catalog_merge import Merged
from repositories.catalog_store import SqlCatalogStore
from repositories.catalog_tables import shelf_of
from repositories.database import Database, open_database
from tests.repositories.stocking import HARBOUR, PAPER_MOON, stock, write_rows
from tracklink.plugin import Track, TrackRef


def state(database: Database) -> tuple[object, ...]:
    """Everything that the catalog holds."""
    shelf = shelf_of("catalog")
    with database.sync_engine.connect() as connection:
        tracks = connection.execute(select(shelf.tracks).order_by(shelf.tracks.c.row_id)).all()
        keys = connection.execute(select(shelf.keys).order_by(*shelf.keys.columns)).all()
    return (*tracks, *keys, SqlCatalogStore(database.sync_engine).generation("catalog"))


@pytest.mark.every_postgres
def test_the_same_file_twice_changes_nothing(database: Database, tmp_path: Path) -> None:
    """Same tracks, same keys, same generation."""
    assert stock(database, tmp_path, HARBOUR, PAPER_MOON).merged == Merged(new=2, changed=0, unchanged=0, repeated=0)
    before = state(database)

    assert stock(database, tmp_path, HARBOUR, PAPER_MOON).merged == Merged(new=0, changed=0, unchanged=2, repeated=0)
    assert state(database) == before


def test_a_changed_track_takes_the_place_of_the_old(database: Database, tmp_path: Path) -> None:
    """It is found by what it states now, no longer by what it stated, and the generation advances."""
    store = SqlCatalogStore(database.sync_engine)
    stock(database, tmp_path, HARBOUR)
    merged = stock(database, tmp_path, {**HARBOUR, "isrcs": ["QZTST2100002"], "available": True}).merged
    (found,) = store.lookup_isrc("catalog", "QZTST2100002", 5)

    assert merged == Merged(new=0, changed=1, unchanged=0, repeated=0)
    assert (found.available, store.generation("catalog")) == (True, 2)
    assert not store.lookup_isrc("catalog", "QZTST2100001", 5)


def test_of_one_id_the_last_row_counts(database: Database, tmp_path: Path) -> None:
    """The others are counted as repeated."""
    report = stock(database, tmp_path, HARBOUR, PAPER_MOON, {**HARBOUR, "title": "Harbour Lights II"})
    (found,) = SqlCatalogStore(database.sync_engine).lookup("catalog", TrackRef("catalog", "h1"), 1)

    assert report.merged == Merged(new=2, changed=0, unchanged=0, repeated=1)
    assert found.track.title == "Harbour Lights II"


@pytest.mark.parametrize("more", [0, 9], ids=["merged", "opened anew"])
def test_tracks_that_a_file_does_not_name_stay(database: Database, tmp_path: Path, more: int) -> None:
    """Whether the file is small beside what there is, or large and takes its place with the others in it."""
    others = [{"id": f"o{number}", "title": f"Other {number}"} for number in range(3)]
    stock(database, tmp_path, HARBOUR, PAPER_MOON, *others)
    store = SqlCatalogStore(database.sync_engine)
    assert store.search("catalog", Track(title="Paper Moon"), 1)
    renamed = {**PAPER_MOON, "title": "Cardboard Sun"}
    added = [{"id": f"m{number}", "title": f"More {number}"} for number in range(1 + more)]
    merged = stock(database, tmp_path, HARBOUR, renamed, *added).merged

    assert merged == Merged(new=1 + more, changed=1, unchanged=1, repeated=0)
    for title, id_ in (("Other 2", "o2"), ("Harbour Lights", "h1"), ("Cardboard Sun", "p1"), ("More 0", "m0")):
        assert store.search("catalog", Track(title=title), 1)[0].ref.id == id_
    assert not [found for found in store.search("catalog", Track(title="Paper Moon"), 5) if found.ref.id == "p1"]


def test_several_processes_read_as_one(database: Database, tmp_path: Path) -> None:
    """Lines, refusals, warnings and the row that counts are the same, however many take turns."""
    rows = [{"id": str(number % 7_000), "title": f"Song {number}", "bpm": "fast"} for number in range(9_000)]
    path = write_rows(tmp_path / "rows.jsonl", *rows[:4_500], {"title": "nameless"}, *rows[4_500:], {"id": "x"})
    reports = [import_file(database, provider, path, processes=n) for n, provider in ((1, "catalog"), (3, "tidal"))]

    assert list(reports[0].lines()) == list(reports[1].lines())
    assert (reports[1].refused["it has no id"].first_lines, reports[1].warnings) == ([4_501], {"bpm": 9_000})
    (found,) = SqlCatalogStore(database.sync_engine).lookup("tidal", TrackRef("tidal", "1999"), 1)
    assert found.track.title == "Song 8999"


def test_providers_keep_their_tracks_apart(database: Database, tmp_path: Path) -> None:
    """The same id on two services is two tracks."""
    stock(database, tmp_path, HARBOUR)
    stock(database, tmp_path, {**HARBOUR, "title": "Paper Moon"}, provider="tidal")
    store = SqlCatalogStore(database.sync_engine)

    assert [found.ref.provider for found in store.search("tidal", Track(title="Paper Moon"), 5)] == ["tidal"]
    assert not store.search("catalog", Track(title="Paper Moon"), 5)


def test_rows_are_refused_with_their_reason_and_line(database: Database, tmp_path: Path) -> None:
    """Without id or title, or no JSON object; the rest is imported, blank lines are not counted as rows."""
    file = tmp_path / "rows.jsonl"
    good = json.dumps({**PAPER_MOON, "release_date": "someday", "explicit": "perhaps"}).encode()
    file.write_bytes(
        b"\n".join([good, b'{"id": "x"}', b'{"title": "x"}', b"{", b"[]", b"", b'{"id": 7, "title": "\xff"}', b"{"])
    )

    assert list(import_file(database, "catalog", file).lines()) == [
        f"{file}: 1 imported (1 new, 0 changed), 0 unchanged",
        "  1 row refused: it has no id (line 3)",
        "  1 row refused: it has no title (line 2)",
        "  1 row refused: its title cannot be read (line 7)",
        "  2 rows refused: not JSON (lines 4, 8)",
        "  1 row refused: not a JSON object (line 5)",
        "  1 row taken without `explicit`: it cannot be read",
        "  1 row taken without `release_date`: it cannot be read",
    ]


def test_a_file_that_breaks_off_changes_nothing(database: Database, tmp_path: Path) -> None:
    """Half a gzip file was read before it broke, and none of it is kept; the next file is imported all the same."""
    cut, whole = tmp_path / "cut.jsonl.gz", write_rows(tmp_path / "whole.jsonl", PAPER_MOON)
    packed = gzip.compress("\n".join(json.dumps({**HARBOUR, "id": str(n)}) for n in range(2_000)).encode())
    cut.write_bytes(packed[: len(packed) // 2])

    first, second = (import_file(database, "catalog", file) for file in (cut, whole))

    assert (first.merged, "cut off or damaged" in first.failure, first.is_done) == (None, True, False)
    assert second.is_done
    assert not SqlCatalogStore(database.sync_engine).search("catalog", Track(title="Harbour Lights"), 5)


def test_a_gzip_file_needs_no_telling_name(database: Database, tmp_path: Path) -> None:
    """It is known by its first bytes, and a watcher is told how far it was read."""
    file = tmp_path / "rows"
    file.write_bytes(gzip.compress(json.dumps(HARBOUR).encode()))
    seen: list[int] = []

    assert import_file(database, "catalog", file, lambda watched: seen.append(watched.size_bytes)).is_done
    assert seen == [file.stat().st_size]


def test_without_postgres_import_and_store_say_so(tmp_path: Path) -> None:
    """A refused connection is StoreUnavailable, whatever was asked."""
    nowhere = open_database("postgresql://nobody@127.0.0.1:1/none", tmp_path)

    with pytest.raises(StoreUnavailable):
        stock(nowhere, tmp_path, HARBOUR)
    with pytest.raises(StoreUnavailable):
        SqlCatalogStore(nowhere.sync_engine).search("catalog", Track(title="Harbour Lights"), 5)
