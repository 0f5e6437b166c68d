from concurrent.futures import ThreadPoolExecutor

import pytest

from repositories.database import Database
from repositories.quota_store import MARGIN, MOST_AT_ONCE, SqlQuotaStore
from tracklink.plugin import Quota

NAME = "box 127.0.0.1"
A_WEEK = 604_800.0

pytestmark = pytest.mark.every_postgres


@pytest.fixture(name="store")
def _store(database: Database) -> SqlQuotaStore:
    return SqlQuotaStore(database.sync_engine)


def waits(store: SqlQuotaStore, quota: Quota, asked: int, most_seconds: float = A_WEEK) -> list[float | None]:
    """The waits of so many slots, in periods of the quota and their margin, rounded."""
    taken = [store.reserve(NAME, quota, most_seconds) for _ in range(asked)]
    period = quota.period_seconds * MARGIN
    return [None if wait is None else round(wait / period, 2) for wait in taken]


def test_one_request_in_a_period(store: SqlQuotaStore) -> None:
    """The first at once, each further one a period after the one before."""
    assert waits(store, Quota(requests=1, period_seconds=10_000), 4) == [0, 1, 2, 3]


def test_a_quota_may_be_used_at_once(store: SqlQuotaStore) -> None:
    """Those beyond it wait until the first is a period old, and are then spread evenly."""
    quota = Quota(requests=4, period_seconds=10_000)

    assert waits(store, quota, 10) == [0, 0, 0, 0, 1, 1.25, 1.5, 1.75, 2, 2.25]


@pytest.mark.parametrize(("requests", "at_once"), [(50, 10), (45, 9), (20, 10), (13, 1)])
def test_a_large_quota_is_given_out_in_portions(store: SqlQuotaStore, requests: int, at_once: int) -> None:
    """The largest equal ones of at most ten, each in its share of the period; the whole is never exceeded."""
    quota = Quota(requests=requests, period_seconds=10_000)
    found = waits(store, quota, requests + 1)

    assert found[: at_once + 1] == [0] * at_once + [round(at_once / requests, 2)]
    assert found[-1] == 1


def test_a_slot_too_far_away_is_not_taken(store: SqlQuotaStore) -> None:
    """Nor does asking for it push others back."""
    quota = Quota(requests=1, period_seconds=10_000)

    assert waits(store, quota, 3, most_seconds=0) == [0, None, None]
    assert waits(store, quota, 1) == [1]
    assert waits(store, quota, 2, most_seconds=15_000) == [None, None]
    assert waits(store, quota, 1) == [2]


def test_every_name_has_a_quota_of_its_own(store: SqlQuotaStore) -> None:
    """A mirror's use takes nothing from the service's."""
    quota = Quota(requests=1, period_seconds=10_000)

    assert [store.reserve(name, quota, 0) for name in ("box a", "box b", "box a")] == [0, 0, None]


def test_what_is_left(store: SqlQuotaStore) -> None:
    """All of a portion for a name never used; fewer by each slot taken; none while callers wait."""
    quota, large = Quota(requests=3, period_seconds=10_000), Quota(requests=50, period_seconds=5)
    left = []
    for _ in range(5):
        left.append(store.remaining(NAME, quota))
        store.reserve(NAME, quota, A_WEEK)

    assert left == [3, 2, 1, 0, 0]
    assert store.remaining("another", large) == MOST_AT_ONCE


def test_a_period_later_everything_is_there_again(store: SqlQuotaStore) -> None:
    """A slot is used up for one period."""
    quota = Quota(requests=2, period_seconds=0.000_01)
    waits(store, quota, 2)

    assert store.remaining(NAME, quota) == 2
    assert store.reserve(NAME, quota, 0) == 0


def test_a_changed_quota_holds_at_once(store: SqlQuotaStore) -> None:
    """A smaller one counts the slots already taken, a larger one adds to them."""
    small, large = Quota(requests=1, period_seconds=10_000), Quota(requests=4, period_seconds=10_000)

    assert waits(store, large, 3) == [0, 0, 0]
    assert store.remaining(NAME, small) == 0
    assert waits(store, small, 1, most_seconds=5_000) == [None]
    assert waits(store, large, 2) == [0, 1]


def test_threads_take_slots_of_their_own(store: SqlQuotaStore) -> None:
    """Asked for at once, also for the first time, no slot is given out twice."""
    quota = Quota(requests=1, period_seconds=10_000)
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: waits(store, quota, 1)[0], range(24)))

    assert sorted(wait for wait in taken if wait is not None) == list(range(24))
