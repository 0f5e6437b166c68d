"""Comparing where a recording stands: its place on a release, and the kind of release."""

from service.matching.model import Finding
from service.matching.parts import Prepared
from tracklink.plugin import Track


def compare_position(left: Prepared, right: Prepared) -> Finding | None:
    """Disc and track number; None when a side states no track number. They tell something on one release only."""
    mine, other = left.track, right.track
    if mine.track_number is None or other.track_number is None:
        return None
    places = " and ".join(sorted({_place(mine), _place(other)}))
    if not left.album or left.album != right.album:
        return Finding("position", "on other releases", f"{places}, but not of the same release")
    discs = {mine.disc_number, other.disc_number} - {None}
    if mine.track_number == other.track_number and len(discs) <= 1:
        return Finding("position", "the same", f"both are {places} of the same release")
    return Finding("position", "another", f"{places} of the same release")


def _place(track: Track) -> str:
    return (
        f"track {track.track_number}"
        if track.disc_number is None
        else f"track {track.disc_number}-{track.track_number}"
    )


def compare_release_kind(left: Prepared, right: Prepared) -> Finding | None:
    """The kinds of release, which say nothing of the recording; None when a side states none."""
    mine, other = left.track.release_kind, right.track.release_kind
    if mine is None or other is None:
        return None
    if mine is other:
        return Finding("release_kind", "the same", f"both stand on a release of the kind {mine}")
    kinds = " and ".join(sorted((mine, other)))
    return Finding("release_kind", "different", f"the releases are of two kinds, {kinds}, which may hold one recording")
