"""How much is measured: the whole, a quick look, or the whole with what takes long."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """Rounds and their length where figures are compared, and counts where something has to stay as it is."""

    rounds: int
    round_seconds: float
    known_tracks: int
    stream_rows: int
    calls: int
    cold_rows: int
    catalog_tracks: int
    patience_seconds: float
    """Counts that are not reached by then are left unreached, and told as they are."""


WHOLE = Effort(
    rounds=12,
    round_seconds=0.8,
    known_tracks=1_000,
    stream_rows=1_000_000,
    calls=1_000_000,
    cold_rows=10_000,
    catalog_tracks=1_000_000,
    patience_seconds=180.0,
)
QUICK = Effort(
    rounds=4,
    round_seconds=0.4,
    known_tracks=200,
    stream_rows=100_000,
    calls=100_000,
    cold_rows=500,
    catalog_tracks=20_000,
    patience_seconds=10.0,
)


def say(sentence: str) -> None:
    """Tell the person who waits; the table alone goes to standard output."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
