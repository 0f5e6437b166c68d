"""Comparing durations, albums and explicitness."""

from rapidfuzz.fuzz import ratio

from service.matching.kind import Kind
from service.matching.model import Finding
from service.matching.parts import Prepared

# A title without a credit is a video's or a careless file's: its length holds what was filmed around the music.
STEPS_SECONDS = (1, 2, 3, 5, 10, 20)


def compare_duration(left: Prepared, right: Prepared, precision_ms: int) -> Finding:
    """The difference in length, less what a provider's rounding may have added."""
    mine, other = left.track.duration_ms, right.track.duration_ms
    if not mine or not other:
        return Finding("duration", "not stated", "a length is not stated")
    apart = abs(mine - other)
    rounding = 0 if precision_ms <= 1 else precision_ms // 2
    step = next((step for step in STEPS_SECONDS if max(0, apart - rounding) <= step * 1000), None)
    level = f"within {step} s" if step else "further apart"
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
    mine, other = explicitness(left), explicitness(right)
    if mine is None or other is None:
        return Finding("explicit", "not stated", "one side does not say whether it is explicit")
    if mine == other:
        return Finding("explicit", "the same", "both are explicit" if mine else "both are clean")
    return Finding("explicit", "different", "explicit on one side, clean on the other")


def explicitness(side: Prepared) -> bool | None:
    """As stated, or as the title says."""
    kinds = {descriptor.kind for descriptor in side.title.descriptors}
    if Kind.CLEAN in kinds:
        return False
    return True if Kind.EXPLICIT in kinds else side.track.explicit
