import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from domain.ports import FlightStore
from repositories.database import Database
from repositories.flight_store import SqlFlightStore
from repositories.flight_tables import flights

pytestmark = pytest.mark.every_postgres

LONG, OVER = timedelta(minutes=1), timedelta(seconds=-1)
A_AND_B = frozenset({"a", "b"})


@pytest.fixture
def store(database: Database) -> FlightStore:
    """The store under contract."""
    return SqlFlightStore(database)


async def test_a_key_has_one_holder(store: FlightStore) -> None:
    """Who comes later gets what is left, and may have the rest when it is let go."""
    assert await store.claim(["a"], "one", LONG) == {"a"}
    assert await store.claim(["a", "b"], "two", LONG) == {"b"}
    assert await store.under_way(["a", "b", "c"]) == A_AND_B
    await store.release(["a", "b"], "one")
    assert await store.under_way(["a", "b"]) == {"b"}
    assert await store.claim(["a", "b"], "three", LONG) == {"a"}


async def test_a_lease_that_has_run_out_binds_nobody(store: FlightStore) -> None:
    """Its holder is dead; if it is not, it finds that the key is another's now."""
    await store.claim(["a"], "dead", OVER)
    assert await store.under_way(["a"]) == frozenset()
    assert await store.claim(["a"], "heir", LONG) == {"a"}
    await store.renew(["a"], "dead", OVER)
    await store.release(["a"], "dead")
    assert await store.under_way(["a"]) == {"a"}


async def test_a_lease_may_be_renewed(store: FlightStore) -> None:
    """By its holder, for all of its keys at once."""
    await store.claim(["a", "b"], "one", OVER)
    await store.renew(["a", "b"], "one", LONG)
    assert await store.under_way(["a", "b"]) == A_AND_B


async def test_of_many_at_once_one_wins_each_key(store: FlightStore) -> None:
    """In whichever order they name them, while others let go, and without waiting in a circle."""
    keys = [f"key {number}" for number in range(20)]

    async def take_turns(holder: str, order: list[str]) -> int:
        taken = 0
        for _ in range(5):
            mine = await store.claim(order, holder, LONG)
            taken += len(mine)
            await store.renew(mine, holder, LONG)
            await store.release(mine, holder)
        return taken

    turns = [take_turns(f"holder {number}", keys[number:] + keys[:number]) for number in range(8)]
    taken = await asyncio.gather(*turns)

    assert sum(taken) >= len(keys)
    assert await store.under_way(keys) == frozenset()


async def test_what_the_dead_left_behind_is_removed(database: Database) -> None:
    """And nothing else."""
    store = SqlFlightStore(database)
    await store.claim(["dead"], "one", OVER)
    await store.claim(["alive"], "two", LONG)
    await store.forget_dead()

    async with database.engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(flights)) == 1
    assert await store.under_way(["alive"]) == {"alive"}
