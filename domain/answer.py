"""What one provider came to for a query, and what LinkTrack answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.match import Match
from domain.reading import Repeatable
from tracklink.plugin import Track


class Outcome(StrEnum):
    """The kind of a provider's answer to LinkTrack."""

    LINKED = "linked"
    AMBIGUOUS = "ambiguous"
    NOT_IN_CATALOG = "not_in_catalog"
    NEAR_MISS = "near_miss"
    UNAVAILABLE_IN_MARKET = "unavailable_in_market"
    PROVIDER_UNAVAILABLE = "provider_unavailable"
    RATE_LIMITED = "rate_limited"
    TIMED_OUT = "timed_out"
    NOT_CONFIGURED = "not_configured"

    @property
    def is_storable(self) -> bool:
        """Whether the provider really answered; a failure is never stored as a "no"."""
        return self not in FAILURES


FAILURES = frozenset({Outcome.PROVIDER_UNAVAILABLE, Outcome.RATE_LIMITED, Outcome.TIMED_OUT, Outcome.NOT_CONFIGURED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderLink:
    """One provider's answer. `checked_at` (UTC) is when it was asked, None when it was not."""

    provider: str
    outcome: Outcome
    match: Match | None = None
    alternatives: tuple[Match, ...] = ()
    """Other candidates, best first."""
    reason: str
    checked_at: datetime | None = None
    from_cache: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAnswer:
    """The answer to LinkTrack."""

    recording: Track
    """The query merged with the accepted links."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Track field -> provider, or "query" for the caller's own words."""
    links: tuple[ProviderLink, ...]
    """One per wanted provider, in the order wanted."""
    repeatable: Repeatable | None = None
    """None when the same question has to be answered anew."""
