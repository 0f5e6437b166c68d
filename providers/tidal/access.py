"""The bearer token that every request carries: OAuth 2.0's client credentials (RFC 6749, section 4.4)."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from tracklink.plugin import ProviderError

RENEWED_BEFORE_SECONDS = 60.0
"""How long before its end a token is no longer sent, so that none runs out on its way."""


@dataclass(frozen=True, slots=True)
class Token:
    """What Tidal's door-keeper handed out, and for how long it is good, counted from when it was asked for."""

    text: str
    lifetime_seconds: float


class Access:
    """One token for all threads; one of them asks for it, the others wait for what it gets, be it an error."""

    def __init__(self, ask: Callable[[], Token]) -> None:
        self._ask = ask
        self._lock = Lock()
        self._token = ""
        self._asked_at = 0.0
        self._good_until = 0.0
        self._failure: ProviderError | None = None
        self._failed_at = 0.0

    def token(self, rejected: str = "") -> tuple[str, bool]:
        """A token that is still good, never the one `rejected`, and whether it was asked for only now."""
        came_at = monotonic()
        with self._lock:
            if self._failure and self._failed_at >= came_at:
                raise self._failure
            if self._token in {"", rejected} or monotonic() >= self._good_until:
                self._renew()
            return self._token, self._asked_at >= came_at

    def _renew(self) -> None:
        self._asked_at = monotonic()
        try:
            token = self._ask()
        except ProviderError as failure:
            self._token, self._failure, self._failed_at = "", failure, monotonic()
            raise
        self._token, self._failure = token.text, None
        self._good_until = self._asked_at + token.lifetime_seconds - RENEWED_BEFORE_SECONDS
