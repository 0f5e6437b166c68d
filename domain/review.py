"""A person's judgement on a pair of a track and an id."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracklink.plugin import Track, TrackRef


class Decision(StrEnum):
    """The kind of judgement."""

    PINNED = "pinned"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A judgement in force: `ref` is (or never is) the answer for `track` on `ref.provider`. `reviewed_at` is UTC."""

    track: Track
    ref: TrackRef
    decision: Decision
    note: str = ""
    reviewer: str = ""
    reviewed_at: datetime
