"""Fit the weights of the matcher to labelled files and write them into service/matching/weights.py.

    python benchmarks/fit_weights.py FOLDER [--check]

FOLDER holds labelled files in the two forms that `tracklinkd evaluate` reads, named *.pairs.jsonl.gz and
*.choices.jsonl.gz. The weights are the maximum of the logistic likelihood under a Gaussian prior around
weight_priors.py, kept in the order given there; the same files give the same digits. `--check` writes nothing and
exits 1 when the weights in the repository differ.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import exp
from pathlib import Path

from weight_priors import AGREEING, FALLING, OPPOSING, PRIORS

sys.path.insert(0, str(Path(__file__).parent.parent))

from service.evaluate import read_candidates, read_rows, read_track
from service.matching.judge import findings_of
from service.matching.prepare import prepare
from service.matching.weights import VETOES
from tracklink.plugin import Track

WEIGHTS_FILE = Path(__file__).parent.parent / "service/matching/weights.py"
TRUST = {"youtube.choices": 3.0, "chart.pairs": 0.5, "corrupted.pairs": 0.1}
"""How much a row of a file counts: few videos are labelled, charts hold positives only, corruption is synthetic."""
PRIOR_STRENGTH = 2.0
ROUNDS = 1_500
STEP = 0.15
SETTLED = 1e-4

Rows = list[tuple[list[int], int, float]]
Observation = tuple[Track, Track, int]


def observations(file: Path) -> Iterator[Observation]:
    """Every labelled comparison of a file: the two tracks, and 1 for the same recording."""
    for _, row in read_rows(file):
        if "left" in row:
            yield read_track(row["left"]), read_track(row["right"]), int(bool(row["label"]))
        else:
            gold = {str(id_) for id_ in row.get("gold") or []}  # type: ignore[attr-defined]  # a list, as labelled
            asked = read_track(row["query"])
            yield from ((asked, candidate.track, int(str(id_) in gold)) for id_, candidate in read_candidates(row))


def count(files: list[Path]) -> Rows:
    """Findings of all comparisons without a veto, equal ones added up."""
    places = {key: place for place, key in enumerate(PRIORS)}
    counted: Counter[tuple[tuple[int, ...], int]] = Counter()
    for file in files:
        trust = TRUST.get(file.name.removesuffix(".jsonl.gz"), 1.0)
        for asked, offered, label in observations(file):
            keys = [finding.key for finding in findings_of(prepare(asked), prepare(offered))]
            if VETOES.keys().isdisjoint(keys):
                counted[(tuple(sorted(places[key] for key in keys if key in places)), label)] += trust
    return [(list(found), label, weight) for (found, label), weight in counted.items()]


def fit(rows: Rows) -> tuple[float, list[float]]:
    """The bias and one weight for each prior, in their order."""
    priors = list(PRIORS.values())
    bias, weights = -5.0, priors.copy()
    for _ in range(ROUNDS):
        slopes = [PRIOR_STRENGTH * (weight - prior) for weight, prior in zip(weights, priors, strict=True)]
        curves = [PRIOR_STRENGTH] * len(priors)
        slope = curve = 1e-6
        for found, label, number in rows:
            odds = bias + sum(weights[place] for place in found)
            likely = 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
            error, width = number * (likely - label), number * likely * (1 - likely)
            slope, curve = slope + error, curve + width
            for place in found:
                slopes[place] += error
                curves[place] += width
        moved = [w - _step(g, h) for w, g, h in zip(weights, slopes, curves, strict=True)]
        bias -= _step(slope, curve)
        before, weights = weights, in_order(moved)
        if max(abs(a - b) for a, b in zip(before, weights, strict=True)) < SETTLED:
            break
    return bias, weights


def _step(slope: float, curve: float) -> float:
    return max(-0.5, min(0.5, STEP * slope / curve))


def in_order(weights: list[float]) -> list[float]:
    """The weights with every pair that stands in the wrong order drawn together, and signs kept."""
    ordered = dict(zip(PRIORS, weights, strict=True))
    for keys in FALLING:
        for more, less in pairwise(keys):
            if ordered[less] > ordered[more]:
                ordered[less] = ordered[more] = (ordered[less] + ordered[more]) / 2
    ordered |= {key: max(0.0, ordered[key]) for key in AGREEING}
    ordered |= {key: min(0.0, ordered[key]) for key in OPPOSING}
    return list(ordered.values())


def written(source: str, bias: float, weights: list[float]) -> str:
    """The module's text with the new figures."""
    before, after = source[: source.index("BIAS = ")], source[source.index("VETOES = {") :]
    rows = "".join(f'    "{key}": {weight + 0.0:.2f},\n' for key, weight in zip(PRIORS, weights, strict=True))
    return f"{before}BIAS = {bias:.2f}\n\nWEIGHTS = {{\n{rows}}}\n\n{after}"


def main() -> int:
    """Fit, and write or compare."""
    files = sorted([*Path(sys.argv[1]).glob("*.pairs.jsonl.gz"), *Path(sys.argv[1]).glob("*.choices.jsonl.gz")])
    source = WEIGHTS_FILE.read_text(encoding="utf-8")
    fresh = written(source, *fit(count(files)))
    if "--check" in sys.argv:
        print("the weights are as fitted" if fresh == source else "the weights differ from a fresh fit")
        return int(fresh != source)
    WEIGHTS_FILE.write_text(fresh, encoding="utf-8")
    print(f"fitted to {len(files)} files, written to {WEIGHTS_FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
