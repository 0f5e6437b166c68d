"""What FindReplacement answers."""

from dataclasses import dataclass
from enum import StrEnum

from domain.match import Match


class ReplacementOutcome(StrEnum):
    """The kind of answer to FindReplacement."""

    REPLACED = "replaced"
    NEEDS_REVIEW = "needs_review"
    NOT_FOUND = "not_found"
    STILL_AVAILABLE = "still_available"
    RELINKED_BY_PROVIDER = "relinked_by_provider"
    PROVIDER_UNAVAILABLE = "provider_unavailable"
    RATE_LIMITED = "rate_limited"
    TIMED_OUT = "timed_out"
    NOT_CONFIGURED = "not_configured"

    @property
    def is_storable(self) -> bool:
        """Whether the provider really answered; a failure is never stored."""
        return self not in FAILURES


FAILURES = frozenset(
    {
        ReplacementOutcome.PROVIDER_UNAVAILABLE,
        ReplacementOutcome.RATE_LIMITED,
        ReplacementOutcome.TIMED_OUT,
        ReplacementOutcome.NOT_CONFIGURED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementAnswer:
    """The answer to FindReplacement; `candidates` is the ladder, best first, the dead track never among them."""

    outcome: ReplacementOutcome
    replacement: Match | None = None
    candidates: tuple[Match, ...] = ()
    reason: str
    from_cache: bool = False
