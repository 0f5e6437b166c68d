from contextlib import AsyncExitStack

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DataError

from domain.errors import StoreUnavailable
from repositories.database import POOL_SIZE, Database
from repositories.store_errors import store_errors

NOWHERE = "postgresql+psycopg://someone:s3cret@127.0.0.1:1/nothing"


def test_a_refused_connection_is_a_clear_sentence() -> None:
    """The sentence names the cause; neither password nor host nor statement is in it."""
    with pytest.raises(StoreUnavailable) as caught, store_errors(), create_engine(NOWHERE).connect():
        pass

    assert str(caught.value) == "Postgres does not answer: Connection refused."
    assert caught.value.__cause__ is not None


def test_psycopg_alone_is_understood() -> None:
    """An error of psycopg without SQLAlchemy around it, as the hot read raises it, is turned likewise."""
    with pytest.raises(StoreUnavailable, match="Connection refused"), store_errors():
        psycopg.connect(NOWHERE.replace("+psycopg", ""))


def test_a_missing_database_is_named(database_url: str) -> None:
    """What Postgres itself answers is kept."""
    engine = create_engine(database_url.replace("/test_", "/no_test_"))
    with pytest.raises(StoreUnavailable, match=r'answer: database "no_test_\d+" does not exist\.$'), store_errors():
        engine.connect()


async def test_a_connection_lost_under_a_statement(database: Database) -> None:
    """A server that ends the connection in the middle of a statement is unavailable, around awaits too."""
    with pytest.raises(StoreUnavailable, match="terminating connection"), store_errors():
        await run(database, "SELECT pg_terminate_backend(pg_backend_pid())")


async def test_an_exhausted_pool(database: Database) -> None:
    """When every connection is taken for too long, the caller is told that Postgres is busy."""
    async with AsyncExitStack() as stack:
        for _ in range(POOL_SIZE):
            await stack.enter_async_context(database.engine.connect())
        with pytest.raises(StoreUnavailable, match="busy"), store_errors():
            await run(database, "SELECT 1")


async def test_errors_of_the_statement_pass_through(database: Database) -> None:
    """A mistake in a statement is no outage."""
    with pytest.raises(DataError), store_errors():
        await run(database, "SELECT 1 / 0")


async def run(database: Database, statement: str) -> None:
    """Run a statement on a connection of the pool."""
    async with database.engine.connect() as connection:
        await connection.execute(text(statement))
