"""One row of a track file: a JSON object, or a row of a CSV file as a mapping of column to text."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from domain.identifiers import read_barcode, read_isrc, read_market, read_mbid
from domain.release_date import read_release_date
from domain.track_url import id_fault
from tracklink.plugin import ReleaseKind, Track, TrackRef

LARGEST_COUNT = 2**31 - 1
LONGEST_TEXT = 5_000
MOST_VALUES = 300
"""Values that are read of one list: more than there are countries."""

Value = TypeVar("Value")

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ONE_OF_MANY = {"artists": "artist", "isrcs": "isrc", "album_artists": "album_artist", "genres": "genre"}
"""List columns, and the name they go by in a file that states one value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRow:
    """What could be read of a row. A field that is absent, blank or unreadable is left unset."""

    ref: TrackRef | None
    """With the row's id unchanged; None when it has none that can be used."""
    track: Track
    available: bool | None
    markets: frozenset[str] | None
    unread: tuple[str, ...]
    """The names of the fields that held something which cannot be read, wholly or in part."""

    @property
    def id(self) -> str | None:
        """The row's id, unchanged; None when it has none that can be used."""
        return self.ref.id if self.ref else None


def read_track_row(row: Mapping[str, object], provider: str) -> TrackRow:
    """Read a row of this provider's tracks tolerantly: unknown keys are ignored, nothing in a row is an error."""
    reading = _Reading(row)
    id_ = reading.take("id", _id)
    track = _track(reading)
    available = reading.take("available", _truth)
    markets = frozenset(reading.take_all("markets", _market))
    return TrackRow(
        ref=TrackRef(provider, id_) if id_ else None,
        track=track,
        available=available,
        markets=markets or None,
        unread=tuple(reading.unread),
    )


def _track(reading: "_Reading") -> Track:
    return Track(
        title=reading.take("title", _words) or "",
        artists=reading.take_all("artists", _words),
        album=reading.take("album", _words),
        album_artists=reading.take_all("album_artists", _words),
        duration_ms=reading.take("duration_ms", _count),
        isrcs=reading.take_all("isrcs", _isrc),
        mbid=reading.take("mbid", _mbid),
        release_mbid=reading.take("release_mbid", _mbid),
        track_number=reading.take("track_number", _count),
        disc_number=reading.take("disc_number", _count),
        release_date=reading.take("release_date", _date),
        explicit=reading.take("explicit", _truth),
        version=reading.take("version", _words),
        refs=reading.take_all("refs", _ref),
        iswcs=reading.take_all("iswcs", _text),
        bpm=reading.take("bpm", _positive),
        popularity=reading.take("popularity", _share),
        preview_url=reading.take("preview_url", _text),
        barcode=reading.take("barcode", _barcode),
        release_kind=reading.take("release_kind", _release_kind),
        genres=reading.take_all("genres", _words),
    )


class _Reading:
    """A row being read, with the names of the fields that could not be."""

    def __init__(self, row: Mapping[str, object]) -> None:
        self._row = row
        self.unread: list[str] = []

    def take(self, field: str, read: Callable[[object], Value]) -> Value | None:
        value = self._row.get(field)
        return None if _is_blank(value) else self._read(field, read, value)

    def take_all(self, field: str, read: Callable[[object], Value]) -> tuple[Value, ...]:
        """The values of a list that can be read, each once, of the first MOST_VALUES."""
        stated = self._row.get(field)
        if _is_blank(stated) and field in _ONE_OF_MANY:
            stated = self._row.get(_ONE_OF_MANY[field])
        listed = [value for value in _listed(stated) if not _is_blank(value)]
        if len(listed) > MOST_VALUES:
            self._miss(field)
        values = [self._read(field, read, value) for value in listed[:MOST_VALUES]]
        return tuple(dict.fromkeys(value for value in values if value is not None))

    def _read(self, field: str, read: Callable[[object], Value], value: object) -> Value | None:
        try:
            return read(value)
        except (TypeError, ValueError):
            self._miss(field)
            return None

    def _miss(self, field: str) -> None:
        if field not in self.unread:
            self.unread.append(field)


def _is_blank(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not _CONTROL.sub(" ", value).strip())


def _listed(value: object) -> list[object]:
    """A JSON list, such a list as text, or texts separated by `;`."""
    if isinstance(value, list):
        return value
    if not isinstance(value, str):
        return [value]
    if value.lstrip().startswith("["):
        try:
            parsed: object = json.loads(value)
        except (ValueError, RecursionError):
            parsed = None
        if isinstance(parsed, list):
            return parsed
    return list(value.split(";"))


def _text(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or _UNSTORABLE.search(value):
        raise ValueError
    return value.strip()


def _words(value: object) -> str:
    """Text for people, with blanks for control characters."""
    return _text(_CONTROL.sub(" ", value) if isinstance(value, str) else value)


def _id(value: object) -> str:
    id_ = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(id_, str) or id_fault(id_):
        raise ValueError
    return id_


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    try:
        number = float(value)
    except OverflowError as error:
        raise ValueError from error
    if not math.isfinite(number):
        raise ValueError
    return number


def _count(value: object) -> int:
    count = round(_number(value))
    if not 0 < count <= LARGEST_COUNT:
        raise ValueError
    return count


def _positive(value: object) -> float:
    number = _number(value)
    if number <= 0:
        raise ValueError
    return number


def _share(value: object) -> float:
    number = _number(value)
    if not 0 <= number <= 1:
        raise ValueError
    return number


def _truth(value: object) -> bool:
    truths = {"true": True, "1": True, "false": False, "0": False}
    text = str(value).strip().lower()
    if text not in truths:
        raise ValueError
    return truths[text]


def _isrc(value: object) -> str:
    return read_isrc(_text(value))


def _mbid(value: object) -> str:
    return read_mbid(_text(value))


def _barcode(value: object) -> str:
    return read_barcode(_text(value))


def _market(value: object) -> str:
    return read_market(_text(value))


def _date(value: object) -> str:
    return read_release_date(_text(value))


def _release_kind(value: object) -> ReleaseKind:
    return ReleaseKind(re.sub(r"[\s-]+", "_", _text(value).lower()))


def _ref(value: object) -> TrackRef:
    if not isinstance(value, dict):
        raise TypeError
    return TrackRef(_text(value.get("provider")), _id(value.get("id")))
