"""Comparing ISRC, MBID and ids on services: an equal one supports, an unequal one says nothing."""

from service.matching.model import VETOES, Finding
from service.matching.parts import Prepared
from tracklink.plugin import Track

LENGTHS_APART = ("within 20 s", "further apart")
NAMES = {"isrc": "an ISRC", "mbid": "the MBID", "ref": "an id on a service"}


def compare_identifiers(left: Prepared, right: Prepared, title: Finding, duration: Finding) -> list[Finding]:
    """One finding for each kind of identifier that both sides state.

    One code is known to stand on several recordings, so an equal one is believed only where title and length allow it.
    """
    mine, other = left.track, right.track
    stated = {
        "isrc": (set(mine.isrcs), set(other.isrcs)),
        "mbid": (_mbids(mine), _mbids(other)),
        "ref": (_ids(mine), _ids(other)),
    }
    believable = _is_believable(title, duration)
    return [
        _finding(field, bool(ids & others), believable)
        for field, (ids, others) in stated.items()
        if ids and others and (field != "ref" or ids & others)
    ]


def _mbids(track: Track) -> set[str]:
    return {ref.id for ref in track.refs if ref.provider == "musicbrainz"} | ({track.mbid} if track.mbid else set())


def _ids(track: Track) -> set[str]:
    return {f"{ref.provider}:{ref.id}" for ref in track.refs}


def _finding(field: str, equal: bool, believable: bool) -> Finding:  # noqa: FBT001  two facts of one comparison
    name = NAMES[field]
    if not equal:
        return Finding(field, "different", f"{name} differs, which says nothing")
    if believable:
        return Finding(field, "equal", f"{name} is equal", 1.0)
    return Finding(field, "equal, contradicted", f"{name} is equal, but title or length contradicts it", 1.0)


def _is_believable(title: Finding, duration: Finding) -> bool:
    contradicted = title.key in VETOES and title.level not in {"other script", "not stated"}
    return not contradicted and not duration.level.startswith(LENGTHS_APART)
