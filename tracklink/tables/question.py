"""The question that a row of a table puts."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tracklink.client import LinkTrackRequest, Track, TrackRef
from tracklink.tables.columns import Columns

_CLOCK = re.compile(r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d{2}(?:\.\d+)?)")
_URI = re.compile(r"(?P<service>[a-z]+):track:(?P<id>[0-9A-Za-z]+)")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_LARGEST_COUNT = 2**31 - 1
_MS_BY_UNIT = {"duration": 1_000, "duration_ms": 1}


def question(row: Mapping[str, object], columns: Columns, providers: Sequence[str], market: str) -> LinkTrackRequest:
    """What the row says of its track. A cell that cannot be read is left unset."""
    cells = {field: row.get(header) for field, header in columns.fields.items()}
    track = Track(
        title=_text(cells.get("title")),
        artists=list(_texts(cells.get("artists"))),
        album=_text(cells.get("album")),
        version=_text(cells.get("version")),
        isrcs=list(_texts(cells.get("isrcs"))),
        duration_ms=_duration_ms(cells),
        track_number=_count(cells.get("track_number")),
        disc_number=_count(cells.get("disc_number")),
        release_date=_date(cells.get("release_date")),
        mbid=_text(cells.get("mbid")),
        refs=list(_refs(row, cells, columns)),
    )
    urls = [url for url in _texts(cells.get("url")) if url.startswith("http")]
    return LinkTrackRequest(track=track, urls=urls, providers=providers, market=market, max_alternatives=0)


def _text(cell: object) -> str:
    return str(cell).strip() if isinstance(cell, str | int) and not isinstance(cell, bool) else ""


def _texts(cell: object) -> Iterator[str]:
    """Several stand in a list, or one after a semicolon; commas are parts of names."""
    parts = cell if isinstance(cell, list | tuple) else _text(cell).split(";")
    yield from filter(None, map(_text, parts))


def _number(cell: object) -> float | None:
    try:
        number = float(cell) if isinstance(cell, str | int | float) and not isinstance(cell, bool) else math.nan
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _count(cell: object) -> int | None:
    number = _number(cell)
    return int(number) if number is not None and number == int(number) and 0 < number <= _LARGEST_COUNT else None


def _duration_ms(cells: Mapping[str, object]) -> int | None:
    """Milliseconds where the table has them, else seconds, or a clock's `3:24` and `1:02:03`."""
    clock = _CLOCK.fullmatch(_text(cells.get("duration")))
    if clock and _number(cells.get("duration_ms")) is None:
        seconds = int(clock["hours"] or 0) * 3_600 + int(clock["minutes"]) * 60 + float(clock["seconds"])
        return round(seconds * 1_000)
    for field, unit_ms in sorted(_MS_BY_UNIT.items(), reverse=True):
        number = _number(cells.get(field))
        if number is not None and 0 < number * unit_ms <= _LARGEST_COUNT:
            return round(number * unit_ms)
    return None


def _date(cell: object) -> str:
    text = cell.isoformat()[: len("2001-01-01")] if isinstance(cell, date) else _text(cell)
    return text if _DATE.fullmatch(text) else ""


def _refs(row: Mapping[str, object], cells: Mapping[str, object], columns: Columns) -> Iterator[TrackRef]:
    if uri := _URI.fullmatch(_text(cells.get("uri"))):
        yield TrackRef(provider=uri["service"], id=uri["id"])
    for provider, header in columns.ids.items():
        if id_ := _text(row.get(header)):
            yield TrackRef(provider=provider, id=id_)
