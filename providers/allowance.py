"""A service's quota as one process draws on it: from the store that all share, or alone while that is away."""

import logging
from collections import deque
from collections.abc import Callable
from threading import Lock
from time import monotonic

from domain.errors import StoreUnavailable
from domain.ports import QuotaStore
from tracklink.plugin import Quota

MARGIN = 1.03
"""Periods are this much longer than the service says, because requests arrive a little earlier or later than sent."""
SHARE_ALONE = 4
"""While Postgres does not answer, each process keeps to this part of the quota: four of them stay within it."""
TOLD_SECONDS = 600.0
"""How long a service's own word about its quota holds after it was last given."""
STORE_PAUSE_SECONDS = 5.0
"""How long a store that did not answer is not asked: finding that out may take each caller a second or more."""

logger = logging.getLogger(__name__)


class Allowance:
    """The quota of one name; without a quota everything is allowed at once. Any number of threads may use it."""

    def __init__(
        self, name: str, quota: Quota | None, store: QuotaStore, clock: Callable[[], float] = monotonic
    ) -> None:
        self._set = quota
        self._told: tuple[Quota, float] | None = None
        self._name = name
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._next_alone = 0.0
        self._used: deque[float] = deque(maxlen=quota.requests if quota else 0)
        self._store_asked_from: float | None = None

    @property
    def quota(self) -> Quota | None:
        """What is kept to now: what is set, or what the service told of late, where that is less."""
        told, until = self._told or (None, 0.0)
        if told is None or self._clock() >= until:
            return self._set
        return told if self._set is None or told.interval_seconds > self._set.interval_seconds else self._set

    def tell(self, quota: Quota) -> None:
        """The service says that it allows this much: true until it says otherwise, or nothing any more for a while."""
        self._told = quota, self._clock() + TOLD_SECONDS

    def reserve(self, max_wait_seconds: float) -> float | None:
        """Take the next slot: the seconds to wait for it, or None, and nothing taken, when it is further away."""
        quota = self.quota
        if quota is None:
            return 0.0
        if not self._is_alone():
            try:
                wait_seconds = self._store.reserve(self._name, quota, max_wait_seconds)
            except StoreUnavailable as error:
                self._part(error)
            else:
                self._store_asked_from = None
                return wait_seconds
        return self._reserve_alone(quota.interval_seconds * SHARE_ALONE, max_wait_seconds)

    def late_seconds(self) -> float:
        """How long a request whose slot has come still has to wait: those before it may have been held up.

        A busy process wakes late from its waits. Without this, requests that catch up would be more in one period than
        the service allows.
        """
        quota = self.quota
        if quota is None:
            return 0.0
        with self._lock:
            if self._used.maxlen != quota.requests:
                self._used = deque(self._used, quota.requests)
            now = self._clock()
            is_full = len(self._used) == quota.requests
            at = max(now, self._used[0] + quota.period_seconds * MARGIN) if is_full else now
            self._used.append(at)
            return at - now

    def remaining(self) -> int | None:
        """How many requests could be made at once now; None without a quota, and while Postgres does not answer."""
        quota = self.quota
        try:
            return None if quota is None else self._store.remaining(self._name, quota)
        except StoreUnavailable:
            return None

    def _is_alone(self) -> bool:
        return self._store_asked_from is not None and self._clock() < self._store_asked_from

    def _part(self, error: StoreUnavailable) -> None:
        if self._store_asked_from is None:
            logger.warning("%s: each process keeps to 1/%d of the quota meanwhile. %s", self._name, SHARE_ALONE, error)
        self._store_asked_from = self._clock() + STORE_PAUSE_SECONDS

    def _reserve_alone(self, interval_seconds: float, max_wait_seconds: float) -> float | None:
        with self._lock:
            now = self._clock()
            slot = max(now, self._next_alone)
            if slot - now > max_wait_seconds:
                return None
            self._next_alone = slot + interval_seconds
            return slot - now
