"""A track of Tidal's in our words. What cannot be read is left unset."""

from collections.abc import Callable, Collection
from typing import TypeVar

from domain.identifiers import read_barcode, read_isrc
from domain.release_date import read_release_date
from domain.track_url import page_of
from providers.json_field import flag, text, whole_number
from providers.tidal.declaration import DECLARATION
from providers.tidal.document import Document, Members, Resource
from providers.tidal.duration import read_duration_ms
from tracklink.plugin import Candidate, ReleaseKind, Track, TrackRef

Value = TypeVar("Value")

REPLACEMENT = "replacement"
"""The relationship that leads to what plays in the country in place of a track that has gone from it."""

STREAMING = "STREAM"

WAYS_TO_PAY = ("subscription", "free", "paid")

LARGEST_BPM = 1_000


def candidate_of(
    document: Document, resource: Resource, market: str | None, album: Resource | None = None
) -> Candidate:
    """A track, the country in whose catalogue it stands, and its release: `album`, else the first that it names."""
    albums = document.related(resource, "albums")
    plays = _plays(document, resource)
    return Candidate(
        ref=TrackRef(DECLARATION.name, resource.id, page_of(DECLARATION, resource.id)),
        track=_track(document, resource, album or next(iter(albums), None)),
        available=plays,
        markets=frozenset({market}) if market and plays else None,
        duration_precision_ms=DECLARATION.duration_precision_ms,
    )


def _plays(document: Document, resource: Resource) -> bool:
    """The catalogue of a country lists what plays there; two things say otherwise.

    Usages among which streaming is not, and a `replacement`, which is named only for what has gone.
    """
    usages = _usages(document, resource)
    has_gone = any(link.id != resource.id for link in resource.links(REPLACEMENT))
    return not has_gone and (usages is None or STREAMING in usages)


def _usages(document: Document, resource: Resource) -> Collection[object] | None:
    """What a track may be used for, by its rules, else by the `availability` that they replace; None where unsaid.

    The rules have a list for each way to pay, and may lack any of them.
    """
    for rules in document.related(resource, "usageRules"):
        lists = [stated for way in WAYS_TO_PAY if isinstance(stated := rules.attributes.get(way), list)]
        if lists:
            return [usage for stated in lists for usage in stated]
    usages = resource.attributes.get("availability")
    return usages if isinstance(usages, list) else None


def _track(document: Document, resource: Resource, album: Resource | None) -> Track:
    stated: Members = resource.attributes
    release: Members = album.attributes if album else {}
    isrc = _read(stated.get("isrc"), read_isrc)
    return Track(
        title=text(stated.get("title")) or "",
        version=text(stated.get("version")),
        artists=_names(document, resource),
        duration_ms=_read(stated.get("duration"), read_duration_ms),
        isrcs=(isrc,) if isrc else (),
        explicit=flag(stated.get("explicit")),
        popularity=_number(stated.get("popularity"), 1),
        bpm=_number(stated.get("bpm"), LARGEST_BPM) or None,
        track_number=whole_number(resource.meta.get("trackNumber")),
        disc_number=whole_number(resource.meta.get("volumeNumber")),
        album=text(release.get("title")),
        album_artists=_names(document, album) if album else (),
        release_date=_read(release.get("releaseDate"), read_release_date),
        release_kind=_read(release.get("albumType") or release.get("type"), _release_kind),
        barcode=_read(release.get("barcodeId"), read_barcode),
    )


def _names(document: Document, resource: Resource) -> tuple[str, ...]:
    names = (text(artist.attributes.get("name")) for artist in document.related(resource, "artists"))
    return tuple(dict.fromkeys(name for name in names if name))


def _read(field: object, read: Callable[[str], Value]) -> Value | None:
    try:
        return read(stated) if (stated := text(field)) else None
    except ValueError:
        return None


def _number(field: object, most: float) -> float | None:
    if isinstance(field, bool) or not isinstance(field, int | float):
        return None
    return float(field) if 0 <= field <= most else None


def _release_kind(stated: str) -> ReleaseKind:
    return ReleaseKind(stated.lower())
