"""Invented judgements, for the tests of the stores."""

from datetime import datetime

from domain.review import Decision, Review
from tests.repositories.learning import NOON
from tracklink.plugin import Track, TrackRef


def a_review(track: Track, decision: Decision, ref_id: str = "81", *, reviewed_at: datetime = NOON) -> Review:
    """A judgement on the track and this id on Deezer."""
    ref = TrackRef("deezer", ref_id, f"https://deezer.example/track/{ref_id}")
    return Review(track=track, ref=ref, decision=decision, note="by ear", reviewer="wren", reviewed_at=reviewed_at)


def a_pin(track: Track, ref_id: str = "81", *, reviewed_at: datetime = NOON) -> Review:
    """The track is this id."""
    return a_review(track, Decision.PINNED, ref_id, reviewed_at=reviewed_at)


def a_ban(track: Track, ref_id: str = "81", *, reviewed_at: datetime = NOON) -> Review:
    """The track is never this id."""
    return a_review(track, Decision.FORBIDDEN, ref_id, reviewed_at=reviewed_at)
