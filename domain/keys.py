"""Lookup keys: the strings under which a recording is remembered. A key only proposes; the matcher decides."""

import hashlib
import json

from domain.known import Question
from domain.text import fold, plain
from tracklink.plugin import Track, TrackRef


def ref_key(ref: TrackRef) -> str:
    """`ref:spotify:661485`."""
    return f"ref:{ref.provider}:{ref.id}"


def identifier_keys(track: Track) -> frozenset[str]:
    """Keys of every identifier that names the recording: refs, ISRCs, MBID (the same key as a ref on MusicBrainz)."""
    keys = {ref_key(ref) for ref in track.refs} | {f"isrc:{isrc}" for isrc in track.isrcs}
    if track.mbid:
        keys.add(ref_key(TrackRef("musicbrainz", track.mbid)))
    return frozenset(keys)


def text_key(track: Track) -> str | None:
    """A digest of the folded title and artists, artists in any order; None without a title."""
    title = fold(track.title)
    if not title:
        return None
    return f"text:{_digest([title, sorted(fold(artist) for artist in track.artists)])}"


def keys_of(track: Track) -> frozenset[str]:
    """Every key of the track."""
    text = text_key(track)
    return identifier_keys(track) | ({text} if text else set())


def question_of(track: Track, market: str | None) -> Question:
    """What an answer to this query is remembered by."""
    return Question(
        statement=statement_of(track),
        identifiers=identifier_keys(track) | ({f"barcode:{track.barcode}"} if track.barcode else frozenset()),
        keys=keys_of(track),
        market=market,
    )


def statement_of(track: Track) -> str:
    """A digest of all that the track states apart from identifiers.

    Case, Unicode form, blanks and the order of artists make no difference; punctuation does: `Bird (Live)` is a
    version of Bird, and `Bird Live` another title.
    """
    words = [track.title, track.album or "", track.version or ""]
    figures = [
        track.duration_ms,
        track.track_number,
        track.disc_number,
        track.release_date,
        track.explicit,
        track.release_kind,
    ]
    artists = [sorted(plain(artist) for artist in credit) for credit in (track.artists, track.album_artists)]
    return _digest([[plain(word) for word in words], artists, figures])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:32]
