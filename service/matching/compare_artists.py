"""Comparing credits."""

from functools import lru_cache
from operator import eq
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from service.matching.credit import abbreviates
from service.matching.length import length_relation
from service.matching.model import Finding
from service.matching.numbers import canonical
from service.matching.parts import Prepared
from service.matching.residue import names_other, names_other_shortly
from service.matching.scripts import latin, share_no_script

NEAR = 0.82
"""Likeness at which two names are one name with a slip of the pen."""
COMPARED = 8
"""Names of each side that are compared letter by letter."""
SHORT = 7
"""Letters below which another letter makes another name; one that is missing or misplaced does not."""
BEGINNING = 5
"""Letters with which a short form of a name must begin it."""


def compare_artists(left: Prepared, right: Prepared) -> Finding:
    """How far the credits name the same people."""
    if not left.artists or not right.artists:
        return _in_title(left, right)
    if left.people == right.people or left.artists == right.artists:
        return Finding("artists", "the same", "the artists are the same", 1.0)
    shared = left.names & right.names
    if shared:
        most = 2 * len(left.people & right.people) >= min(len(left.people), len(right.people))
        level = "most shared" if most else "some shared"
        return Finding(
            "artists", level, f"both name {min(shared)}", round(len(shared) / len(left.names | right.names), 3)
        )
    return _by_letters(left, right)


def _by_letters(left: Prepared, right: Prepared) -> Finding:
    mine, other = sorted(left.names)[:COMPARED], sorted(right.names)[:COMPARED]
    best = max(_likeness(name, candidate) for name in mine for candidate in other)
    if best >= NEAR:
        return Finding("artists", "nearly equal", "the artists' names differ by a slip of the pen", round(best, 3))
    if any(_is_short_for(name, candidate) for name in mine for candidate in other):
        return Finding("artists", "short form", "one artist's name is a short form of the other's", round(best, 3))
    if share_no_script(" ".join(mine), " ".join(other)):
        return Finding("artists", "other script", "the artists' names are in different scripts, and nothing joins them")
    detail = f"{left.artists[0]} and {right.artists[0]} are different artists"
    if left.album and left.album == right.album:
        return Finding("artists", "different on the same release", detail, round(best, 3))
    return Finding("artists", "different", detail, round(best, 3))


def _likeness(mine: str, other: str) -> float:
    spellings, others = _spellings(mine), _spellings(other)
    if any(map(eq, spellings, others)):
        return 1.0
    if len(spellings.squeezed) == len(others.squeezed) < SHORT and sorted(mine) != sorted(other):
        return 0.0
    likeness = ratio(spellings.squeezed, others.squeezed) / 100
    if mine.isascii() and other.isascii():
        return likeness
    return max(likeness, ratio(spellings.latin, others.latin) / 100)


class _Spellings(NamedTuple):
    """The forms in which a name may be another's."""

    squeezed: str
    """Without blanks."""
    sorted: str
    """Its words in alphabetical order, with figures for numerals: a surname may come first."""
    latin: str
    """In Latin letters."""


@lru_cache(maxsize=8_192)
def _spellings(name: str) -> _Spellings:
    return _Spellings(name.replace(" ", ""), " ".join(sorted(canonical(name).split())), latin(name))


def _is_short_for(mine: str, other: str) -> bool:
    return _begins(mine, other) or _begins(other, mine) or abbreviates(mine, other)


def _begins(short: str, name: str) -> bool:
    return len(short) >= BEGINNING and (name.startswith(short) or f" {name}".endswith(f" {short}"))


def _in_title(left: Prepared, right: Prepared) -> Finding:
    named, silent = (left, right) if left.artists else (right, left)
    if named.artists and names_other(silent, named):
        return Finding("artists", "in the title", "one side names the artist in its title")
    if named.artists and names_other_shortly(silent, named):
        return Finding("artists", "partly in the title", "one side names a part of the artist's name in its title")
    return Finding("artists", "not stated", "one side states no artist")


def compare_featured(left: Prepared, right: Prepared) -> Finding | None:
    """Everybody but the first artist; None when neither side names more than one."""
    if not left.artists or not right.artists or len(left.people) <= 1 >= len(right.people):
        return None
    extra = left.people ^ right.people
    if not extra:
        return Finding("featured", "the same", "the further artists are the same")
    if _have_other_guests(left, right):
        return Finding("featured", "other guests", "each side names a guest whom the other does not")
    if left.people < right.people or right.people < left.people:
        return Finding("featured", f"on one side, {length_relation(left, right)}", f"{min(extra)} on one side only")
    return Finding("featured", "others", "further artists differ")


def _have_other_guests(left: Prepared, right: Prepared) -> bool:
    """Whether both titles name guests, and neither's are anywhere on the other side."""
    mine, other = left.title.featured[:COMPARED], right.title.featured[:COMPARED]
    if not mine or not other or not left.people.isdisjoint(other) or not right.people.isdisjoint(mine):
        return False
    return not any(_may_be_one(name, candidate) for name in mine for candidate in other)


def _may_be_one(mine: str, other: str) -> bool:
    return mine.startswith(other) or other.startswith(mine) or _likeness(mine, other) >= NEAR
