import logging

import pytest
from psycopg import sql
from sqlalchemy import make_url

from domain.deadline import Deadline
from providers.allowance import SHARE_ALONE, STORE_PAUSE_SECONDS, TOLD_SECONDS, Allowance
from providers.breaker import Breaker
from providers.guard import Guard
from repositories.database import Database
from repositories.quota_store import MARGIN, SqlQuotaStore
from tests.conftest import execute, with_name
from tests.providers.box import DECLARATION, FOUND, Box, MovingClock
from tracklink.plugin import ProviderRateLimited, ProviderUnavailable, Quota

ONE_A_MINUTE = Quota(requests=1, period_seconds=60)


@pytest.fixture(name="clock")
def _clock(monkeypatch: pytest.MonkeyPatch) -> MovingClock:
    return MovingClock(monkeypatch)


@pytest.fixture(name="store")
def _store(database: Database) -> SqlQuotaStore:
    return SqlQuotaStore(database.sync_engine)


@pytest.fixture(name="gone")
def _gone() -> SqlQuotaStore:
    return SqlQuotaStore(Database("postgresql+psycopg://nobody@/nowhere?host=/nonexistent").sync_engine)


def guarded(store: SqlQuotaStore, quota: Quota, clock: MovingClock) -> Guard:
    """A guard whose breaker and deadlines follow the clock."""
    return Guard(DECLARATION, quota, store, Breaker("box", clock=clock), lambda *_: None)


def test_a_request_waits_for_its_slot(store: SqlQuotaStore, clock: MovingClock) -> None:
    """Where the deadline leaves time for it."""
    guard, box = guarded(store, ONE_A_MINUTE, clock), Box()
    assert guard.quota_left() == 1
    for _ in range(2):
        assert guard.around(box, clock.deadline(100)).lookup_isrc("QZTST2100001", None) == (FOUND,)

    assert sum(clock.slept) == pytest.approx(60 * MARGIN, abs=5)
    assert (guard.quota_left(), guard.quota) == (0, ONE_A_MINUTE)


def test_who_does_not_queue_takes_only_a_free_slot(store: SqlQuotaStore, clock: MovingClock) -> None:
    """The first is free; the second is told at once and once, and takes nothing from those who would wait."""
    guard, box = guarded(store, ONE_A_MINUTE, clock), Box()
    polite = Deadline.after(100, queueing_seconds=0)
    guard.around(box, polite).lookup_isrc("QZTST2100001", None)
    with pytest.raises(ProviderRateLimited, match=r"more than 0\.0 s"):
        guard.around(box, polite).lookup_isrc("QZTST2100001", None)

    assert (len(box.asked), clock.slept) == (1, [])
    assert store.reserve("box api.box.example", ONE_A_MINUTE, 100) == pytest.approx(60 * MARGIN, abs=5)


def test_a_slot_beyond_the_deadline_is_a_rate_limit(store: SqlQuotaStore, clock: MovingClock) -> None:
    """Told at once, without a request, a sleep or a slot lost."""
    guard, box = guarded(store, ONE_A_MINUTE, clock), Box()
    guard.around(box, clock.deadline(10)).lookup_isrc("QZTST2100001", None)
    for _ in range(3):
        with pytest.raises(ProviderRateLimited, match=r"quota of box is used up for more than 9\.8 s") as caught:
            guard.around(box, clock.deadline(10)).lookup_isrc("QZTST2100001", None)
        assert caught.value.retry_after_seconds == pytest.approx(9.8)

    assert (len(box.asked), clock.slept) == (1, [])
    assert store.reserve("box api.box.example", ONE_A_MINUTE, 100) == pytest.approx(60 * MARGIN, abs=5)


def test_every_retry_takes_a_slot(store: SqlQuotaStore, clock: MovingClock) -> None:
    """Three attempts use up three of four."""
    guard = guarded(store, Quota(requests=4, period_seconds=600), clock)
    down = ProviderUnavailable("box", "503")
    guard.around(Box(down, down), clock.deadline(10)).lookup_isrc("QZTST2100001", None)

    assert guard.quota_left() == 1


def test_without_a_quota_nothing_waits_nor_asks_the_store(gone: SqlQuotaStore, clock: MovingClock) -> None:
    """And nothing can be told of what is left."""
    allowance = Allowance("box", None, gone, clock)

    assert [allowance.reserve(0) for _ in range(100)] == [0] * 100
    assert allowance.remaining() is None


def test_alone_a_process_keeps_to_a_quarter(gone: SqlQuotaStore, clock: MovingClock) -> None:
    """While Postgres is away requests go on, four times as far apart, and none is promised beyond the wait."""
    allowance = Allowance("box", Quota(requests=2, period_seconds=1), gone, clock)

    assert [allowance.reserve(5) for _ in range(4)] == [0, 2, 4, None]
    assert allowance.remaining() is None
    clock.sleep(6)
    assert allowance.reserve(0) == 0
    assert SHARE_ALONE == 4


