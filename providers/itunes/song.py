"""A song of Apple's in our words. What cannot be read is left unset."""

import re
from collections.abc import Iterator, Mapping

from domain.release_date import read_release_date
from domain.track_url import page_of
from providers.itunes.declaration import DECLARATION
from providers.json_field import flag, mappings, read, text, whole_number
from tracklink.plugin import Candidate, ReleaseKind, Track, TrackRef

EXPLICIT = {"explicit": True, "cleaned": False, "clean": False, "notExplicit": False}

_KIND_SUFFIX = re.compile(r"(?P<name>.*\S) - (?P<kind>Single|EP)")
"""Apple adds the kind of a short release to its name."""


def candidates_of(results: object, market: str | None) -> Iterator[Candidate]:
    """The songs of an answer from the market's catalogue, without the albums, videos and booklets among them."""
    for song in mappings(results):
        id_ = _id(song.get("trackId"))
        if song.get("kind") == "song" and id_:
            streams = flag(song.get("isStreamable"))
            yield Candidate(
                ref=TrackRef(DECLARATION.name, id_, page_of(DECLARATION, id_)),
                track=_track(song),
                available=streams,
                markets=frozenset({market}) if market and streams else None,
                duration_precision_ms=DECLARATION.duration_precision_ms,
            )


def _track(song: Mapping[str, object]) -> Track:
    album, kind = _release(text(song.get("collectionName")))
    artist, album_artist, genre = (
        text(song.get(name)) for name in ("artistName", "collectionArtistName", "primaryGenreName")
    )
    return Track(
        title=_title(song) or "",
        artists=(artist,) if artist else (),
        album=album,
        album_artists=(album_artist,) if album_artist else (),
        duration_ms=whole_number(song.get("trackTimeMillis")),
        track_number=whole_number(song.get("trackNumber")),
        disc_number=whole_number(song.get("discNumber")),
        release_date=read(read_release_date, song.get("releaseDate")),
        explicit=EXPLICIT.get(text(song.get("trackExplicitness")) or ""),
        preview_url=text(song.get("previewUrl")),
        release_kind=kind,
        genres=(genre,) if genre else (),
    )


def _title(song: Mapping[str, object]) -> str | None:
    """The censored name goes on where the plain one ends, for some tracks: it has their version."""
    plain, censored = text(song.get("trackName")), text(song.get("trackCensoredName"))
    return censored if plain and censored and censored.startswith(plain) else plain


def _release(name: str | None) -> tuple[str | None, ReleaseKind | None]:
    """`Far Shore - EP` -> `Far Shore`, an EP."""
    if name and (match := _KIND_SUFFIX.fullmatch(name)):
        return match["name"], ReleaseKind(match["kind"].lower())
    return name, None


def _id(field: object) -> str | None:
    """Ids are JSON numbers, and will one day be larger than 32 bits."""
    id_ = f"{field}" if isinstance(field, int) and not isinstance(field, bool) else ""
    return id_ if re.fullmatch(DECLARATION.id_pattern, id_) else None
