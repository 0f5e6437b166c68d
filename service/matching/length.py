"""Whether two lengths agree closely enough to settle what words leave open."""

from service.matching.parts import Prepared

SAME_LENGTH_MS = 1_500
"""Within this, words on one side only are a matter of writing; beyond it they may be heard."""


def length_relation(left: Prepared, right: Prepared) -> str:
    """`equal length`, `other length` or `length unknown`."""
    mine, other = left.track.duration_ms, right.track.duration_ms
    if not mine or not other:
        return "length unknown"
    return "equal length" if abs(mine - other) <= SAME_LENGTH_MS else "other length"
