"""The bucket of tokens out of which Tidal pays for requests, where the headers of an answer tell of it.

Their names are those of Spring Cloud Gateway's RequestRateLimiter: a request takes `Requested-Tokens` out of a bucket
that holds `Burst-Capacity` and is filled by `Replenish-Rate` in each second. A 429 from there has no Retry-After.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tracklink.plugin import Quota

PREFIX = "X-RateLimit-"

LONGEST_INTERVAL_SECONDS = 600
"""Headers that would allow less than one request in so many seconds are not believed."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """In tokens, and tokens per second."""

    remaining: int
    requested: int
    capacity: int
    rate: int

    @property
    def quota(self) -> Quota:
        """As many requests as a full bucket pays for, in the time in which it is paid for again."""
        requests = self.capacity // self.requested
        return Quota(requests=requests, period_seconds=requests * self.requested / self.rate)

    @property
    def wait_seconds(self) -> float:
        """How long until the bucket pays for a request that was refused: until one more token is there, at least."""
        return max(1, self.requested - self.remaining) / self.rate


def read_bucket(headers: Mapping[str, str]) -> Bucket | None:
    """The bucket after this answer; None where the headers tell of none, or of one that pays for nothing."""
    stated = [_tokens(headers, name) for name in ("Remaining", "Requested-Tokens", "Burst-Capacity", "Replenish-Rate")]
    remaining, requested, capacity, rate = stated
    if requested is None or capacity is None or rate is None or not 0 < requested <= capacity:
        return None
    if not rate or requested > LONGEST_INTERVAL_SECONDS * rate:
        return None
    return Bucket(min(remaining or 0, capacity), requested, capacity, rate)


def _tokens(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(f"{PREFIX}{name}", "").strip()
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None
