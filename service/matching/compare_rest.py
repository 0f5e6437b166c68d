"""Comparing albums and explicitness."""

from rapidfuzz.fuzz import ratio

from service.matching.model import Finding
from service.matching.parts import Prepared

NEIGHBOURS_MS = 1_000
"""Beyond this, two titles on one release are two tracks."""


def compare_album(left: Prepared, right: Prepared) -> Finding:
    """Titles of the releases, edition words left out."""
    if not left.album or not right.album:
        return Finding("album", "not stated", "an album is not stated")
    if left.album != right.album:
        similarity = round(ratio(left.album, right.album) / 100, 3)
        return Finding("album", "different", "the albums are different", similarity)
    if _are_neighbours(left, right):
        return Finding("album", "equal, as another of its tracks", "the albums are equal, and so hold both", 1.0)
    return Finding("album", "equal", "the albums are equal", 1.0)


def _are_neighbours(left: Prepared, right: Prepared) -> bool:
    """Whether one release seems to hold both: `The End` and `The End?`, of unequal length.

    No record holds one recording under two names. Version words, and titles of other words, tell the same elsewhere.
    """
    mine, other = left.track.duration_ms, right.track.duration_ms
    if not mine or not other or abs(mine - other) <= NEIGHBOURS_MS or left.title.core != right.title.core:
        return False
    return _small_print(left) != _small_print(right)


def _small_print(side: Prepared) -> tuple[tuple[str, ...], bool, bool]:
    return side.title.subtitles, side.is_single, "?" in side.track.title


def compare_explicit(left: Prepared, right: Prepared) -> Finding:
    """Explicitness: noted, never weighed."""
    mine, other = left.explicit, right.explicit
    if mine is None or other is None:
        return Finding("explicit", "not stated", "one side does not say whether it is explicit")
    if mine == other:
        return Finding("explicit", "the same", "both are explicit" if mine else "both are clean")
    return Finding("explicit", "different", "explicit on one side, clean on the other")
