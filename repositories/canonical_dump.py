"""MusicBrainz' canonical data: `canonical_musicbrainz_data.csv`, alone or in the `.tar.zst` that it is published in.

Its columns are id, artist_credit_id, artist_mbids, artist_credit_name, release_mbid, release_name, recording_mbid,
recording_name, combined_lookup and score (https://musicbrainz.org/doc/Canonical_MusicBrainz_data). Of several rows of
one recording the one with the lowest score counts, of equal ones the first: so MusicBrainz orders them.
"""

import tarfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from domain.identifiers import read_mbid
from repositories.zstd_stream import ZstdStream

CSV_NAME = "canonical_musicbrainz_data.csv"
COLUMNS = frozenset({"recording_mbid", "recording_name", "artist_credit_name", "release_mbid", "release_name", "score"})
LAST = 2**62
"""The precedence of a row whose score is no number."""


class NoCanonicalCsv(Exception):
    """The archive is whole, but holds no file of that name."""


def is_canonical(columns: Collection[str]) -> bool:
    """Whether a CSV file with these columns is such a dump."""
    return set(columns) >= COLUMNS


def fault(row: Mapping[str, str | None]) -> str:
    """What keeps a row of the dump from being a track; "" when nothing does."""
    if None in row.values() or None in row:
        return "it has not as many fields as the first line"
    try:
        read_mbid(row["recording_mbid"] or "")
    except ValueError:
        return "its recording_mbid is not an MBID"
    return ""


def track_fields(row: Mapping[str, str | None]) -> dict[str, object]:
    """The row as a row of a track file; the credit stays one text, which the matcher reads."""
    return {
        "id": row["recording_mbid"],
        "mbid": row["recording_mbid"],
        "release_mbid": row["release_mbid"],
        "title": row["recording_name"],
        "artists": [row["artist_credit_name"]],
        "album": row["release_name"],
    }


def precedence(row: Mapping[str, str | None]) -> int:
    """Of rows of one recording the lowest counts."""
    try:
        return int(row["score"] or "")
    except ValueError:
        return LAST


@contextmanager
def open_archive(packed: BinaryIO) -> Iterator[IO[bytes]]:
    """The CSV file within a `.tar.zst`, unpacked while it is read. Raises NoCanonicalCsv, and what tarfile raises."""
    with closing(tarfile.open(fileobj=cast(IO[bytes], ZstdStream(packed)), mode="r|")) as archive:
        for member in archive:
            if PurePosixPath(member.name).name == CSV_NAME and (file := archive.extractfile(member)):
                yield file
                return
    raise NoCanonicalCsv
