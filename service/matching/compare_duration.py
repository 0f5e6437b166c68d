"""Comparing durations."""

from bisect import bisect_left

from service.matching.model import Finding
from service.matching.parts import Prepared

FINEST_MS = 10
"""Two performances are never as close in length as this; two copies of one file are."""
STEPS_SECONDS = (1, 2, 3, 5, 10, 20)
STEPS_MS = tuple(1_000 * seconds for seconds in STEPS_SECONDS)
LEVELS = (*(f"within {seconds} s" for seconds in STEPS_SECONDS), "further apart")
FINE_STEPS_MS = (FINEST_MS, 100)
FINE_LEVELS = ("equal to 0.01 s", "within 0.1 s")
"""Where both lengths are told in fractions of a second."""
WHOLE_SECONDS_MS = 1_000
RELEASE_LEVELS = frozenset({"within 10 s", "within 20 s"})
"""Where it matters whether both stand on one release."""


def compare_duration(left: Prepared, right: Prepared, precision_ms: int) -> Finding:
    """The difference in length, less what a provider's rounding may have added.

    A title without a credit is a video's or a careless file's: its length holds what was filmed around the music.
    """
    mine, other = left.track.duration_ms, right.track.duration_ms
    if not mine or not other:
        return Finding("duration", "not stated", "a length is not stated")
    apart = abs(mine - other)
    credited = bool(left.artists and right.artists)
    level = _level(
        apart, precision_ms, fine=credited and precision_ms <= FINEST_MS and bool(mine % 1000 and other % 1000)
    )
    if not credited:
        level = f"{level}, beside a video"
    elif level in RELEASE_LEVELS and _on_one_release(left, right):
        level = f"{level}, on one release"
    detail = "the lengths are equal" if not apart else f"the lengths differ by {apart / 1000:.1f} s"
    if apart and precision_ms >= WHOLE_SECONDS_MS:
        detail += ", one of them told in whole seconds"
    return Finding("duration", level, detail, round(max(0.0, 1 - apart / max(mine, other)), 3))


def _level(apart_ms: int, precision_ms: int, *, fine: bool) -> str:
    if fine and apart_ms <= FINE_STEPS_MS[-1]:
        return FINE_LEVELS[bisect_left(FINE_STEPS_MS, apart_ms)]
    rounding = 0 if precision_ms <= 1 else precision_ms // 2
    return LEVELS[bisect_left(STEPS_MS, apart_ms - rounding)]


def _on_one_release(left: Prepared, right: Prepared) -> bool:
    """Whether both are tracks of one title on releases of one title, which seldom holds two such tracks.

    Shops that cut a word out of a song, or the silence after it, sell it there at another length.
    """
    same_release = left.album == right.album and left.album_kinds == right.album_kinds
    return bool(left.album) and same_release and left.full_title == right.full_title
