"""The player's answer for one id: whether it plays, and what it is."""

import re
from collections.abc import Mapping

from providers.json_field import mapping, text, whole_number
from providers.youtube_music.adapter import NAME
from providers.youtube_music.credit import channel_name, credit_of_song, credit_of_video
from providers.youtube_music.declaration import DECLARATION
from providers.youtube_music.row import SONG, ref_of
from tracklink.plugin import Candidate, ProviderAnswerInvalid, ProviderRateLimited, Track, TrackRef

SIGNED_IN_ONLY = frozenset({"AGE_CHECK_REQUIRED", "AGE_VERIFICATION_REQUIRED", "CONTENT_CHECK_REQUIRED"})
"""Statuses of what plays for a person with an account; the complete list of statuses is not published."""


def read_played(answer: Mapping[str, object], asked: TrackRef) -> Candidate | None:
    """The track that answers for an id; None where there is none.

    Of a private video nothing but its id is told. ProviderRateLimited when the service doubts that a person asks: that
    says nothing about the track.
    """
    playability, details = mapping(answer.get("playabilityStatus")), mapping(answer.get("videoDetails"))
    status = text(playability.get("status"))
    if status is None:
        raise ProviderAnswerInvalid(NAME, f"{NAME} sent an answer without a playability status.")
    reason = (text(playability.get("reason")) or "").casefold()
    if status == "LOGIN_REQUIRED" and re.search(r"\bbot\b", reason):
        raise ProviderRateLimited(NAME, f"{NAME} takes the requests from this address for a robot's.")
    if status == "ERROR" and not details:
        return None
    ref = ref_of(details.get("videoId")) or ref_of(asked.id) or asked
    return Candidate(
        ref=ref,
        track=_track(details),
        available=_plays(status, reason),
        duration_precision_ms=DECLARATION.duration_precision_ms,
        relinked_from=asked if ref != asked else None,
    )


def _plays(status: str, reason: str) -> bool | None:
    """Anything but OK does not play; behind a check of age it does, for those who pass it."""
    if status in SIGNED_IN_ONLY or (status == "LOGIN_REQUIRED" and re.search(r"\bage\b", reason)):
        return None
    return status == "OK"


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
