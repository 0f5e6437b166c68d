import asyncio

import psycopg
import pytest
from sqlalchemy import Integer, bindparam, func, literal_column, select

from repositories.compiled import Compiled
from repositories.database import Database
from repositories.hot_connections import MOST_CONNECTIONS, HotConnections

pytestmark = pytest.mark.every_postgres

DOUBLED = Compiled(select(bindparam("number", type_=Integer), func.pg_backend_pid()))
END_ALL = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid = ANY(%s)"
SLEEP = Compiled(select(func.pg_sleep(bindparam("seconds"))))


@pytest.fixture
def hot(database: Database) -> HotConnections:
    """The connections under test."""
    return database.hot


async def numbered(hot: HotConnections, number: int) -> int:
    """Run the statement; the process that answered."""
    ((answer, pid),) = await hot.rows(DOUBLED, number=number)
    assert answer == number
    return int(pid)


async def test_a_connection_is_used_again(hot: HotConnections) -> None:
    """One caller after the other is served by one backend; many at once by a bounded number of them."""
    assert await numbered(hot, 1) == await numbered(hot, 2)
    pids = await asyncio.gather(*(numbered(hot, number) for number in range(60)))
    assert len(set(pids)) <= MOST_CONNECTIONS


async def test_a_lost_connection_is_replaced_unseen(hot: HotConnections, database: Database) -> None:
    """The statement is run once more, on a new one; of connections lost together none is tried twice."""
    lost = set(await asyncio.gather(*(numbered(hot, number) for number in range(MOST_CONNECTIONS))))
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql(END_ALL, (list(lost),))
    assert await numbered(hot, 7) not in lost


async def test_a_cancelled_caller_leaves_a_clean_house(hot: HotConnections) -> None:
    """What it had under way is gone with its connection, and the next one is served."""
    await numbered(hot, 1)
    waiting = asyncio.create_task(hot.rows(SLEEP, seconds=30.0))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await numbered(hot, 2)


async def test_a_wrong_statement_is_told_as_it_is(hot: HotConnections) -> None:
    """It is no matter of the connection, and not tried again."""
    with pytest.raises(psycopg.errors.DivisionByZero):
        await hot.rows(Compiled(select(literal_column("1 / 0"))))
    assert await numbered(hot, 1)
