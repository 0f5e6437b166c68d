"""Comparing version words in both directions."""

from service.matching.lexicon import Kind
from service.matching.model import Finding
from service.matching.parts import Descriptor, Prepared

LENGTHS = frozenset({Kind.EDIT, Kind.EXTENDED})
"""Kinds that change the length and nothing else: the duration, where known, has the last word."""
LENGTH_TOLERANCE_MS = 2_500


def compare_version(left: Prepared, right: Prepared) -> Finding:
    """What each side's version words say of the other's."""
    only = left.kinds ^ right.kinds
    if (
        Kind.LIVE in only
        and Kind.LIVE in left.album_kinds | left.kinds
        and Kind.LIVE in right.album_kinds | right.kinds
    ):
        only = only - {Kind.LIVE}
    if only - LENGTHS:
        kind = min(only - LENGTHS)
        return Finding("version", "on one side", f"{kind} only on the {_side(kind, left)} side")
    if only:
        return _length(min(only), left, right)
    return _makers(left, right) or _ordinary(left, right)


def _side(kind: Kind, left: Prepared) -> str:
    return "asked" if kind in left.kinds else "offered"


def _length(kind: Kind, left: Prepared, right: Prepared) -> Finding:
    mine, other = left.track.duration_ms, right.track.duration_ms
    if mine and other and abs(mine - other) > LENGTH_TOLERANCE_MS:
        return Finding(
            "version", "other length", f"{kind} only on the {_side(kind, left)} side, and the lengths differ"
        )
    return Finding("version", "a length named on one side", f"{kind} only on the {_side(kind, left)} side")


def _makers(left: Prepared, right: Prepared) -> Finding | None:
    for kind in sorted(left.kinds & right.kinds):
        mine, other = _of(kind, left), _of(kind, right)
        if {d.year for d in mine} != {d.year for d in other} and all(d.year for d in (*mine, *other)):
            return Finding("version", "other place or year", f"{kind}, but of another year")
        makers, others = _who(mine), _who(other)
        if makers and others and not makers & others:
            level = "other place or year" if kind is Kind.LIVE else "other maker"
            return Finding(
                "version", level, f"{kind} by or at another: {' '.join(sorted(makers))} and {' '.join(sorted(others))}"
            )
        if bool(makers) != bool(others):
            return Finding("version", "maker named on one side", f"{kind}, its maker or place named on one side only")
    return None


def _of(kind: Kind, side: Prepared) -> list[Descriptor]:
    return [descriptor for descriptor in side.title.descriptors if descriptor.kind is kind]


def _who(descriptors: list[Descriptor]) -> frozenset[str]:
    return frozenset(word for descriptor in descriptors for word in descriptor.who)


def _ordinary(left: Prepared, right: Prepared) -> Finding:
    if (Kind.LIVE in left.album_kinds) != (Kind.LIVE in right.album_kinds) and Kind.LIVE not in left.kinds:
        return Finding("version", "live release on one side", "one side stands on a live release")
    if left.kinds:
        return Finding("version", "the same", f"both are {', '.join(sorted(left.kinds))}")
    return Finding("version", "none", "neither side names a version")


def is_other_master(left: Prepared, right: Prepared) -> bool:
    """Whether one side names a mastering that the other does not."""
    mine, other = (frozenset(_of(Kind.MASTER, side)) for side in (left, right))
    return mine != other
