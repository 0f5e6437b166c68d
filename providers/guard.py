"""What is wrapped once around every live provider: breaker, quota, retries and figures."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic, sleep
from urllib.parse import urlsplit

import stamina

from domain.deadline import Deadline
from domain.ports import QuotaStore
from domain.provider_status import Circuit
from providers.allowance import Allowance
from providers.breaker import Breaker
from providers.isrc_batch import IsrcBatches
from tracklink.plugin import (
    Candidate,
    Declaration,
    IsrcBatchProvider,
    Provider,
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderRefused,
    ProviderTimedOut,
    ProviderUnavailable,
    Quota,
    Track,
    TrackRef,
)

MOST_AT_ONCE = 8
"""Requests of one process that wait for their slots or for the service. A slot is not taken long before it is used."""

ATTEMPTS = 3
FIRST_BACKOFF_SECONDS = 0.1
LONGEST_BACKOFF_SECONDS = 0.5
LEAST_SECONDS = 0.2
"""What a request is thought to take: none is waited for that would begin later than this before the deadline."""

OUTCOMES: Sequence[tuple[type[ProviderError], str]] = (
    (ProviderTimedOut, "timed_out"),
    (ProviderRateLimited, "rate_limited"),
    (ProviderUnavailable, "unavailable"),
    (ProviderRefused, "refused"),
    (ProviderAnswerInvalid, "answer_invalid"),
)
CRASHED = "crashed"
"""The outcome of a request that ended in an error no provider may raise."""

Question = Callable[[], Sequence[Candidate]]
Observe = Callable[[str, str, float], None]
"""Told of every request: the provider's name, "answered" or the kind of failure, the seconds that it took."""


