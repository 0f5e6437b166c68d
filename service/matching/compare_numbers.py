"""Comparing the numbers in titles."""

from service.matching.model import Finding
from service.matching.numbers import PART
from service.matching.parts import Prepared


def compare_numbers(left: Prepared, right: Prepared) -> Finding | None:
    """Part, movement and catalogue numbers; None when neither side has one."""
    mine, other = left.title.numbers, right.title.numbers
    if not mine and not other:
        return None
    if mine == other:
        return Finding("part_number", "equal", "the numbers are equal", 1.0)
    if any(_conflict(what, mine, other) for what in {what for what, _ in mine} & {what for what, _ in other}):
        return Finding("part_number", "different", "another part or work number")
    if any(what == PART for what, _ in mine ^ other):
        return Finding("part_number", "on one side", "a part number on one side only")
    return Finding("part_number", "catalogue number on one side", "a work number on one side only")


def _conflict(what: str, mine: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    """Whether each side has a number of this kind that the other lacks; one part is never a part of two."""
    numbers, others = ({number for kind, number in side if kind == what} for side in (mine, other))
    return numbers != others if what == PART else not (numbers <= others or others <= numbers)
