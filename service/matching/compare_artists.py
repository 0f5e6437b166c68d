"""Comparing credits."""

from rapidfuzz.fuzz import ratio

from domain.text import romanise
from service.matching.lexicon import VARIOUS
from service.matching.model import Finding
from service.matching.parts import Prepared

NEAR = 0.82
COMPARED = 8
"""Names of each side that are compared letter by letter."""


def compare_artists(left: Prepared, right: Prepared) -> Finding:
    """How far the credits name the same people."""
    mine, other = _people(left), _people(right)
    if not mine or not other:
        return _in_title(left, right)
    if set(mine) == set(other):
        return Finding("artists", "the same", "the artists are the same", 1.0)
    shared = left.names & right.names
    if shared:
        level = "the first shared" if mine[0] in right.names or other[0] in left.names else "some shared"
        return Finding(
            "artists", level, f"both name {min(shared)}", round(len(shared) / len(left.names | right.names), 3)
        )
    best = max(_likeness(a, b) for a in mine[:COMPARED] for b in other[:COMPARED])
    if best >= NEAR:
        return Finding("artists", "nearly equal", "the artists' names differ by a slip of the pen", round(best, 3))
    return Finding("artists", "different", f"{mine[0]} and {other[0]} are different artists", round(best, 3))


def _people(side: Prepared) -> tuple[str, ...]:
    return tuple(name for name in side.artists if name not in VARIOUS)


def _likeness(mine: str, other: str) -> float:
    squeezed = mine.replace(" ", ""), other.replace(" ", "")
    if squeezed[0] == squeezed[1]:
        return 1.0
    likeness = ratio(*squeezed) / 100
    if mine.isascii() != other.isascii():
        return max(likeness, ratio(romanise(mine) or mine, romanise(other) or other) / 100)
    return likeness


def _in_title(left: Prepared, right: Prepared) -> Finding:
    named, silent = (left, right) if left.artists else (right, left)
    title = f" {silent.full_title} "
    if any(f" {name} " in title for name in named.artists):
        return Finding("artists", "in the title", "one side names the artist in its title")
    return Finding("artists", "not stated", "one side states no artist")


def compare_featured(left: Prepared, right: Prepared) -> Finding | None:
    """Featured artists; None when neither side has any."""
    if not left.featured and not right.featured:
        return None
    extra = (left.featured - right.names) | (right.featured - left.names)
    if extra:
        return Finding("featured", "on one side", f"{min(extra)} on one side only")
    return Finding("featured", "the same", "the featured artists are the same")
