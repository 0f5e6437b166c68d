"""A circuit breaker: a service that fails is left alone for a while, and then asked by one request at first."""

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic

from domain.provider_status import Circuit
from tracklink.plugin import ProviderError, ProviderRateLimited, ProviderRefused, ProviderUnavailable

FAILURES_IN_A_ROW = 5
LONGEST_HOLD_SECONDS = 86_400.0
"""A service that bids us wait for longer is asked again after a day."""
PROBE_SECONDS = 30.0
"""A probe that has not come back by then is given up, and another may go; longer than any request's time-out."""

logger = logging.getLogger(__name__)


class Breaker:
    """The state of one service, told of every request; any number of threads may use it.

    Time-outs, services out of reach, invalid answers and rate limits are failures; after five in a row it opens.
    A rate limit that says for how long opens it at once and for exactly that time. Refused credentials are no
    failure: the service answers, waiting would not help, and the caller should read that they were refused.
    Each probe that fails doubles the pause until the next, from the first to the longest; one that succeeds closes.
    """

    def __init__(
        self,
        provider: str,
        *,
        first_pause_seconds: float = 1.0,
        longest_pause_seconds: float = 60.0,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._provider = provider
        self._first_pause, self._longest_pause = first_pause_seconds, longest_pause_seconds
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._pause = first_pause_seconds
        self._shut_until: float | None = None
        self._probe_is_out = False
        self._cause: ProviderError | None = None

    @property
    def circuit(self) -> Circuit:
        """Its state now."""
        with self._lock:
            return self._circuit()

    def check(self) -> None:
        """Raise ProviderUnavailable or ProviderRateLimited while no request may go out."""
        with self._lock:
            self._check()

    def enter(self) -> None:
        """The same right before a request; when half open, that request is the probe which the others wait for."""
        with self._lock:
            self._check()
            if self._shut_until is not None:
                self._shut_until, self._probe_is_out = self._clock() + PROBE_SECONDS, True

    def succeeded(self) -> None:
        """A request was answered; one sent before the breaker opened says nothing any more."""
        with self._lock:
            if self._circuit() is not Circuit.OPEN:
                self._close()

    def failed(self, error: ProviderError) -> None:
        """A request failed, or was refused."""
        if isinstance(error, ProviderRefused):
            self.succeeded()
            return
        with self._lock:
            circuit = self._circuit()
            self._failures += 1
            if isinstance(error, ProviderRateLimited) and error.retry_after_seconds is not None:
                self._shut(error, min(error.retry_after_seconds, LONGEST_HOLD_SECONDS))
            elif circuit is Circuit.HALF_OPEN:
                self._pause = min(2 * self._pause, self._longest_pause)
                self._shut(error, self._pause)
            elif circuit is Circuit.CLOSED and self._failures >= FAILURES_IN_A_ROW:
                self._shut(error, self._pause)

    def _circuit(self) -> Circuit:
        if self._shut_until is None:
            return Circuit.CLOSED
        return Circuit.OPEN if self._clock() < self._shut_until and not self._probe_is_out else Circuit.HALF_OPEN

    def _check(self) -> None:
        left = 0.0 if self._shut_until is None else self._shut_until - self._clock()
        if left <= 0:
            return
        when = "until one request has shown that it answers" if self._probe_is_out else f"for {left:.1f} s"
        message = f"{self._provider} is left alone {when}. The last failure: {self._cause}"
        if isinstance(self._cause, ProviderRateLimited):
            raise ProviderRateLimited(self._provider, message, left)
        raise ProviderUnavailable(self._provider, message)

    def _shut(self, cause: ProviderError, seconds: float) -> None:
        if self._shut_until is None:
            logger.warning("%s is left alone for %.1f s: %s", self._provider, seconds, cause)
        earlier = 0.0 if self._probe_is_out else self._shut_until or 0.0
        self._cause, self._probe_is_out = cause, False
        self._shut_until = max(self._clock() + seconds, earlier)

    def _close(self) -> None:
        if self._shut_until is not None:
            logger.info("%s answers again", self._provider)
        self._failures, self._pause = 0, self._first_pause
        self._shut_until, self._probe_is_out, self._cause = None, False, None
