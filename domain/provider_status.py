"""What ListProviders tells of one provider."""

from dataclasses import dataclass

from tracklink.plugin import Declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderStatus:
    """Whether a provider is asked, and whether it has what it needs."""

    declaration: Declaration
    enabled: bool
    configured: bool
    missing_settings: tuple[str, ...] = ()
    """Environment variables or commands that would configure it; empty when configured."""
