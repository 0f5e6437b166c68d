"""Rows of a search and of a queue, as ytmusicapi gives them."""

import re
from collections.abc import Mapping

from domain.release_date import read_release_date
from domain.track_url import page_of
from providers.json_field import flag, mapping, mappings, read, text
from providers.youtube_music.credit import Credit, channel_name, credit_of_song, credit_of_video
from providers.youtube_music.declaration import DECLARATION
from tracklink.plugin import Candidate, Track, TrackRef

SONG = "MUSIC_VIDEO_TYPE_ATV"
"""Sound with a still picture, as labels deliver it; OMV and UGC are videos, of the artist and of anybody."""

_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-9]{2})")
_NOT_A_NAME = re.compile(r"(?i)(?:song|video|(?:no|[0-9][0-9.,]*[KMB]?) (?:views?|plays?))")
"""What stands among the artists when the library takes a kind or a count for a name; such words link to no artist."""


def read_row(row: Mapping[str, object], offered_for: TrackRef | None = None) -> Candidate | None:
    """The track of a row; None where it has no id, as greyed-out rows do."""
    ref = ref_of(row.get("videoId"))
    if ref is None:
        return None
    credit = _credit(row)
    return Candidate(
        ref=ref,
        track=Track(
            title=credit.title,
            artists=credit.artists,
            album=text(mapping(row.get("album")).get("name")),
            duration_ms=read_clock(row.get("duration")) or read_clock(row.get("length")),
            release_date=read(read_release_date, row.get("year")),
            explicit=flag(row.get("isExplicit")),
        ),
        available=flag(row.get("isAvailable")),
        duration_precision_ms=DECLARATION.duration_precision_ms,
        offered_for=offered_for,
    )


def ref_of(id_: object) -> TrackRef | None:
    """The ref of an id, with its page; None when it is none."""
    if not isinstance(id_, str) or not re.fullmatch(DECLARATION.id_pattern, id_):
        return None
    return TrackRef(DECLARATION.name, id_, page_of(DECLARATION, id_))


def read_clock(clock: object) -> int | None:
    """`4:19` -> 259000, `1:02:03` -> 3723000; None for 0:00 and for what is no such text."""
    match = _CLOCK.fullmatch(text(clock) or "")
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (hours * 3_600 + minutes * 60 + seconds) * 1_000 or None


def _credit(row: Mapping[str, object]) -> Credit:
    title, names = text(row.get("title")) or "", _names(row)
    is_song = row.get("resultType") == "song" or row.get("videoType") == SONG
    return credit_of_song(title, names) if is_song else credit_of_video(title, names)


def _names(row: Mapping[str, object]) -> tuple[str, ...]:
    stated = ((text(artist.get("name")), artist.get("id")) for artist in mappings(row.get("artists")))
    return tuple(
        dict.fromkeys(channel_name(name) for name, id_ in stated if name and (id_ or not _NOT_A_NAME.fullmatch(name)))
    )
