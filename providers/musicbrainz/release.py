"""Which of a recording's releases its track stands on, and what that release says."""

from collections.abc import Collection, Iterable

from domain.identifiers import read_barcode
from domain.release_date import read_release_date
from providers.musicbrainz.parsed import Recording, Release, TrackPlace
from tracklink.plugin import ReleaseKind

_KINDS = {
    "live": ReleaseKind.LIVE,
    "dj-mix": ReleaseKind.DJ_MIX,
    "remix": ReleaseKind.REMIX,
    "compilation": ReleaseKind.COMPILATION,
    "soundtrack": ReleaseKind.SOUNDTRACK,
    "ep": ReleaseKind.EP,
    "single": ReleaseKind.SINGLE,
    "album": ReleaseKind.ALBUM,
}
"""The types of a release group; of several the one that says most about the sound comes first."""

_UNKNOWN = "9999-99-99"


def choose_release(recording: Recording, preferred: Collection[str]) -> Release:
    """The earliest official release, of the preferred ones if it is on any; an empty one when it is on none."""
    releases = recording.get("release-list", [])
    return min(releases, key=lambda release: _rank(release, preferred), default=Release())


def first_date(recording: Recording) -> str | None:
    """The earliest date on which it came out; the service lists at most 25 releases of a recording."""
    return min((date for date in map(date_of, _published(recording)) if date), key=_sortable, default=None)


def date_of(release: Release) -> str | None:
    """`1979`, `1979-11` or `1979-11-30`."""
    try:
        return read_release_date(release.get("date", ""))
    except ValueError:
        return None


def kind_of(release: Release) -> ReleaseKind | None:
    """What its release group is, the secondary types before the primary one."""
    group = release.get("release-group", {})
    stated = (*group.get("secondary-type-list", []), group.get("primary-type"), group.get("type"))
    types = {type_.casefold() for type_ in stated if type_}
    return next((kind for name, kind in _KINDS.items() if name in types), None)


def barcode_of(release: Release) -> str | None:
    """Its barcode, None where there is none or it is miswritten."""
    try:
        return read_barcode(release.get("barcode", ""))
    except ValueError:
        return None


def place_on(release: Release) -> tuple[int | None, int | None]:
    """The numbers of the disc and of the track: of a release only the media and tracks of the recording are listed."""
    for medium in release.get("medium-list", []):
        for track in medium.get("track-list", []):
            return _number(medium.get("position", "")), _track_number(track)
    return None, None


def _track_number(track: TrackPlace) -> int | None:
    return _number(track.get("position", "")) or _number(track.get("number", ""))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(_UNKNOWN) else None


def _published(recording: Recording) -> Iterable[Release]:
    return (release for release in recording.get("release-list", []) if release.get("status") != "Cancelled")


def _rank(release: Release, preferred: Collection[str]) -> tuple[bool, bool, str, str]:
    date = date_of(release)
    id_ = release.get("id", "")
    return id_ not in preferred, release.get("status") != "Official", _sortable(date or ""), id_


def _sortable(date: str) -> str:
    """What is not known comes last: of `1979` and `1979-11-30` the second says more."""
    return date + _UNKNOWN[len(date) :]
