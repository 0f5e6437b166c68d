"""How long answers live."""

from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """The greatest age of each kind of answer. A "no" doubles from `no` to `longest_no` while it stays "no"."""

    link: timedelta = 28 * DAY
    availability: timedelta = DAY
    no: timedelta = DAY
    longest_no: timedelta = 32 * DAY

    def of_link(self, market: str | None) -> timedelta:
        """A link asked for a market answers for its availability too, which changes sooner than identity."""
        return self.link if market is None else min(self.link, self.availability)

    def of_no(self, misses: int) -> timedelta:
        """One day, two, four ... thirty-two, by how many times in a row it has been "no" (1 the first time)."""
        return min(self.no * (1 << min(misses - 1, 30)), self.longest_no)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Now, and the greatest age that the caller accepts."""

    now: datetime
    max_age: timedelta | None = None

    def accepts(self, checked_at: datetime, expires_at: datetime) -> bool:
        """Whether an answer of that time is fresh enough for the server and for the caller."""
        return self.now < expires_at and (self.max_age is None or self.now - checked_at <= self.max_age)
