"""Comparing version words in both directions."""

import regex
from rapidfuzz.fuzz import ratio

from service.matching.credit import abbreviates
from service.matching.kind import Kind
from service.matching.length import length_relation
from service.matching.model import Finding
from service.matching.parts import Descriptor, Prepared

LENGTHS = frozenset({Kind.EDIT, Kind.EXTENDED, Kind.VERSION, Kind.EXCERPT})
"""Kinds of which the duration, where both sides state it, has the last word."""
BY_OTHERS = frozenset({Kind.COVER, Kind.KARAOKE})
"""Kinds that are other people's recordings."""
BESIDE_LIVE = frozenset({Kind.ACOUSTIC, Kind.VERSION, Kind.ORCHESTRAL, Kind.EXCERPT, Kind.EDIT})
"""Kinds that go without saying when both sides are live."""
_DIGITS = regex.compile(r"\d")
REMIXES = frozenset({Kind.REMIX, Kind.DUB})
"""Kinds that are told apart by every word of their maker's name."""
NEAR = 75
"""Likeness, of 100, at which two words of a name are one with a slip of the pen."""
LENGTH_TOLERANCE_MS = 2_500


def compare_version(left: Prepared, right: Prepared) -> Finding:
    """What each side's version words say of the other's."""
    only = _one_sided(left, right)
    if not only:
        return _makers(left, right) or _ordinary(left, right)
    grave = only - LENGTHS
    if not grave:
        return _length(only, left, right)
    kind = min(grave)
    level = "played by others on one side" if kind in BY_OTHERS else f"on one side, {length_relation(left, right)}"
    return Finding("version", level, f"{kind} only on the {_side(kind, left)} side")


def _one_sided(left: Prepared, right: Prepared) -> frozenset[Kind]:
    """Kinds that one side states and the other neither states nor stands on a release of."""
    mine, other = left.kinds, right.kinds
    if mine == other:
        return frozenset()
    only = {kind for kind in mine ^ other if kind not in (right.album_kinds if kind in mine else left.album_kinds)}
    if Kind.LIVE not in only and Kind.LIVE in mine | other:
        only -= BESIDE_LIVE
    if Kind.VERSION in only and _named_after_release(left, right):
        only.discard(Kind.VERSION)
    return frozenset(only)


def _named_after_release(left: Prepared, right: Prepared) -> bool:
    """`Harbour Lights - Quayside Version` and `Harbour Lights`, both on Quayside."""
    words = _who([*_of(Kind.VERSION, left), *_of(Kind.VERSION, right)])
    return bool(words) and words <= set(left.album.split()) and words <= set(right.album.split())


def _side(kind: Kind, left: Prepared) -> str:
    return "asked" if kind in left.kinds else "offered"


def _length(only: frozenset[Kind], left: Prepared, right: Prepared) -> Finding:
    kind = min(only)
    detail = f"{kind} only on the {_side(kind, left)} side"
    mine, other = left.track.duration_ms, right.track.duration_ms
    if mine and other and abs(mine - other) <= LENGTH_TOLERANCE_MS:
        return Finding("version", f"{kind} on one side, equal length", f"{detail}, but the lengths agree")
    if mine and other:
        return Finding("version", "other length", f"{detail}, and the lengths differ")
    if len(only) > 1:
        return Finding("version", "other length", f"{kind} on one side, {max(only)} on the other")
    return Finding("version", f"{kind} on one side, length unknown", f"{detail}, and a length is not stated")


def _makers(left: Prepared, right: Prepared) -> Finding | None:
    for kind in sorted(left.kinds & right.kinds):
        mine, other = _of(kind, left), _of(kind, right)
        years, other_years = {d.year for d in mine if d.year}, {d.year for d in other if d.year}
        if years and other_years and not years & other_years:
            return Finding("version", "other place or year", f"{kind}, but of another year")
        makers, others = _who(mine), _who(other)
        if makers and others and not _may_be_one(kind, makers, others):
            names = f"{' '.join(sorted(makers))} and {' '.join(sorted(others))}"
            level = "other place or year" if kind is Kind.LIVE else "other maker"
            return Finding("version", level, f"{kind}, but by or at different ones: {names}")
        if bool(makers) != bool(others):
            return Finding(
                "version", f"{_group(kind)} named closer on one side", f"{kind}, told closer on one side only"
            )
    return None


def _may_be_one(kind: Kind, makers: frozenset[str], others: frozenset[str]) -> bool:
    """Places are told in more or fewer words; of two remixers with one first name neither's words hold the other's."""
    if makers <= others or others <= makers:
        return True
    mine, other = " ".join(sorted(makers - others)), " ".join(sorted(others - makers))
    if kind in REMIXES:
        common = min(makers & others, default="")
        return bool(common) and (ratio(mine, other) >= NEAR or abbreviates(f"{mine} {common}", f"{other} {common}"))
    return bool(makers & others) and not (_DIGITS.search(mine) and _DIGITS.search(other))


def _group(kind: Kind) -> str:
    return str(kind) if kind in {Kind.LIVE, Kind.REMIX} else "version"


def _of(kind: Kind, side: Prepared) -> list[Descriptor]:
    return [descriptor for descriptor in side.title.descriptors if descriptor.kind is kind]


def _who(descriptors: list[Descriptor]) -> frozenset[str]:
    return frozenset(word for descriptor in descriptors for word in descriptor.who)


def _ordinary(left: Prepared, right: Prepared) -> Finding:
    of_release = (left.album_kinds ^ right.album_kinds) - left.kinds - right.kinds
    length = "" if left.track.duration_ms and right.track.duration_ms else ", length unknown"
    if of_release:
        level = "live release on one side" if Kind.LIVE in of_release else "release of versions on one side"
        return Finding(
            "version", f"{level}{length}", f"one side stands on a release of another kind: {min(of_release)}"
        )
    if left.is_single != right.is_single:
        level = f"single version on one side, {length_relation(left, right)}"
        return Finding("version", level, "one side is called the single version")
    if kinds := left.kinds | right.kinds:
        return Finding("version", "the same", f"both are {', '.join(sorted(kinds))}")
    return Finding("version", "none", "neither side names a version")


def compare_master(left: Prepared, right: Prepared) -> Finding | None:
    """Mastering words; None when neither side has any. Another master is the same recording."""
    mine, other = left.masters, right.masters
    if mine == other:
        return Finding("master", "the same", "both name the same mastering") if mine else None
    if mine and other:
        return Finding("master", "another", "the two sides name different masterings")
    return Finding("master", "another", f"a mastering is named on the {'asked' if mine else 'offered'} side only")
