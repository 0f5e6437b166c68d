"""A person's judgement on a pair of a track and an id."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracklink.plugin import Track, TrackRef


class Decision(StrEnum):
    """The kind of judgement."""

    PINNED = "pinned"
    FORBIDDEN = "forbidden"
    CLEARED = "cleared"
    """Taken back. It is kept so that answers given before it are asked again, and is never listed."""


class ReviewAction(StrEnum):
    """What a reviewer asks to record."""

    PIN = "pin"
    FORBID = "forbid"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewQuery:
    """ReviewLink's question."""

    track: Track
    ref: TrackRef
    action: ReviewAction
    note: str = ""
    reviewer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A judgement in force: `ref` is (or never is) the answer for `track` on `ref.provider`. `reviewed_at` is UTC."""

    track: Track
    ref: TrackRef
    decision: Decision
    note: str = ""
    reviewer: str = ""
    reviewed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAnswer:
    """What is now in force for the pair; `changed` is False when nothing had to be recorded."""

    review: Review | None
    changed: bool
