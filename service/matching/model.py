"""The model: what each finding weighs, and how weights make a confidence.

A finding has a field and a level ("duration", "within 1 s"). Its weight is the logarithm of how much likelier that
level is among pairs of one recording than among pairs of two; the sum of them is the logarithm of the odds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp

from domain.match import Effect, Evidence, Verdict
from service.matching.weights import BIAS, NOTED, VETOES, WEIGHTS

__all__ = ["ACCEPT", "AGAINST", "VETOED", "VETOES", "Finding", "confidence_of", "veto_verdict", "weigh"]

ACCEPT = 0.6
"""The least confidence at which a candidate is the same recording."""
AGAINST = frozenset({Effect.VETOES, Effect.OPPOSES})
"""Effects that speak against the same recording."""


@dataclass(frozen=True, slots=True)
class Finding:
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


def weigh(finding: Finding) -> Evidence:
    """The finding as evidence."""
    weight = WEIGHTS.get(finding.key, 0.0)
    if finding.is_silent:
        effect, weight = Effect.NEUTRAL, 0.0
    elif finding.key in VETOES:
        effect, weight = Effect.VETOES, 0.0
    elif finding.key in NOTED:
        effect, weight = Effect.OPPOSES, 0.0
    elif abs(weight) < NOTICEABLE:
        effect = Effect.NEUTRAL
    else:
        effect = Effect.SUPPORTS if weight > 0 else Effect.OPPOSES
    return Evidence(finding.field, effect, finding.similarity, weight, finding.detail)


def veto_verdict(findings: Iterable[Finding]) -> Verdict | None:
    """The verdict of the gravest veto, None without one."""
    verdicts = {VETOES[finding.key] for finding in findings if finding.key in VETOES}
    return next((verdict for verdict in GRAVEST_FIRST if verdict in verdicts), None)


def confidence_of(findings: Iterable[Finding]) -> float:
    """The logistic function of the summed weights; little said at all starts from lower odds."""
    weights = [WEIGHTS.get(finding.key, 0.0) for finding in findings if finding.key not in VETOES]
    return 1 / (1 + exp(-BIAS - sum(weights)))


NOTICEABLE = 0.3
"""Log-odds below which a finding is called neutral."""
VETOED = 0.02
"""What is left of the likeness after a veto: a label in a catalogue is wrong now and then."""
GRAVEST_FIRST = (Verdict.DIFFERENT, Verdict.UNDECIDABLE, Verdict.OTHER_VERSION)
