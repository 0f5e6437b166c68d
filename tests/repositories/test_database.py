import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from repositories.database import POOL_SIZE, Database
from tests.repositories.pinging import ping

pytestmark = pytest.mark.every_postgres
CREATE = text("CREATE TABLE played (n integer)")
INSERT = text("INSERT INTO played VALUES (1)")
FAIL = text("SELECT 1 / 0")
COUNT = text("SELECT count(*) FROM played")
END_THE_OTHERS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


async def count(database: Database) -> object:
    """Rows as a reader on another connection sees them."""
    async with database.engine.connect() as connection:
        return (await connection.execute(COUNT)).scalar_one()


async def insert_and_fail(database: Database) -> None:
    """A transaction that raises after it has written."""
    async with database.transaction() as connection:
        await connection.execute(INSERT)
        await connection.execute(FAIL)


def insert_and_fail_on_a_thread(database: Database) -> None:
    """Likewise."""
    with database.sync_transaction() as connection:
        connection.execute(INSERT)
        connection.execute(FAIL)


async def test_a_statement_on_an_engine_stands_at_once(database: Database) -> None:
    """Both engines commit every statement by itself."""
    async with database.engine.connect() as connection:
        await connection.execute(CREATE)
        assert await count(database) == 0
    with database.sync_engine.connect() as connection:
        connection.execute(INSERT)
        assert await count(database) == 1


async def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    """What a transaction wrote is seen after it and not within; one that raises leaves nothing."""
    async with database.engine.connect() as connection:
        await connection.execute(CREATE)
    async with database.transaction() as connection:
        await connection.execute(INSERT)
        assert await count(database) == 0
    assert await count(database) == 1
    with pytest.raises(DataError):
        await insert_and_fail(database)
    assert await count(database) == 1


async def test_a_cancelled_transaction_leaves_no_connection_behind(database: Database) -> None:
    """What comes after it runs on another one, and finds nothing of what it wrote."""
    begun: asyncio.Queue[int] = asyncio.Queue()

    async def write() -> None:
        async with database.transaction() as connection:
            await connection.execute(text("CREATE TABLE half_done (id int)"))
            begun.put_nowait((await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one())
            await connection.execute(text("SELECT pg_sleep(30)"))

    writing = asyncio.create_task(write())
    interrupted = await begun.get()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing

    async with database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one() != interrupted
        assert (await connection.execute(text("SELECT to_regclass('half_done')"))).scalar_one() is None


async def test_a_transaction_on_a_thread_is_all_or_nothing(database: Database) -> None:
    """The same for threads, and its connection is in autocommit again afterwards."""
    with database.sync_engine.connect() as connection:
        connection.execute(CREATE)
    with pytest.raises(DataError):
        await asyncio.to_thread(insert_and_fail_on_a_thread, database)
    with database.sync_transaction() as connection:
        connection.execute(INSERT)
    with database.sync_engine.connect() as connection:
        connection.execute(INSERT)

        assert await count(database) == 2


async def test_warm_opens_the_whole_pool(database: Database) -> None:
    """After warming, every connection of the asyncio pool is open and free, and one for the hot reads."""
    await database.warm()

    async with database.engine.connect() as connection:
        sessions = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        assert (await connection.execute(sessions)).scalar_one() == POOL_SIZE + 1
    assert "Checked out connections: 0" in database.engine.pool.status()


async def test_lost_connections_are_replaced_unseen(database: Database) -> None:
    """When Postgres has ended every connection of both pools, as a restart does, the next query just works."""
    await database.warm()
    with database.sync_engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        connection.execute(END_THE_OTHERS)

    await asyncio.gather(*(ping(database) for _ in range(2 * POOL_SIZE)))
