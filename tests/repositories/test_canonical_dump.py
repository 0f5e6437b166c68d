import csv
import io
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from zstandard import ZstdCompressor, ZstdDecompressor

from repositories.catalog_import import import_file
from repositories.catalog_merge import Merged
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database
from repositories.track_file import TrackFileUnreadable, open_track_file
from tracklink.plugin import Track, TrackRef

COLUMNS = (
    *("id", "artist_credit_id", "artist_mbids", "artist_credit_name", "release_mbid", "release_name"),
    *("recording_mbid", "recording_name", "combined_lookup", "score"),
)
RELEASE = "0b1f7a52-6d0c-4f0e-9a3e-5b1d2c3e4f50"
RECORDING = "5f1c2a10-9b7d-4c1e-8f52-0a1b2c3d4e5f"
OTHER = "6f1c2a10-9b7d-4c1e-8f52-0a1b2c3d4e5f"


def row(recording: str = RECORDING, name: str = "Harbour Lights", score: str = "10", **other: str) -> list[str]:
    """A row of the dump."""
    fields = {
        **dict(zip(COLUMNS, ("1", "7", "{a,b}", "Mira Vale & Otto Brandt", RELEASE, "Low Water"), strict=False)),
        "recording_mbid": recording,
        "recording_name": name,
        "combined_lookup": "x",
        "score": score,
        **other,
    }
    return [fields[column] for column in COLUMNS]


def dump(*rows: Sequence[str]) -> bytes:
    """The CSV file of these rows, its first line included."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
    return text.getvalue().encode()


def archive(content: bytes, name: str = "canonical/canonical_musicbrainz_data.csv") -> bytes:
    """The `.tar.zst` in which it is published, between two other files."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for path, data in (("COPYING", b"CC0"), (name, content), ("TIMESTAMP", b"2026")):
            member = tarfile.TarInfo(f"musicbrainz-canonical-dump-20260717-080003/{path}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return ZstdCompressor().compress(packed.getvalue())


Write = Callable[..., Path]


@pytest.fixture(params=["plain", "tar.zst"], name="write")
def _write(request: pytest.FixtureRequest, tmp_path: Path) -> Write:
    """Writes rows in both forms of the dump; neither needs its own name."""

    def write(*rows: Sequence[str]) -> Path:
        path = tmp_path / ("dump.csv" if request.param == "plain" else "dump")
        path.write_bytes(dump(*rows) if request.param == "plain" else archive(dump(*rows)))
        return path

    return write


def test_each_recording_becomes_a_track(database: Database, write: Write) -> None:
    """Its MBID is its id; commas, quotes and line breaks in names stay; the credit stays one text."""
    path = write(row(name='Harbour, "Lights"\nAgain'), row(OTHER, release_name="", artist_credit_name="Otto Brandt"))
    report = import_file(database, "catalog", path)
    store = SqlCatalogStore(database.sync_engine)
    (found,) = store.lookup("catalog", TrackRef("musicbrainz", RECORDING), 5)

    assert (report.merged, report.refused) == (Merged(new=2, changed=0, unchanged=0, repeated=0), {})
    assert found.ref == TrackRef("catalog", RECORDING)
    assert found.track == Track(
        title='Harbour, "Lights" Again',
        artists=("Mira Vale & Otto Brandt",),
        album="Low Water",
        mbid=RECORDING,
        release_mbid=RELEASE,
    )
    assert store.lookup("catalog", TrackRef("catalog", OTHER), 1)[0].track.album is None


def test_of_one_recording_the_lowest_score_counts(database: Database, write: Write) -> None:
    """Wherever it stands; of equal ones the first, and one without a number last of all."""
    scores = (("none", ""), ("second", "20"), ("first", "3"), ("also", "3"), ("last", "100"))
    path = write(*(row(score=score, release_name=name) for name, score in scores))
    report = import_file(database, "catalog", path)
    (found,) = SqlCatalogStore(database.sync_engine).lookup("catalog", TrackRef("catalog", RECORDING), 1)

    assert report.merged == Merged(new=1, changed=0, unchanged=0, repeated=4)
    assert found.track.album == "first"


def test_rows_that_are_none_are_refused(database: Database, write: Write) -> None:
    """No MBID, no name, too few fields, too many; the others are imported."""
    path = write(row("not-an-mbid"), row(name=""), row()[:-3], [*row(), "more"], row(OTHER))

    assert [line.strip() for line in import_file(database, "catalog", path).lines()] == [
        f"{path}: 1 imported (1 new, 0 changed), 0 unchanged",
        "1 row refused: it has no title (line 3)",
        "2 rows refused: it has not as many fields as the first line (lines 4, 5)",
        "1 row refused: its recording_mbid is not an MBID (line 2)",
    ]


def test_an_archive_that_breaks_off_changes_nothing(database: Database, tmp_path: Path) -> None:
    """Wherever it is cut, one sentence says so and no row of it is kept."""
    rows = [row(f"{number:08x}-9b7d-4c1e-8f52-0a1b2c3d4e5f", f"Song {number}") for number in range(3_000)]
    whole = archive(dump(*rows))
    for length in (20, len(whole) // 2, len(whole) - 20):
        path = tmp_path / "cut.tar.zst"
        path.write_bytes(whole[:length])
        report = import_file(database, "catalog", path)

        assert (report.merged, "is cut off or damaged, and nothing of it was imported" in report.failure) == (
            None,
            True,
        )
    assert not SqlCatalogStore(database.sync_engine).search("catalog", Track(title="Song 1"), 5)


def test_an_archive_of_something_else_is_told(tmp_path: Path) -> None:
    """Whole, but without the file that is wanted; or no archive at all."""
    path = tmp_path / "other.tar.zst"
    for content, sentence in (
        (archive(dump(row()), "canonical_release_redirect.csv"), "holds no canonical_musicbrainz_data.csv"),
        (ZstdCompressor().compress(dump(row())), "is cut off or damaged"),
    ):
        path.write_bytes(content)
        with pytest.raises(TrackFileUnreadable, match=sentence), open_track_file(path) as file:
            list(file.rows())


def test_several_frames_are_one_archive(tmp_path: Path) -> None:
    """As compressors that use several processors write them."""
    tar = ZstdDecompressor().decompressobj().decompress(archive(dump(row(), row(OTHER))))
    path = tmp_path / "frames.tar.zst"
    path.write_bytes(b"".join(ZstdCompressor().compress(tar[start : start + 700]) for start in range(0, len(tar), 700)))
    with open_track_file(path) as file:
        assert len(list(file.rows())) == 2
