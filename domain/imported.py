"""What is true of imported tracks alone."""

from tracklink.plugin import Track

SECOND_MS = 1_000


def told_precision_ms(track: Track) -> int:
    """How finely its length is told: files of many sources tell by each length, a whole second or not."""
    return SECOND_MS if track.duration_ms is not None and track.duration_ms % SECOND_MS == 0 else 1
