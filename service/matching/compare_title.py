"""Comparing titles and the numbers in them."""

import regex
from rapidfuzz.fuzz import ratio

from domain.text import romanise
from service.matching.model import Finding
from service.matching.parts import Prepared

NEAR = 0.86
"""Likeness at which two titles are one title with a slip of the pen."""
SHORT = 6
"""Letters below which only equality counts."""
UNLIKE = 0.2
_DIGITS = regex.compile(r"\d+")


def compare_title(left: Prepared, right: Prepared) -> Finding:
    """How far the titles say the same."""
    if not left.title.core or not right.title.core:
        return Finding("title", "not stated", "a title is missing")
    likeness = ratio(left.full_title, right.full_title) / 100
    level = _equality(left, right) or _nearness(left, right, likeness)
    return Finding("title", level, _DETAILS[level], 1.0 if level == "equal" else round(likeness, 3))


def _equality(left: Prepared, right: Prepared) -> str | None:
    if left.title.symbols != right.title.symbols:
        return None
    if left.full_title == right.full_title:
        return "equal"
    return _equality_in_parts(left, right)


def _equality_in_parts(left: Prepared, right: Prepared) -> str | None:
    if left.squeezed == right.squeezed:
        return "equal without blanks"
    if left.title.core == right.title.core:
        return "other second half" if left.title.subtitles and right.title.subtitles else "subtitle on one side"
    if left.title.core in right.title.subtitles or right.title.core in left.title.subtitles:
        return "equal in one of two languages"
    if _stars_open(left.title.censored, right.title.core) or _stars_open(right.title.censored, left.title.core):
        return "equal where starred letters are open"
    return None


def _nearness(left: Prepared, right: Prepared, likeness: float) -> str:
    mine, other = left.full_title, right.full_title
    if (romanise(mine) or mine) == (romanise(other) or other):
        return "equal in Latin letters"
    if mine.isascii() != other.isascii() and likeness < UNLIKE:
        return "other script"
    if min(len(mine), len(other)) >= SHORT and _DIGITS.findall(mine) == _DIGITS.findall(other) and likeness >= NEAR:
        return "nearly equal"
    shorter, longer = sorted((mine.split(), other.split()), key=len)
    return "one inside the other" if set(shorter) <= set(longer) and len(shorter) > 1 else "different"


def _stars_open(pattern: str, core: str) -> bool:
    if not pattern:
        return False
    words = regex.escape(pattern, special_only=True).replace(r"\*", ".")
    return regex.fullmatch(words, core) is not None


def compare_numbers(left: Prepared, right: Prepared) -> Finding | None:
    """Part, movement and catalogue numbers; None when neither side has one."""
    mine, other = left.title.numbers, right.title.numbers
    if not mine and not other:
        return None
    if mine == other:
        return Finding("part_number", "equal", "the numbers are equal")
    shared = {what for what, _ in mine} & {what for what, _ in other}
    if any({n for w, n in mine if w == what} != {n for w, n in other if w == what} for what in shared):
        return Finding("part_number", "different", "another part or work number")
    if any(what == "part" for what, _ in mine ^ other):
        return Finding("part_number", "on one side", "a part number on one side only")
    return Finding("part_number", "catalogue number on one side", "a work number on one side only")


_DETAILS = {
    "equal": "the titles are equal",
    "equal without blanks": "the titles are equal apart from blanks and signs",
    "equal in one of two languages": "one side gives the title twice, and one of them is the other's",
    "equal where starred letters are open": "the titles are equal where letters are starred out",
    "equal in Latin letters": "the titles are equal when written in Latin letters",
    "subtitle on one side": "a second half of the title stands on one side only",
    "other second half": "the titles end in other words",
    "other script": "the titles are in different scripts, and nothing joins them",
    "nearly equal": "the titles differ by a slip of the pen",
    "one inside the other": "one title is a part of the other",
    "different": "the titles are different",
}
