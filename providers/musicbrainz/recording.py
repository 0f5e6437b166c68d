"""A recording of MusicBrainz as a candidate."""

from collections.abc import Collection, Iterable, Iterator

from domain.identifiers import read_isrc
from domain.track_url import page_of
from providers.musicbrainz.declaration import DECLARATION
from providers.musicbrainz.mbid import mbid_of
from providers.musicbrainz.parsed import ArtistCredit, Recording
from providers.musicbrainz.relation import refs_of
from providers.musicbrainz.release import barcode_of, choose_release, first_date, kind_of, place_on
from tracklink.plugin import Candidate, Declaration, Track, TrackRef

_LONGEST_MS = 2**31 - 1


def candidates(
    recordings: Iterable[Recording], declarations: Iterable[Declaration], preferred: Collection[str] = ()
) -> tuple[Candidate, ...]:
    """The recordings in the order given, each on one of the preferred releases if it is on any.

    One without an MBID is left out. Another MBID than the one that was asked for is a merged recording's: the service
    answers with the recording that it went into, and both the ref and `mbid` name that.
    """
    known = tuple(declarations)
    return tuple(
        _candidate(mbid, recording, known, preferred) for recording in recordings if (mbid := mbid_of(recording))
    )


def _candidate(
    mbid: str, recording: Recording, declarations: Iterable[Declaration], preferred: Collection[str]
) -> Candidate:
    return Candidate(
        ref=TrackRef(DECLARATION.name, mbid, page_of(DECLARATION, mbid)),
        track=_track(mbid, recording, declarations, preferred),
        duration_precision_ms=DECLARATION.duration_precision_ms,
    )


def _track(mbid: str, recording: Recording, declarations: Iterable[Declaration], preferred: Collection[str]) -> Track:
    release = choose_release(recording, preferred)
    disc_number, track_number = place_on(release)
    return Track(
        title=recording.get("title", ""),
        artists=_names(recording.get("artist-credit", [])),
        album=release.get("title") or None,
        album_artists=_names(release.get("artist-credit", [])),
        duration_ms=_duration_ms(recording.get("length", "")),
        isrcs=tuple(dict.fromkeys(_isrcs(recording))),
        mbid=mbid,
        release_mbid=mbid_of(release),
        track_number=track_number,
        disc_number=disc_number,
        release_date=first_date(recording),
        version=_version(recording),
        refs=refs_of(recording, declarations),
        barcode=barcode_of(release),
        release_kind=kind_of(release),
    )


def _names(credit: ArtistCredit) -> tuple[str, ...]:
    """Every name as it is credited; the phrases between them are left out."""
    names = (name.get("name") or name.get("artist", {}).get("name", "") for name in credit if not isinstance(name, str))
    return tuple(name for name in names if name)


def _duration_ms(length: str) -> int | None:
    return int(length) if length.isascii() and length.isdigit() and 0 < int(length) <= _LONGEST_MS else None


def _isrcs(recording: Recording) -> Iterator[str]:
    for isrc in recording.get("isrc-list", []):
        try:
            yield read_isrc(isrc)
        except ValueError:
            continue


def _version(recording: Recording) -> str | None:
    """What tells it from the artist's other recordings of this title: `live, 2004-05-01: Town Hall, Utrecht`."""
    video = "video" if recording.get("video") == "true" else ""
    return ", ".join(part for part in (recording.get("disambiguation", ""), video) if part) or None
