"""A track on its way into the catalog: the line that COPY reads. Pure work, done in several processes at once."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from domain.blocking import filing_keys
from domain.text import fold
from domain.track_row import TrackRow, read_track_row
from repositories.json_form import TRACK
from repositories.nearness import folded_artists
from repositories.track_portion import FileRow, Portion

COLUMNS = (
    *("row_id", "precedence", "id", "folded_title", "folded_artists", "duration_ms"),
    *("available", "markets", "track", "digest", "keys"),
)
"""What a line holds, in this order."""
NULL = r"\N"
TRUTHS = {True: "t", False: "f", None: NULL}
SIGN = 2**31


@dataclass(slots=True)
class Filed:
    """What a portion of a file has become."""

    copy_lines: bytes = b""
    rows: int = 0
    refused: list[tuple[str, int]] = field(default_factory=list)
    """Reason and line number of each row that is not among them."""
    warnings: Counter[str] = field(default_factory=Counter)
    """Field -> rows taken without it, because it could not be read."""


def file_portion(portion: Portion) -> Filed:
    """Read the rows of a portion; those that have an id and a title become lines for COPY, the others are refused."""
    filed, lines = Filed(), []
    for row in portion.rows():
        track_row = None if row.fields is None else read_track_row(row.fields, "")
        if fault := _fault(row, track_row):
            filed.refused.append((fault, row.line))
        elif track_row and track_row.id:
            filed.warnings.update(track_row.unread)
            lines.append(_copy_line(row, track_row.id, track_row))
    filed.rows, filed.copy_lines = len(lines), "".join(lines).encode(errors="replace")
    return filed


def hashed(keys: Iterable[str]) -> list[int]:
    """Keys as numbers of 32 bits, ascending. Two keys of one number propose each other's tracks: harmless."""
    return sorted({(crc32(key.encode(errors="replace")) ^ SIGN) - SIGN for key in keys})


def _fault(row: FileRow, track_row: TrackRow | None) -> str | None:
    if track_row is None:
        return row.fault
    for name, value in (("id", track_row.id), ("title", track_row.track.title)):
        if not value:
            return f"its {name} cannot be read" if name in track_row.unread else f"it has no {name}"
    return None


def _copy_line(row: FileRow, id_: str, track_row: TrackRow) -> str:
    track, available = track_row.track, track_row.available
    keys = hashed(filing_keys(track))
    stated = json.dumps(TRACK.write(track), ensure_ascii=False)
    markets = NULL if track_row.markets is None else _array(sorted(track_row.markets))
    columns = (
        str(row.line),
        str(-row.line if row.precedence is None else row.precedence),
        _escaped(id_),
        _escaped(fold(track.title)),
        _escaped(folded_artists(track)),
        str(track.duration_ms or NULL),
        TRUTHS[available],
        markets,
        _escaped(stated),
        str(_digest(stated, available, markets, keys)),
        _array(keys),
    )
    return "\t".join(columns) + "\n"


def _escaped(text: str) -> str:
    """Without control characters, which no field holds here, a backslash alone has a meaning to COPY."""
    return text.replace("\\", "\\\\")


def _array(values: Sequence[object]) -> str:
    return f"{{{','.join(map(str, values))}}}"


def _digest(*stated: object) -> int:
    """Of everything imported and of the keys: another version of the keys makes another digest."""
    return int.from_bytes(hashlib.blake2b(repr(stated).encode(errors="replace"), digest_size=8).digest(), signed=True)
