"""The model: what each finding weighs, and how weights make a confidence.

A finding has a field and a level ("duration", "within 1 s"). Its weight is the logarithm of how much likelier that
level is among pairs of one recording than among pairs of two; the sum of them is the logarithm of the odds.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import exp, fsum
from typing import NamedTuple

from domain.match import Effect, Evidence, Verdict
from service.matching.weights import BIAS, NOTED, VETOES, WEIGHTS

__all__ = [
    "ACCEPT",
    "AGAINST",
    "VETOES",
    "Finding",
    "Weighed",
    "confidence_at",
    "confidence_of",
    "veto_verdict",
    "weigh",
]

ACCEPT = 0.6
"""The least confidence at which a candidate is the same recording; `benchmarks/choose_threshold.py` tells its price."""
AGAINST = frozenset({Effect.VETOES, Effect.OPPOSES})
"""Effects that speak against the same recording."""


class Finding(NamedTuple):
    """One comparison before it is weighed."""

    field: str
    level: str
    detail: str
    similarity: float | None = None

    @property
    def key(self) -> str:
        """Under which its weight stands."""
        return f"{self.field}: {self.level}"

    @property
    def is_silent(self) -> bool:
        """Whether a side leaves the field open, which never counts against a match."""
        return self.level.startswith("not stated")


class Weighed(NamedTuple):
    """A finding as evidence, and what it does to verdict and confidence."""

    evidence: Evidence
    log_odds: float
    """What it adds to the sum that makes the confidence."""
    veto: Verdict | None
    telling: tuple[bool, float, str]
    """Sorts the most telling first."""


@lru_cache(maxsize=8_192)
def weigh(finding: Finding) -> Weighed:
    """The finding weighed. Most comparisons come to one of few findings, so that equal ones share their evidence."""
    key = finding.key
    veto = VETOES.get(key)
    log_odds = WEIGHTS.get(key, 0.0)
    weight = 0.0 if finding.is_silent else log_odds
    effect = Effect.NEUTRAL if finding.is_silent else _effect(key, weight)
    evidence = Evidence(finding.field, effect, finding.similarity, weight, finding.detail)
    return Weighed(evidence, log_odds, veto, (effect is not Effect.VETOES, -abs(weight), finding.field))


def _effect(key: str, weight: float) -> Effect:
    if key in VETOES:
        return Effect.VETOES
    if key in NOTED:
        return Effect.OPPOSES
    if abs(weight) < NOTICEABLE:
        return Effect.NEUTRAL
    return Effect.SUPPORTS if weight > 0 else Effect.OPPOSES


def veto_verdict(weighed: Iterable[Weighed]) -> Verdict | None:
    """The verdict of the gravest veto, None without one."""
    vetoes = [one.veto for one in weighed if one.veto]
    return min(vetoes, key=GRAVEST_FIRST.index) if vetoes else None


def confidence_of(weighed: Iterable[Weighed], *, vetoed: bool) -> float:
    """The confidence that the weighed findings come to; little said at all starts from lower odds."""
    return confidence_at(fsum([BIAS, *[one.log_odds for one in weighed]]), vetoed=vetoed)


def confidence_at(log_odds: float, *, vetoed: bool) -> float:
    """The logistic function, to four digits; with a veto never more than VETOED."""
    confidence = 1 / (1 + exp(-log_odds))
    return round(min(VETOED, confidence) if vetoed else confidence, 4)


NOTICEABLE = 0.3
"""Log-odds below which a finding is called neutral."""
VETOED = 0.5
"""The most that is left after a veto: a catalogue's label is wrong now and then, but nobody can know that it is."""
GRAVEST_FIRST = (Verdict.DIFFERENT, Verdict.UNDECIDABLE, Verdict.OTHER_VERSION)
