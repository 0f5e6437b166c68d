"""What ListProviders tells of one provider."""

from dataclasses import dataclass
from enum import StrEnum

from tracklink.plugin import Declaration, Quota


class Circuit(StrEnum):
    """The state of the breaker around a live service."""

    CLOSED = "closed"
    """Requests go through."""
    OPEN = "open"
    """Requests are refused for now."""
    HALF_OPEN = "half_open"
    """One request is let through to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderStatus:
    """Whether a provider is asked, and whether it has what it needs."""

    declaration: Declaration
    enabled: bool
    configured: bool
    """False also where that cannot be told, because Postgres does not answer; then nothing is missing."""
    missing_settings: tuple[str, ...] = ()
    """Environment variables or commands that would configure it; empty when configured."""
    circuit: Circuit | None = None
    """None where no live service is asked."""
    quota: Quota | None = None
    """What the live service allows; None where no limit is known."""
    quota_remaining: int | None = None
    """How many requests could be made at once now; None where there is no quota or nobody can tell."""
