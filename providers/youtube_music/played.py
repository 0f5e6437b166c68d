"""The player's answer for one id: whether it plays, and what it is."""

import re
from collections.abc import Mapping

from providers.json_field import mapping, text, whole_number
from providers.youtube_music.credit import channel_name, credit_of_song, credit_of_video
from providers.youtube_music.declaration import DECLARATION
from providers.youtube_music.playability import plays
from providers.youtube_music.row import SONG, ref_of
from tracklink.plugin import Candidate, Track, TrackRef


def read_played(answer: Mapping[str, object], asked: TrackRef) -> Candidate | None:
    """The track that answers for an id; None where there is none.

    Of a private video nothing but its id is told. An id that is gone, or never was, is an ERROR without details.
    """
    playability, details = mapping(answer.get("playabilityStatus")), mapping(answer.get("videoDetails"))
    available = plays(playability)
    if playability.get("status") == "ERROR" and not details:
        return None
    ref = ref_of(details.get("videoId")) or ref_of(asked.id) or asked
    return Candidate(
        ref=ref,
        track=_track(details),
        available=available,
        duration_precision_ms=DECLARATION.duration_precision_ms,
        relinked_from=asked if ref != asked else None,
    )


def _track(details: Mapping[str, object]) -> Track:
    title, author = text(details.get("title")) or "", text(details.get("author"))
    names = (channel_name(author),) if author else ()
    is_song = details.get("musicVideoType") == SONG
    credit = credit_of_song(title, names) if is_song else credit_of_video(title, names)
    return Track(title=credit.title, artists=credit.artists, duration_ms=_duration_ms(details.get("lengthSeconds")))


def _duration_ms(length: object) -> int | None:
    """The length comes as a text of whole seconds; 0 for a live stream."""
    seconds = whole_number(int(length)) if isinstance(length, str) and re.fullmatch("[0-9]{1,6}", length) else None
    return seconds * 1_000 if seconds else None
