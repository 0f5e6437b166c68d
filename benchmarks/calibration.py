"""Measure whether a confidence means what it says, on artists from whom nothing was learnt.

    python benchmarks/calibration.py FOLDER [--constant]

The comparisons are cut into folds by artist; those of each fold are judged by weights fitted to the others. For each
set: the expected calibration error in bins of equal mass, the Brier skill against the base rate, the comparisons
between 0.2 and 0.8, and the reliability table. `--constant` measures the base rate in place of the matcher, which must
fail; so it does beside every measurement. Exits 1 when a mark is missed.
"""

import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import fsum
from pathlib import Path
from typing import NamedTuple

from fit_weights import fit
from labelled import FOLDS, Comparison, read_folder

from service.matching.model import VETOES, confidence_at

SETS = ("replacement.choices", "crosslink.choices", "crosslink.pairs")
BINS = 15
MOST_ERROR = 0.03
LEAST_SKILL = 0.8
UNSURE = (0.2, 0.8)
LEAST_UNSURE = 100
TABLE = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


class Judged(NamedTuple):
    """One comparison: what was said, and what is so."""

    confidence: float
    label: int


def across_folds(comparisons: Sequence[Comparison]) -> dict[str, list[Judged]]:
    """By set, every comparison judged by weights that were fitted to the other folds."""
    judged: dict[str, list[Judged]] = {name: [] for name in SETS}
    for fold in range(FOLDS):
        bias, weights = fit(comparison for comparison in comparisons if comparison.fold != fold)
        for comparison in comparisons:
            if comparison.fold == fold and comparison.file in judged:
                judged[comparison.file].append(Judged(confidence(comparison.found, bias, weights), comparison.label))
    return judged


def confidence(found: frozenset[str], bias: float, weights: Mapping[str, float]) -> float:
    """What the matcher would say with these weights."""
    log_odds = fsum([bias, *(weights.get(key, 0.0) for key in found)])
    return confidence_at(log_odds, vetoed=not VETOES.keys().isdisjoint(found))


def base_rate(judged: Sequence[Judged]) -> float:
    """The share that is the same recording."""
    return sum(one.label for one in judged) / len(judged)


def calibration_error(judged: Sequence[Judged]) -> float:
    """How far the mean confidence of a bin is from its share of the same recording, over bins of equal mass."""
    ordered, size = sorted(judged, key=lambda one: one.confidence), len(judged)
    cuts = [ordered[place * size // BINS : (place + 1) * size // BINS] for place in range(BINS)]
    return sum(abs(sum(one.confidence - one.label for one in cut)) for cut in cuts) / size


def brier_skill(judged: Sequence[Judged]) -> float:
    """1 for a matcher that is always sure and right, 0 for one that always says the base rate."""
    rate = base_rate(judged)
    score = sum((one.confidence - one.label) ** 2 for one in judged) / len(judged)
    return 1 - score / (rate * (1 - rate))


def unsure(judged: Sequence[Judged]) -> int:
    """How many lie strictly between."""
    return sum(UNSURE[0] < one.confidence < UNSURE[1] for one in judged)


def misses(judged: Sequence[Judged]) -> list[str]:
    """The marks that are missed, in words."""
    error, skill, between = calibration_error(judged), brier_skill(judged), unsure(judged)
    return [
        *([f"calibration error {error:.4f} above {MOST_ERROR}"] if error > MOST_ERROR else []),
        *([f"Brier skill {skill:.4f} below {LEAST_SKILL}"] if skill < LEAST_SKILL else []),
        *([f"{between} unsure, fewer than {LEAST_UNSURE}"] if between < LEAST_UNSURE else []),
    ]


def as_constant(judged: Sequence[Judged]) -> list[Judged]:
    """What somebody who never looks would say."""
    rate = base_rate(judged)
    return [Judged(rate, one.label) for one in judged]


def show(name: str, judged: Sequence[Judged]) -> None:
    """One set's figures and its reliability table."""
    print(f"{name}: {len(judged)} comparisons, {base_rate(judged):.4f} the same recording")
    print(f"  calibration error {calibration_error(judged):.4f}, Brier skill {brier_skill(judged):.4f}, "
          f"{unsure(judged)} between {UNSURE[0]} and {UNSURE[1]}")  # fmt: skip
    print(f"  a constant: {'; '.join(misses(as_constant(judged)))}")
    print("  confidence      number   mean said   the same")
    for least, below in pairwise(TABLE):
        if cut := [one for one in judged if least <= one.confidence < below]:
            said = sum(one.confidence for one in cut) / len(cut)
            print(f"  {least:.2f} - {min(below, 1):.2f}  {len(cut):9}{said:12.3f}{base_rate(cut):11.3f}")


def main() -> int:
    """Measure, print, and say whether the marks are met."""
    sets = across_folds(read_folder(Path(sys.argv[1])))
    if "--constant" in sys.argv:
        sets = {name: as_constant(judged) for name, judged in sets.items()}
    missed = False
    for name, judged in sets.items():
        show(name, judged)
        for miss in misses(judged):
            missed = True
            print(f"  MISSED: {miss}")
        if not misses(as_constant(judged)):
            missed = True
            print("  MISSED: a constant passes, so the marks measure nothing")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
