"""How long answers live, and how long after that they are still told while they are asked again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Age(StrEnum):
    """What may be done with an answer of its age."""

    FRESH = "fresh"
    STALE = "stale"
    """Past its age and within its grace: told at once, and asked again behind the caller."""
    PAST = "past"
    """Asked again before anything is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """The greatest age of each kind of answer. A "no" doubles from `no` to `longest_no` while it stays "no"."""

    link: timedelta = 28 * DAY
    availability: timedelta = DAY
    no: timedelta = DAY
    longest_no: timedelta = 32 * DAY
    replacement: timedelta = DAY
    grace: timedelta = 7 * DAY

    def of_link(self, market: str | None) -> timedelta:
        """A link asked for a market answers for its availability too, which changes sooner than identity."""
        return self.link if market is None else min(self.link, self.availability)

    def grace_of_link(self, market: str | None) -> timedelta:
        """How long past its age it is told as stale: for a market no longer than availability lives."""
        return self.grace if market is None else min(self.grace, self.availability)

    def of_no(self, misses: int) -> timedelta:
        """One day, two, four ... thirty-two, by how many times in a row it has been "no" (1 the first time).

        A "no" has no grace: asking again may bring the link that the caller waits for.
        """
        times = 1 << min(misses - 1, 30)
        return self.no * times if times < self.longest_no / self.no else self.longest_no


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """The ages of every provider's answers, and the age below which none is asked again."""

    ages: Ages = Ages()
    by_provider: Mapping[str, Ages] = field(default_factory=dict)
    floor: timedelta = timedelta(seconds=60)

    def of(self, provider: str) -> Ages:
        """The ages of one provider's answers."""
        return self.by_provider.get(provider, self.ages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Now, the greatest age that the caller wishes for (None: no wish, zero: a new answer), and the floor under it."""

    now: datetime
    wish: timedelta | None = None
    floor: timedelta = timedelta()
    takes_stale: bool = True

    def age(self, checked_at: datetime, expires_at: datetime, grace: timedelta = timedelta()) -> Age:
        """What the server and the caller make of an answer of that time."""
        if self.wish is not None and self.now - checked_at > max(self.wish, self.floor):
            return Age.PAST
        if self.now < expires_at:
            return Age.FRESH
        return Age.STALE if self.takes_stale and self.now < expires_at + grace else Age.PAST

    def is_spared(self, checked_at: datetime) -> bool:
        """Whether the caller wished for a newer answer than this one, which is too new to be asked again."""
        return self.wish is not None and self.wish < self.now - checked_at <= self.floor
