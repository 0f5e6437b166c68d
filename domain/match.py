"""What a comparison of a candidate with a query comes to."""

from dataclasses import dataclass
from enum import StrEnum

from tracklink.plugin import Track, TrackRef


class Effect(StrEnum):
    """The direction in which one comparison points."""

    SUPPORTS = "supports"
    NEUTRAL = "neutral"
    OPPOSES = "opposes"
    VETOES = "vetoes"


class Verdict(StrEnum):
    """How the candidate's sound relates to what was asked."""

    SAME_RECORDING = "same_recording"
    SAME_RECORDING_OTHER_MASTER = "same_recording_other_master"
    OTHER_VERSION = "other_version"
    DIFFERENT = "different"
    UNDECIDABLE = "undecidable"

    @property
    def is_same(self) -> bool:
        """Whether the sound is the same recording, mastered again or not."""
        return self in {Verdict.SAME_RECORDING, Verdict.SAME_RECORDING_OTHER_MASTER}


class Availability(StrEnum):
    """Whether a candidate plays in the market asked for."""

    UNKNOWN = "unknown"
    PLAYABLE = "playable"
    OTHER_MARKETS = "other_markets"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One named comparison.

    `weight` is how much it moved the confidence, in log-odds: positive towards the same recording, 0 for a veto.
    `similarity` is 0..1, None where likeness has no degrees. `detail` is the reason in words.
    """

    field: str
    effect: Effect
    similarity: float | None
    weight: float
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A candidate with its evidence, verdict and calibrated confidence (0..1)."""

    ref: TrackRef
    track: Track
    confidence: float
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    availability: Availability = Availability.UNKNOWN
