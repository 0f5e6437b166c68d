"""Spotify's track objects as candidates. Every field may be missing: since 2026 new applications are told less."""

import re
from collections.abc import Mapping

from domain.identifiers import read_barcode, read_isrc
from domain.release_date import read_release_date
from domain.track_url import page_of
from providers.json_field import flag, mapping, mappings, read, text, texts, whole_number
from providers.spotify.availability import availability_of
from providers.spotify.declaration import DECLARATION
from tracklink.plugin import Candidate, ReleaseKind, Track, TrackRef

Fields = Mapping[str, object]

MOST_POPULAR = 100

LENGTH_OF_PRECISION = {"year": len("1979"), "month": len("1979-11")}
"""How much of a date is meant where it is filled up to the day."""


def candidate_of(fields: Fields, market: str | None, asked: str | None = None) -> Candidate | None:
    """The candidate, `asked` being the id asked for; None for a local file, an episode, a track without an id.

    Where a track does not play in the market and another does in its place, the answer is that other one, and its
    `linked_from`, if stated, the one asked for. A track that was removed keeps its id and loses its name.
    """
    id_ = track_id(fields)
    if id_ is None or fields.get("is_local") is True or text(fields.get("type")) not in {None, "track"}:
        return None
    track = _track(fields)
    available, markets = availability_of(fields, market) if track.title else (False, None)
    original = asked or track_id(mapping(fields.get("linked_from")))
    return Candidate(
        ref=ref_of(id_),
        track=track,
        available=available,
        markets=markets,
        duration_precision_ms=DECLARATION.duration_precision_ms,
        relinked_from=ref_of(original) if original and original != id_ else None,
    )


def track_id(fields: Fields) -> str | None:
    """The id, if it is one."""
    id_ = text(fields.get("id"))
    return id_ if id_ and re.fullmatch(DECLARATION.id_pattern, id_) else None


def ref_of(id_: str) -> TrackRef:
    """The ref of an id, with its page."""
    return TrackRef(DECLARATION.name, id_, page_of(DECLARATION, id_))


def _track(fields: Fields) -> Track:
    album = mapping(fields.get("album"))
    ids = mapping(fields.get("external_ids"))
    isrc = read(read_isrc, ids.get("isrc"))
    return Track(
        title=text(fields.get("name")) or "",
        artists=_names(fields.get("artists")),
        album=text(album.get("name")),
        album_artists=_names(album.get("artists")),
        duration_ms=whole_number(fields.get("duration_ms")),
        isrcs=(isrc,) if isrc else (),
        track_number=whole_number(fields.get("track_number")),
        disc_number=whole_number(fields.get("disc_number")),
        release_date=_release_date(album),
        explicit=flag(fields.get("explicit")),
        popularity=_popularity(fields),
        preview_url=text(fields.get("preview_url")),
        barcode=read(read_barcode, ids.get("upc")) or read(read_barcode, ids.get("ean")),
        release_kind=_release_kind(album),
    )


def _names(artists: object) -> tuple[str, ...]:
    return texts([artist.get("name") for artist in mappings(artists)])


def _release_date(album: Fields) -> str | None:
    stated = text(album.get("release_date")) or ""
    precision = text(album.get("release_date_precision")) or ""
    return read(read_release_date, stated[: LENGTH_OF_PRECISION.get(precision, len(stated))])


def _release_kind(album: Fields) -> ReleaseKind | None:
    kind = (text(album.get("album_type")) or "").lower()
    return ReleaseKind(kind) if kind in set(ReleaseKind) else None


def _popularity(fields: Fields) -> float | None:
    stated = fields.get("popularity")
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        return None
    return stated / MOST_POPULAR if 0 <= stated <= MOST_POPULAR else None
