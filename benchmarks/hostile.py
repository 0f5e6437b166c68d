"""Whether hostile text of ten times the length takes at most ten times the time, and a half.

    python benchmarks/hostile.py [--characters 3000]

Prints, for everything that reads a stranger's text, the floods that take longest at n and at 10 n characters. Exits 1
when one grows faster than its length. Where a bound cuts the text the factor is about 1.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.floods import NAMES, flood
from domain.blocking import asking_keys, filing_keys
from domain.keys import keys_of, statement_of
from domain.text import fold, plain, romanise
from service.matching.judge import compare
from service.matching.prepare import prepare, read_title
from service.matching.release import read_release
from tracklink.plugin import Track

FACTOR = 10
SLACK = 1.5
LEAST_MS = 5.0
"""Below this a factor is noise."""
REPEATS = 3
SHOWN = 3


def _everywhere(text: str) -> Track:
    return Track(title=text, artists=(text, f"x {text}"), album=text, version=text, duration_ms=1)


def _compare(asked: Track, offered: Track) -> None:
    read_title.cache_clear()
    read_release.cache_clear()
    compare(prepare(asked), prepare(offered))


READERS: dict[str, Callable[[str], object]] = {
    "fold": fold,
    "plain": plain,
    "romanise": romanise,
    "keys": lambda text: keys_of(_everywhere(text)),
    "statement": lambda text: statement_of(_everywhere(text)),
    "blocking, filing": lambda text: filing_keys(_everywhere(text)),
    "blocking, asking": lambda text: asking_keys(_everywhere(text)),
    "matcher": lambda text: _compare(_everywhere(text), _everywhere(f"{text[1:]} b")),
    "matcher, no credit": lambda text: _compare(Track(title=text), Track(title=f"{text[1:]} b")),
}


def milliseconds(read: Callable[[str], object], text: str) -> float:
    """The least of some runs."""
    return min(_once(read, text) for _ in range(REPEATS))


def _once(read: Callable[[str], object], text: str) -> float:
    started = process_time()
    read(text)
    return 1_000 * (process_time() - started)


def main() -> int:
    """Print the table; the exit code."""
    options = argparse.ArgumentParser(description="How the time for hostile text grows with its length.")
    options.add_argument("--characters", type=int, default=3_000)
    length = options.parse_args().characters
    steep = 0
    for reader, read in READERS.items():
        timed = [
            (milliseconds(read, flood(name, FACTOR * length)), milliseconds(read, flood(name, length)), name)
            for name in NAMES
        ]
        grown = [row for row in timed if row[0] > LEAST_MS and row[0] > FACTOR * SLACK * row[1]]
        steep += len(grown)
        for long, short, name in grown or sorted(timed, reverse=True)[:SHOWN]:
            mark = "STEEPER THAN ITS LENGTH" if grown else ""
            print(f"{reader:20}{name:22}{short:9.2f} ms ->{long:9.2f} ms  x{long / max(short, 0.001):5.1f}  {mark}")
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
