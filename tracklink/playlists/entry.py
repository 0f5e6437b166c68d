"""One entry of a playlist, checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from tracklink.v1.track_pb2 import Track, TrackRef

_LARGEST_COUNT = 2**31 - 1

Fields = dict[str, object]


class PlaylistError(Exception):
    """A playlist or a report cannot be read or written; the message is one sentence that names it and the cure."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands in the file, with its position counted from 1."""

    position: int
    fields: Fields

    @property
    def id(self) -> str:
        """The id as text; empty when there is none."""
        stated = self.fields.get("id")
        return "" if stated is None else str(stated)

    @property
    def is_gone(self) -> bool:
        """Whether the playlist says that the track does not play."""
        return self.fields.get("available") is False

    @property
    def earlier_ids(self) -> Iterator[str]:
        """The dead ids that this entry had before it was repaired, the latest first."""
        mark = self.fields.get("replaced")
        while isinstance(mark, dict):
            yield str(mark.get("id"))
            mark = mark.get("replaced")

    def track(self, provider: str) -> Track:
        """What the entry says of the track, for the server."""
        return Track(
            title=self._text("name"),
            artists=self._texts("artists") or self._texts("artist"),
            album=self._text("album"),
            version=self._text("version"),
            track_number=_count(self.fields.get("num")),
            duration_ms=_count(self.fields.get("duration_ms")),
            isrcs=self._texts("isrcs") or self._texts("isrc"),
            refs=[TrackRef(provider=provider, id=self.id)] if self.id else [],
        )

    def _text(self, key: str) -> str:
        return cast("str | None", self.fields.get(key)) or ""

    def _texts(self, key: str) -> list[str]:
        stated = cast("list[str] | str | None", self.fields.get(key)) or []
        return [stated] if isinstance(stated, str) else stated


def _count(stated: object) -> int | None:
    """A number above zero that the contract can carry; anything else says nothing."""
    if isinstance(stated, str) and stated.isascii() and stated.isdigit() and len(stated) <= len(str(_LARGEST_COUNT)):
        stated = int(stated)
    if isinstance(stated, int) and not isinstance(stated, bool) and 0 < stated <= _LARGEST_COUNT:
        return stated
    return None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_id(value: object) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool)


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


_FORMS = {
    "name": (_is_text, "text"),
    "artist": (_is_text, "text"),
    "album": (_is_text, "text"),
    "version": (_is_text, "text"),
    "isrc": (_is_text, "text"),
    "artists": (_is_texts, "a list of texts"),
    "isrcs": (_is_texts, "a list of texts"),
    "id": (_is_id, "a whole number or text"),
    "available": (_is_truth, "true or false"),
}


def read_entry(position: int, value: object) -> Entry:
    """An entry from its JSON value; raises PlaylistError where a key that is understood has another form."""
    if not isinstance(value, dict):
        raise PlaylistError(f'entry {position} is no object: write {{"name": ..., "artist": ..., "id": ...}}')
    for key, (fits, form) in _FORMS.items():
        if value.get(key) is not None and not fits(value[key]):
            raise PlaylistError(f'entry {position}: "{key}" must be {form}')
    return Entry(position, value)
