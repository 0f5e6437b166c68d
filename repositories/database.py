"""The way to Postgres: the user's own by URL, or the embedded one."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from domain.errors import DatabaseNotStarted
from repositories.changes import Changes
from repositories.embedded import EmbeddedPostgres, start_embedded
from repositories.hot_connections import HotConnections
from repositories.quiet_connections import trust_quiet_connections
from repositories.store_errors import store_errors

POOL_SIZE: Final = 10
"""Connections of each of the two engines; every process has its own."""
POOL_TIMEOUT_SECONDS: Final = 10
"""Callers take turns at the connections; one that is answered by then is no failure."""
CONNECT_TIMEOUT_SECONDS: Final = 5
TCP_USER_TIMEOUT_MS: Final = 5_000
"""How long sent bytes may stay unacknowledged before a connection over TCP counts as lost."""
KEEPALIVES: Final = {"keepalives_idle": 10, "keepalives_interval": 3, "keepalives_count": 3}
"""Seconds, seconds and times: a connection that only listens is known as lost 20 s after its other end is."""
SCHEMES: Final = ("postgresql", "postgres", "postgresql+psycopg")


class Database:
    """Two engines over one Postgres: `engine` for asyncio, `sync_engine` for threads; and `hot` for the hot reads.

    Both engines are in AUTOCOMMIT: a read is one round trip, without BEGIN and ROLLBACK. A transaction is therefore
    never `engine.begin()`, which would commit every statement on its own, but `transaction()` or
    `sync_transaction()`: READ COMMITTED, all of it or nothing, on a connection of the same pool.
    Neither connects before it is used, and each finds its way back after a restart of Postgres by itself.
    """

    def __init__(self, url: str, embedded: EmbeddedPostgres | None = None) -> None:
        self.url = url
        """As SQLAlchemy reads it, `postgresql+psycopg://...`, password included."""
        self.engine: AsyncEngine = create_async_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_size=POOL_SIZE,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_SECONDS,
            connect_args=_connect_arguments(),
        )
        self.sync_engine: Engine = create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_size=POOL_SIZE,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_SECONDS,
            connect_args=_connect_arguments(),
        )
        self.hot = HotConnections(url, **_connect_arguments())
        self.changes = Changes(self.hot)
        """What any process changed; from others it is heard only while somebody runs `changes.listen()`."""
        trust_quiet_connections(self.engine.sync_engine)
        trust_quiet_connections(self.sync_engine)
        self._writing = self.engine.execution_options(isolation_level="READ COMMITTED")
        self._sync_writing = self.sync_engine.execution_options(isolation_level="READ COMMITTED")
        self._embedded = embedded

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction: committed at the end of the block, rolled back when it raises.

        One that is cancelled in the middle of a statement takes its connection along: what that would still bring
        must not be read as the answer to somebody else's.
        """
        async with self._writing.begin() as connection:
            try:
                yield connection
            except asyncio.CancelledError:
                await connection.invalidate()
                raise

    @contextmanager
    def sync_transaction(self) -> Iterator[Connection]:
        """Likewise for threads."""
        with self._sync_writing.begin() as connection:
            yield connection

    async def warm(self) -> None:
        """Open every connection of the asyncio pool, so that no caller waits for one. Raises StoreUnavailable."""
        with store_errors():
            async with AsyncExitStack() as stack:
                for _ in range(POOL_SIZE):
                    await stack.enter_async_context(self.engine.connect())
            await self.hot.warm()

    async def close(self) -> None:
        """Close every connection, and stop the embedded Postgres where this process is the one that runs it."""
        await self.hot.close()
        await self.engine.dispose()
        self.sync_engine.dispose()
        if self._embedded is not None:
            await asyncio.to_thread(self._embedded.stop)


def open_database(database_url: str | None, data_dir: Path) -> Database:
    """The Postgres at `database_url`, not connected to yet; without one the embedded Postgres of `data_dir`, started.

    Blocks while the embedded one starts (half a second the first time). Raises DatabaseNotStarted.
    """
    if database_url:
        return Database(_checked(database_url).render_as_string(hide_password=False))
    embedded = start_embedded(data_dir)
    return Database(embedded.url, embedded)


def _checked(database_url: str) -> URL:
    """The URL with psycopg as its driver. The message repeats nothing of it: a password may stand anywhere."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseNotStarted(
            "DATABASE_URL cannot be read: write postgresql://user:password@host:5432/database, "
            "with special characters of the password percent-encoded."
        ) from error
    if url.drivername not in SCHEMES:
        raise DatabaseNotStarted("DATABASE_URL names no Postgres: it begins with postgresql:// or postgres://.")
    return url.set(drivername="postgresql+psycopg")


def _connect_arguments() -> dict[str, int]:
    return {
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "tcp_user_timeout": TCP_USER_TIMEOUT_MS,
        **KEEPALIVES,
        "prepare_threshold": 0,
    }
