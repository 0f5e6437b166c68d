"""Deezer's track objects as candidates. Search hits state less than a track's own page; any field may be missing."""

import re
from collections.abc import Mapping

from domain.identifiers import MARKET, read_barcode, read_isrc
from domain.release_date import read_release_date
from domain.track_url import page_of
from providers.deezer.declaration import DECLARATION
from providers.deezer.number import number
from providers.json_field import LARGEST_NUMBER, flag, mapping, mappings, read, text, texts
from tracklink.plugin import Candidate, ReleaseKind, Track, TrackRef

Fields = Mapping[str, object]

HIGHEST_RANK = 1_000_000
FASTEST_BPM = 1_000

EXPLICITNESS = {0: False, 1: True, 3: False}
"""Values of `explicit_content_lyrics`: clean, explicit, edited. 2 and 6: nobody said; the rest is of albums."""

RELEASE_KINDS = {
    "album": ReleaseKind.ALBUM,
    "single": ReleaseKind.SINGLE,
    "ep": ReleaseKind.EP,
    "compile": ReleaseKind.COMPILATION,
    "compilation": ReleaseKind.COMPILATION,
}


def candidate_of(fields: Fields, market: str | None, album: Fields | None = None) -> Candidate | None:
    """The candidate; None without an id, and for artists, albums and the like.

    `album` is the release asked for, where its tracks do not repeat it.
    """
    id_ = id_of(fields)
    if id_ is None or text(fields.get("type")) not in {None, "track"}:
        return None
    available, markets = _availability(fields, market)
    return Candidate(
        ref=ref_of(id_),
        track=_track(fields, mapping(fields.get("album")) if album is None else album),
        available=available,
        markets=markets,
        duration_precision_ms=DECLARATION.duration_precision_ms,
    )


def id_of(fields: Fields) -> str | None:
    """The id of a track or album, if it is one."""
    id_ = number(fields.get("id"))
    return f"{id_}" if id_ and re.fullmatch(DECLARATION.id_pattern, f"{id_}") else None


def ref_of(id_: str) -> TrackRef:
    """The ref of an id, with its page."""
    return TrackRef(DECLARATION.name, id_, page_of(DECLARATION, id_))


def _track(fields: Fields, album: Fields) -> Track:
    title, version = _title_and_version(fields)
    isrc = read(read_isrc, fields.get("isrc"))
    seconds = _small(fields.get("duration"))
    return Track(
        title=title,
        version=version,
        artists=_credited(fields),
        album=text(album.get("title")),
        album_artists=_credited(album),
        duration_ms=seconds * 1_000 if seconds and seconds * 1_000 <= LARGEST_NUMBER else None,
        isrcs=(isrc,) if isrc else (),
        track_number=_small(fields.get("track_position")),
        disc_number=_small(fields.get("disk_number")),
        release_date=_date(album) or _date(fields),
        explicit=_explicit(fields),
        bpm=_bpm(fields.get("bpm")),
        popularity=_popularity(fields.get("rank")),
        preview_url=text(fields.get("preview")),
        barcode=read(read_barcode, album.get("upc")),
        release_kind=RELEASE_KINDS.get((text(album.get("record_type")) or "").lower()),
        genres=texts([genre.get("name") for genre in mappings(mapping(album.get("genres")).get("data"))]),
    )


def _title_and_version(fields: Fields) -> tuple[str, str | None]:
    """`title` is `title_short` with `title_version` behind it; the version stands apart only where it does not."""
    version = text(fields.get("title_version"))
    title = text(fields.get("title")) or text(fields.get("title_short")) or ""
    return title, None if version is None or version.casefold() in title.casefold() else version


def _credited(fields: Fields) -> tuple[str, ...]:
    """Second artists stand among the contributors alone, and search hits state none of those."""
    contributors = texts([artist.get("name") for artist in mappings(fields.get("contributors"))])
    return contributors or texts([mapping(fields.get("artist")).get("name")])


def _date(fields: Fields) -> str | None:
    """The release's own date is preferred to its track's, which can differ; 0000-00-00 is none."""
    return read(read_release_date, fields.get("release_date"))


def _explicit(fields: Fields) -> bool | None:
    """`explicit_lyrics` is false also where nobody said, so that only its true counts."""
    code = fields.get("explicit_content_lyrics")
    if isinstance(code, int) and not isinstance(code, bool) and code in EXPLICITNESS:
        return EXPLICITNESS[code]
    return flag(fields.get("explicit_lyrics")) or None


def _availability(fields: Fields, market: str | None) -> tuple[bool | None, frozenset[str] | None]:
    """`available` and `markets`.

    `readable` speaks of the country from which Deezer is asked; only a track's own page lists the countries.
    """
    readable = flag(fields.get("readable"))
    listed = fields.get("available_countries")
    unlisted = (None if market else readable), None
    if not isinstance(listed, list):
        return unlisted
    countries = frozenset(code for code in texts(listed) if MARKET.fullmatch(code))
    if countries:
        return (None if readable is False else True), countries
    return unlisted if readable or listed else (False, countries)


def _bpm(field: object) -> float | None:
    if isinstance(field, bool) or not isinstance(field, int | float):
        return None
    return float(field) if 0 < field < FASTEST_BPM else None


def _popularity(field: object) -> float | None:
    rank = number(field)
    return min(rank / HIGHEST_RANK, 1.0) if rank and rank <= LARGEST_NUMBER else None


def _small(field: object) -> int | None:
    stated = number(field)
    return stated if stated and stated <= LARGEST_NUMBER else None