def test_the_log_tells_once_that_a_process_is_alone(
    gone: SqlQuotaStore, clock: MovingClock, caplog: pytest.LogCaptureFixture
) -> None:
    """However long that lasts and whoever asks."""
    allowance = Allowance("box", ONE_A_MINUTE, gone, clock)
    for _ in range(5):
        allowance.reserve(1)
        clock.sleep(STORE_PAUSE_SECONDS)

    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith("box: each process keeps to 1/4 of the quota meanwhile. Postgres does not")
    assert caplog.records[0].levelno == logging.WARNING


def test_the_shared_quota_holds_again_once_postgres_is_back(
    database: Database, database_url: str, store: SqlQuotaStore, clock: MovingClock
) -> None:
    """It is tried anew after some seconds, not by every caller."""
    allowance = Allowance("box", ONE_A_MINUTE, store, clock)
    accept_connections(database, database_url, accept=False)
    assert allowance.reserve(0) == 0
    accept_connections(database, database_url, accept=True)
    assert (allowance.reserve(0), store.remaining("box", ONE_A_MINUTE)) == (None, 1)

    clock.sleep(STORE_PAUSE_SECONDS)
    assert (allowance.reserve(0), store.remaining("box", ONE_A_MINUTE)) == (0, 0)


def accept_connections(database: Database, url: str, *, accept: bool) -> None:
    """Let the database be reached, or not."""
    database.sync_engine.dispose()
    name = make_url(url).database or ""
    statement = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(sql.Identifier(name), sql.Literal(accept))
    execute(with_name(url, "postgres"), statement)


def test_requests_that_were_held_up_do_not_catch_up(gone: SqlQuotaStore, clock: MovingClock) -> None:
    """Five slots that are used late and together leave none for the rest of the period."""
    allowance = Allowance("box", Quota(requests=5, period_seconds=10), gone, clock)
    assert [allowance.late_seconds() for _ in range(6)] == [0, 0, 0, 0, 0, pytest.approx(10 * MARGIN)]
    clock.sleep(10 * MARGIN)
    assert [allowance.late_seconds() for _ in range(5)] == [0, 0, 0, 0, pytest.approx(10 * MARGIN)]


def test_a_service_that_allows_less_is_obeyed(store: SqlQuotaStore, clock: MovingClock) -> None:
    """From its word on, in every process that hears it: two at once, then one in fifty seconds."""
    guard, box = guarded(store, Quota(requests=1, period_seconds=0.5), clock), Box()
    guard.around(box, clock.deadline(10)).lookup_isrc("QZTST2100001", None)
    guard.quota_told(Quota(requests=2, period_seconds=100))
    guard.around(box, clock.deadline(10)).lookup_isrc("QZTST2100001", None)
    with pytest.raises(ProviderRateLimited, match="quota of box is used up"):
        guard.around(box, clock.deadline(10)).lookup_isrc("QZTST2100001", None)

    assert (len(box.asked), clock.slept) == (2, [])
    assert guard.quota == Quota(requests=2, period_seconds=100)


def test_a_service_that_allows_more_changes_nothing(gone: SqlQuotaStore, clock: MovingClock) -> None:
    """An operator may have set less than is allowed, to leave some to others; where nothing is set, its word holds."""
    generous = Quota(requests=50, period_seconds=1)
    for set_, kept in ((ONE_A_MINUTE, ONE_A_MINUTE), (None, generous)):
        allowance = Allowance("box", set_, gone, clock)
        allowance.tell(generous)
        assert allowance.quota == kept


def test_a_service_that_falls_silent_is_asked_as_before(gone: SqlQuotaStore, clock: MovingClock) -> None:
    """Some minutes after the last answer that told of a quota."""
    strict = Quota(requests=2, period_seconds=600)
    allowance = Allowance("box", ONE_A_MINUTE, gone, clock)
    allowance.tell(strict)
    clock.sleep(TOLD_SECONDS - 1)
    assert allowance.quota == strict
    clock.sleep(1)
    assert allowance.quota == ONE_A_MINUTE


def test_what_was_used_before_counts_under_another_quota(gone: SqlQuotaStore, clock: MovingClock) -> None:
    """The latest requests, as many as the new quota looks back at."""
    allowance = Allowance("box", Quota(requests=3, period_seconds=1), gone, clock)
    assert [allowance.late_seconds() for _ in range(3)] == [0, 0, 0]
    allowance.tell(Quota(requests=2, period_seconds=10))
    assert allowance.late_seconds() == pytest.approx(10 * MARGIN)
