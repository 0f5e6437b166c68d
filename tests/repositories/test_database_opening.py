import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from domain.errors import DatabaseNotStarted, StoreUnavailable
from repositories.database import Database, open_database
from repositories.schema import migrate
from tests.repositories.embedded_child import child, postmaster_pid
from tests.repositories.pinging import ping


@asynccontextmanager
async def opened(url: str | None, data_dir: Path) -> AsyncIterator[Database]:
    """A database for one block."""
    database = open_database(url, data_dir)
    try:
        yield database
    finally:
        await database.close()


async def test_without_a_url_the_embedded_postgres_is_started(data_dir: Path) -> None:
    """It is started in the data directory, can be migrated by its URL, and ends when it is closed."""
    async with opened(None, data_dir) as database:
        migrate(database.url)
        await ping(database)
        assert postmaster_pid(data_dir) > 0
    assert postmaster_pid(data_dir) == 0


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
async def test_every_spelling_of_the_scheme(database_url: str, scheme: str, tmp_path: Path) -> None:
    """All usual spellings of the scheme reach the same database, and nothing is started."""
    async with opened(database_url.replace("postgresql+psycopg", scheme), tmp_path / "unused") as database:
        await ping(database)
        assert database.url == database_url
    assert not (tmp_path / "unused").exists()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://root:s3cret@localhost/tracks", "begins with postgresql://"),
        ("postgresql+asyncpg://root:s3cret@localhost/tracks", "begins with postgresql://"),
        ("sqlite:///tracks.db", "begins with postgresql://"),
        ("localhost:5432", "cannot be read"),
        ("postgresql://root:s3cret@localhost:port/tracks", "cannot be read"),
        ("postgresql:/root:s3cret@localhost/tracks", "cannot be read"),
    ],
)
def test_a_wrong_url_is_refused(url: str, reason: str, tmp_path: Path) -> None:
    """A URL that is none, or of something else, is refused in one sentence without its password."""
    with pytest.raises(DatabaseNotStarted, match=reason) as caught:
        open_database(url, tmp_path)
    assert "s3cret" not in str(caught.value)


async def test_a_missing_postgres_is_found_out_by_asking(tmp_path: Path) -> None:
    """Opening does not connect: a server may start while its Postgres is down. Asking it says so at once."""
    async with opened("postgresql://127.0.0.1:1/tracks", tmp_path) as database:
        with pytest.raises(StoreUnavailable, match="Connection refused"):
            await ping(database)
        with pytest.raises(StoreUnavailable, match="Connection refused"):
            await database.warm()


async def test_a_frozen_postgres_is_unavailable(made_data_dir: Path) -> None:
    """A Postgres that takes the connection and then says nothing is unavailable too, before the caller gives up."""
    with child(made_data_dir) as owner:
        async with opened(str(owner.started["url"]), made_data_dir) as database:
            os.kill(postmaster_pid(made_data_dir), signal.SIGSTOP)
            async with asyncio.timeout(10):
                with pytest.raises(StoreUnavailable):
                    await ping(database)
            os.kill(postmaster_pid(made_data_dir), signal.SIGCONT)
            await ping(database)


async def test_finds_its_way_back_after_a_restart(made_data_dir: Path) -> None:
    """While Postgres is down its callers are told; once it is back the next question is answered, on both pools."""
    with child(made_data_dir) as owner:
        async with opened(str(owner.started["url"]), made_data_dir) as database:
            await database.warm()
            database.sync_engine.connect().close()
            owner.process.send_signal(signal.SIGSTOP)
            os.kill(postmaster_pid(made_data_dir), signal.SIGKILL)
            await until(database, answers=False)
            owner.process.send_signal(signal.SIGCONT)
            await until(database, answers=True)
            await asyncio.gather(*(ping(database) for _ in range(20)))
            database.sync_engine.connect().close()


async def until(database: Database, *, answers: bool) -> None:
    """Wait until the database answers, or until it says that it does not."""
    async with asyncio.timeout(20):
        while await pings(database) != answers:
            pass


async def pings(database: Database) -> bool:
    """Whether the database answers."""
    try:
        await ping(database)
    except StoreUnavailable:
        return False
    return True
