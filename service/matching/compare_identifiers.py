"""Comparing ISRC, MBID and ids on services: an equal one supports, an unequal one says nothing."""

from service.matching.model import VETOES, Finding
from service.matching.parts import Prepared

LENGTHS_APART = ("within 20 s", "further apart")
NAMES = {"isrc": "an ISRC", "mbid": "the MBID", "ref": "an id on a service"}


def compare_identifiers(left: Prepared, right: Prepared, title: Finding, duration: Finding) -> list[Finding]:
    """One finding for each kind of identifier that both sides state; of ids on services only for an equal one.

    One code is known to stand on several recordings, so an equal one is believed only where title and length allow it.
    """
    found = []
    if left.isrcs and right.isrcs:
        found.append(_finding("isrc", left.isrcs & right.isrcs, title, duration))
    if left.mbids and right.mbids:
        found.append(_finding("mbid", left.mbids & right.mbids, title, duration))
    if shared := left.refs & right.refs:
        found.append(_finding("ref", shared, title, duration))
    return found


def _finding(field: str, shared: frozenset[object], title: Finding, duration: Finding) -> Finding:
    name = NAMES[field]
    if not shared:
        return Finding(field, "different", f"{name} differs, which says nothing")
    if _is_believable(title, duration):
        return Finding(field, "equal", f"{name} is equal", 1.0)
    return Finding(field, "equal, contradicted", f"{name} is equal, but title or length contradicts it", 1.0)


def _is_believable(title: Finding, duration: Finding) -> bool:
    contradicted = title.key in VETOES and title.level not in {"other script", "not stated"}
    return not contradicted and not duration.level.startswith(LENGTHS_APART)
