"""Figures for Prometheus. They are always kept, and served only where an address is configured."""

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram

from service.call import CacheOutcome, Call
from service.refreshes import RefreshOutcome

CALL_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
UPSTREAM_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Calls by method and code, the cache by method, upstream requests by provider and outcome.

    Children are looked up once for each combination of labels: `labels()` costs more than the observation itself.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        calls = Counter("tracklink_calls", "Calls answered.", ["method", "code"], registry=registry)
        seconds = Histogram(
            "tracklink_call_seconds",
            "Seconds from the arrival of a call to its answer.",
            ["method", "code"],
            buckets=CALL_SECONDS,
            registry=registry,
        )
        cached = Counter(
            "tracklink_cache", "Answers by how much of them the cache held.", ["method", "outcome"], registry=registry
        )
        upstream = Counter(
            "tracklink_upstream_requests", "Requests to providers.", ["provider", "outcome"], registry=registry
        )
        upstream_seconds = Histogram(
            "tracklink_upstream_seconds",
            "Seconds that a provider took.",
            ["provider", "outcome"],
            buckets=UPSTREAM_SECONDS,
            registry=registry,
        )
        refreshes = Counter(
            "tracklink_refreshes", "Answers past their age asked again behind callers.", ["outcome"], registry=registry
        )
        self._refreshes = cache(refreshes.labels)
        self._calls = cache(lambda method, code: (calls.labels(method, code), seconds.labels(method, code)))
        self._cached = cache(cached.labels)
        self._upstream = cache(
            lambda provider, outcome: (upstream.labels(provider, outcome), upstream_seconds.labels(provider, outcome))
        )

    def call(self, call: Call) -> None:
        """Count a call that has ended."""
        calls, seconds = self._calls(call.method, call.code)
        calls.inc()
        seconds.observe(call.seconds)
        for outcome, answers in call.cache.items():
            self.cached(call.method, outcome, answers)

    def cached(self, method: str, outcome: CacheOutcome, answers: int) -> None:
        """Count answers by how much of them was read from the cache."""
        self._cached(method, outcome).inc(answers)

    def refresh(self, outcome: RefreshOutcome) -> None:
        """Count a refresh behind the callers: "started", then "done" or "failed"; "dropped" where there was no room."""
        self._refreshes(outcome).inc()

    def upstream(self, provider: str, outcome: str, seconds: float) -> None:
        """Count one request to a provider: "answered" or the kind of failure, and the time that it took."""
        requests, duration = self._upstream(provider, outcome)
        requests.inc()
        duration.observe(seconds)
