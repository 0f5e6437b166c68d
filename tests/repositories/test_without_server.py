from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domain.errors import StoreUnavailable
from domain.keys import keys_of, question_of
from repositories.database import Database
from repositories.flight_store import SqlFlightStore
from repositories.link_store import SqlLinkStore
from repositories.quota_store import SqlQuotaStore
from repositories.replacement_store import SqlReplacementStore
from repositories.review_store import SqlReviewStore
from tests.repositories.learning import LANTERNS, NOON, a_link, learnt
from tests.repositories.reviewing import a_pin
from tests.repositories.test_replacement_store import STORED
from tracklink.plugin import Quota, TrackRef


@pytest.fixture
async def gone() -> AsyncIterator[Database]:
    """A database whose server is not there."""
    database = Database("postgresql+psycopg://nobody@/nowhere?host=/nonexistent")
    yield database
    await database.close()


async def test_links(gone: Database) -> None:
    """Finding and saving say that Postgres does not answer."""
    store = SqlLinkStore(gone)
    with pytest.raises(StoreUnavailable):
        await store.find(question_of(LANTERNS, None))
    with pytest.raises(StoreUnavailable):
        await store.save(learnt(LANTERNS, a_link(LANTERNS)))


async def test_replacements(gone: Database) -> None:
    """Likewise."""
    store = SqlReplacementStore(gone.engine)
    with pytest.raises(StoreUnavailable):
        await store.find_replacement("d1")
    with pytest.raises(StoreUnavailable):
        await store.save_replacement("d1", "deezer", STORED)


async def test_reviews(gone: Database) -> None:
    """Every verb does."""
    store, keys = SqlReviewStore(gone), keys_of(LANTERNS)
    for judging in (store.put(a_pin(LANTERNS), keys), store.clear(TrackRef("deezer", "81"), keys, NOON)):
        with pytest.raises(StoreUnavailable):
            await judging
    with pytest.raises(StoreUnavailable):
        await anext(store.list_reviews(None))


async def test_quotas(gone: Database) -> None:
    """Likewise, where threads ask."""
    store, quota = SqlQuotaStore(gone.sync_engine), Quota(requests=1, period_seconds=1)
    with pytest.raises(StoreUnavailable):
        store.reserve("box", quota, 1)
    with pytest.raises(StoreUnavailable):
        store.remaining("box", quota)


async def test_flights(gone: Database) -> None:
    """Every verb does."""
    store, lease = SqlFlightStore(gone), timedelta(seconds=1)
    for asking in (store.claim(["a"], "one", lease), store.renew(["a"], "one", lease), store.release(["a"], "one")):
        with pytest.raises(StoreUnavailable):
            await asking
    for asking in (store.under_way(["a"]), store.forget_dead()):
        with pytest.raises(StoreUnavailable):
            await asking