class Guard:
    """The guard of one service in this process. Its declaration says at which address the service is asked."""

    def __init__(
        self, declaration: Declaration, quota: Quota | None, store: QuotaStore, breaker: Breaker, observe: Observe
    ) -> None:
        self._provider = declaration.name
        self._allowance = Allowance(quota_name(declaration), quota, store, monotonic)
        self._breaker = breaker
        self._observe = observe
        self._asking = threading.local()
        self._room = threading.Semaphore(MOST_AT_ONCE)

    @property
    def circuit(self) -> Circuit:
        """The state of the breaker."""
        return self._breaker.circuit

    @property
    def quota(self) -> Quota | None:
        """What the service allows now; None where no limit is known."""
        return self._allowance.quota

    def quota_told(self, quota: Quota) -> None:
        """Keep to what the service itself says that it allows, where that is less, until it falls silent."""
        self._allowance.tell(quota)

    def quota_left(self) -> int | None:
        """How many requests could be made at once now; None where there is no quota or nobody can tell."""
        return self._allowance.remaining()

    def around(self, provider: Provider, deadline: Deadline, batches: IsrcBatches | None = None) -> Provider:
        """The provider, asking the service no oftener than it allows and no later than the deadline."""
        return GuardedProvider(self, provider, deadline, batches)

    def batches(self, provider: Provider) -> IsrcBatches | None:
        """The lookups by ISRC of all who ask this provider, joined; None where its service takes one at a time."""
        if not isinstance(provider, IsrcBatchProvider):
            return None

        def look_up(isrcs: Sequence[str], market: str | None) -> Sequence[Candidate]:
            one = len(isrcs) == 1
            return provider.lookup_isrc(isrcs[0], market) if one else provider.lookup_isrcs(isrcs, market)

        def send(close: Callable[[], Sequence[str]], market: str | None, deadline: Deadline) -> Sequence[Candidate]:
            return self.ask(lambda: look_up(close(), market), deadline)

        return IsrcBatches(self._provider, provider.declaration.isrcs_per_request, send)

    def before_another(self) -> None:
        """Take a slot for one more request of the verb that this thread is in. Raises ProviderRateLimited."""
        deadline: Deadline | None = getattr(self._asking, "deadline", None)
        if deadline is not None:
            self._wait_for_slot(deadline)

    def ask(self, question: Question, deadline: Deadline) -> Sequence[Candidate]:
        """The answer to a question that is one request. Raises ProviderError.

        Asked again, with jitter, where the service is out of reach, and exactly when it said where it limits the
        rate; both only if the deadline leaves time for it. Every attempt takes a slot of the quota.
        """
        retrying = stamina.RetryingCaller(
            attempts=ATTEMPTS,
            timeout=None,
            wait_initial=FIRST_BACKOFF_SECONDS,
            wait_max=LONGEST_BACKOFF_SECONDS,
            wait_jitter=LONGEST_BACKOFF_SECONDS - FIRST_BACKOFF_SECONDS,
        )
        return retrying(partial(self._backoff, deadline), self._attempt, question, deadline)

    def _backoff(self, deadline: Deadline, error: Exception) -> bool | float:
        """Whether to ask again after this error, or after how many seconds."""
        left = deadline.left() - LEAST_SECONDS
        if isinstance(error, ProviderRateLimited) and error.retry_after_seconds is not None:
            return error.retry_after_seconds if error.retry_after_seconds < left else False
        may_recover = isinstance(error, ProviderUnavailable) and self._breaker.circuit is Circuit.CLOSED
        return may_recover and left > LONGEST_BACKOFF_SECONDS

    def _attempt(self, question: Question, deadline: Deadline) -> Sequence[Candidate]:
        self._breaker.check()
        self._require_time(deadline)
        if not self._room.acquire(timeout=deadline.left()):
            raise self._out_of_time()
        try:
            self._wait_for_slot(deadline)
            self._require_time(deadline)
            self._breaker.enter()
            self._asking.deadline = deadline
            return self._request(question)
        finally:
            self._room.release()

    def _wait_for_slot(self, deadline: Deadline) -> None:
        left = max(0.0, deadline.left() - LEAST_SECONDS)
        patience = min(left, deadline.queueing_seconds)
        wait_seconds = self._allowance.reserve(patience)
        if wait_seconds is None:
            raise ProviderRateLimited(
                self._provider, f"The quota of {self._provider} is used up for more than {patience:.1f} s.", left
            )
        if wait_seconds:
            sleep(wait_seconds)
        if late_seconds := self._allowance.late_seconds():
            sleep(min(late_seconds, deadline.left()))

    def _request(self, question: Question) -> Sequence[Candidate]:
        started, outcome = monotonic(), CRASHED
        try:
            answer = question()
        except ProviderError as error:
            outcome = next((word for kind, word in OUTCOMES if isinstance(error, kind)), CRASHED)
            self._breaker.failed(error)
            raise
        else:
            outcome = "answered"
            self._breaker.succeeded()
            return answer
        finally:
            self._observe(self._provider, outcome, monotonic() - started)

    def _require_time(self, deadline: Deadline) -> None:
        if not deadline.left():
            raise self._out_of_time()

    def _out_of_time(self) -> ProviderTimedOut:
        return ProviderTimedOut(self._provider, f"No time was left to ask {self._provider}.")


class GuardedProvider:
    """A provider behind its guard, for one call."""

    def __init__(self, guard: Guard, provider: Provider, deadline: Deadline, batches: IsrcBatches | None) -> None:
        self._guard = guard
        self._batches = batches
        self._provider = provider
        self._deadline = deadline

    @property
    def declaration(self) -> Declaration:
        """That of the provider."""
        return self._provider.declaration

    def missing_settings(self) -> Sequence[str]:
        """Those of the provider; they cost no request."""
        return self._provider.missing_settings()

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:
        """The track of this id."""
        return self._ask(lambda: self._provider.lookup(ref, market))

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:
        """Tracks that carry this ISRC; asked for together with those that others ask for at the same time."""
        if self._batches is not None:
            return self._batches.look_up(isrc, market, self._deadline)
        return self._ask(lambda: self._provider.lookup_isrc(isrc, market))

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:
        """Tracks of the release with this GTIN."""
        return self._ask(lambda: self._provider.lookup_barcode(barcode, market))

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:
        """Tracks near the query's title and artists."""
        return self._ask(lambda: self._provider.search(query, limit, market))

    def _ask(self, question: Question) -> Sequence[Candidate]:
        return self._guard.ask(question, self._deadline)


def quota_name(declaration: Declaration) -> str:
    """Under which name the quota is counted: a mirror allows what it allows, whatever the service itself does."""
    address = urlsplit(declaration.base_url or "")
    port = f":{address.port}" if address.port else ""
    return f"{declaration.name} {address.hostname or ''}{port}".rstrip()
