"""Fit the weights of the matcher to labelled files and write them into service/matching/weights.py.

    python benchmarks/fit_weights.py FOLDER [--check]

FOLDER holds labelled files in the two forms that `tracklinkd evaluate` reads, named *.pairs.jsonl.gz and
*.choices.jsonl.gz. The weights are the maximum of the logistic likelihood under a Gaussian prior around
weight_priors.py, kept in the order given there; the same files give the same digits. `--check` writes nothing and
exits 1 when the weights in the repository differ.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from pathlib import Path

from labelled import Comparison, read_folder
from weight_priors import AGREEING, FALLING, OPPOSING, PRIORS

WEIGHTS_FILE = Path(__file__).parent.parent / "service/matching/weights.py"
TRUST = {"youtube.choices": 3.0, "chart.pairs": 0.5, "corrupted.pairs": 0.1}
"""How much a row of a file counts: few videos are labelled, charts hold positives only, corruption is synthetic."""
DOUBT = 0.004
"""The share of labels that is taken for wrong: no answer is ever surer than this allows."""
PRIOR_STRENGTH = 40.0
BIAS = -5.0
"""Where the fit begins."""
ROUNDS = 300
SETTLED = 1e-4
LONGEST_STEP = 0.5


@dataclass(slots=True)
class Group:
    """All comparisons with the same findings."""

    places: list[int]
    """Of the findings that have weights."""
    number: float = 0.0
    same: float = 0.0
    """How many of the number are the same recording."""


def count(comparisons: Iterable[Comparison]) -> list[Group]:
    """Comparisons with equal findings added up, each as much as its file is trusted."""
    places = {key: place for place, key in enumerate(PRIORS)}
    groups: dict[tuple[int, ...], Group] = {}
    for comparison in comparisons:
        found = tuple(sorted(places[key] for key in comparison.found if key in places))
        group = groups.setdefault(found, Group(list(found)))
        trust = TRUST.get(comparison.file, 1.0)
        group.number += trust
        group.same += trust * (1 - DOUBT if comparison.label else DOUBT)
    return list(groups.values())


class Fit:
    """Newton's method, one weight after the other, until none moves."""

    def __init__(self, groups: list[Group]) -> None:
        self.bias = BIAS
        self.weights = dict(PRIORS)
        self._groups = groups
        self._holders: dict[str, list[Group]] = defaultdict(list)
        keys = list(PRIORS)
        for group in groups:
            for place in group.places:
                self._holders[keys[place]].append(group)
        self._keys = keys
        self._odds = {id(group): self._sum(group) for group in groups}

    def run(self) -> "Fit":
        """Itself, settled."""
        for _ in range(ROUNDS):
            before = {"": self.bias, **self.weights}
            self.bias -= self._move(self._groups, 0.0, 1e-6)
            for key, prior in PRIORS.items():
                slope = PRIOR_STRENGTH * (self.weights[key] - prior)
                self.weights[key] -= self._move(self._holders[key], slope, PRIOR_STRENGTH)
            self._put_in_order()
            if max(abs(before[key] - weight) for key, weight in {"": self.bias, **self.weights}.items()) < SETTLED:
                break
        return self

    def _sum(self, group: Group) -> float:
        return self.bias + sum(self.weights[self._keys[place]] for place in group.places)

    def _move(self, groups: list[Group], slope: float, curve: float) -> float:
        odds = self._odds
        for group in groups:
            likely = 1 / (1 + exp(-max(-30.0, min(30.0, odds[id(group)]))))
            slope += group.number * likely - group.same
            curve += group.number * likely * (1 - likely)
        step = max(-LONGEST_STEP, min(LONGEST_STEP, slope / curve))
        for group in groups:
            odds[id(group)] -= step
        return step

    def _put_in_order(self) -> None:
        self.weights = in_order(self.weights)
        self._odds = {id(group): self._sum(group) for group in self._groups}


def in_order(weights: dict[str, float]) -> dict[str, float]:
    """The weights with every pair that stands in the wrong order drawn together, and signs kept."""
    ordered = dict(weights)
    for keys in FALLING:
        for more, less in pairwise(keys):
            if ordered[less] > ordered[more]:
                ordered[less] = ordered[more] = (ordered[less] + ordered[more]) / 2
    ordered |= {key: max(0.0, ordered[key]) for key in AGREEING}
    ordered |= {key: min(0.0, ordered[key]) for key in OPPOSING}
    return ordered


def fit(comparisons: Iterable[Comparison]) -> tuple[float, dict[str, float]]:
    """The bias and the weights, to two digits."""
    fitted = Fit(count(comparisons)).run()
    return round(fitted.bias, 2), {key: round(weight, 2) + 0.0 for key, weight in fitted.weights.items()}


def written(source: str, bias: float, weights: dict[str, float]) -> str:
    """The module's text with the new figures."""
    before, after = source[: source.index("BIAS = ")], source[source.index("VETOES = {") :]
    rows = "".join(f'    "{key}": {weight:.2f},\n' for key, weight in weights.items())
    return f"{before}BIAS = {bias:.2f}\n\nWEIGHTS = {{\n{rows}}}\n\n{after}"


def main() -> int:
    """Fit, and write or compare."""
    comparisons = read_folder(Path(sys.argv[1]))
    source = WEIGHTS_FILE.read_text(encoding="utf-8")
    fresh = written(source, *fit(comparisons))
    if "--check" in sys.argv:
        print("the weights are as fitted" if fresh == source else "the weights differ from a fresh fit")
        return int(fresh != source)
    WEIGHTS_FILE.write_text(fresh, encoding="utf-8")
    print(f"fitted to {len(comparisons)} comparisons, written to {WEIGHTS_FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
