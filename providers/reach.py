"""How an operator wants a service to be reached."""

from dataclasses import dataclass

from tracklink.plugin import Quota


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What an operator says of a service; None keeps what the provider declares."""

    base_url: str | None = None
    token_url: str | None = None
    timeout_seconds: float = 5.0
    user_agent: str | None = None
    quota: Quota | None = None
