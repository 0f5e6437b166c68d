"""Comparing durations, albums and explicitness."""

from bisect import bisect_left

from rapidfuzz.fuzz import ratio

from service.matching.model import Finding
from service.matching.parts import Prepared

# A title without a credit is a video's or a careless file's: its length holds what was filmed around the music.
STEPS_SECONDS = (1, 2, 3, 5, 10, 20)
STEPS_MS = tuple(1_000 * seconds for seconds in STEPS_SECONDS)
LEVELS = (*(f"within {seconds} s" for seconds in STEPS_SECONDS), "further apart")


def compare_duration(left: Prepared, right: Prepared, precision_ms: int) -> Finding:
    """The difference in length, less what a provider's rounding may have added."""
    mine, other = left.track.duration_ms, right.track.duration_ms
    if not mine or not other:
        return Finding("duration", "not stated", "a length is not stated")
    apart = abs(mine - other)
    rounding = 0 if precision_ms <= 1 else precision_ms // 2
    level = LEVELS[bisect_left(STEPS_MS, apart - rounding)]
    if not (left.artists and right.artists):
        level = f"{level}, beside a video"
    detail = "the lengths are equal" if not apart else f"the lengths differ by {apart / 1000:.1f} s"
    return Finding("duration", level, detail, round(max(0.0, 1 - apart / max(mine, other)), 3))


def compare_album(left: Prepared, right: Prepared) -> Finding:
    """Titles of the releases, edition words left out."""
    if not left.album or not right.album:
        return Finding("album", "not stated", "an album is not stated")
    if left.album == right.album:
        return Finding("album", "equal", "the albums are equal", 1.0)
    return Finding("album", "different", "the albums are different", round(ratio(left.album, right.album) / 100, 3))


def compare_explicit(left: Prepared, right: Prepared) -> Finding:
    """Explicitness: noted, never weighed."""
    mine, other = left.explicit, right.explicit
    if mine is None or other is None:
        return Finding("explicit", "not stated", "one side does not say whether it is explicit")
    if mine == other:
        return Finding("explicit", "the same", "both are explicit" if mine else "both are clean")
    return Finding("explicit", "different", "explicit on one side, clean on the other")
