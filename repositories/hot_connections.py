"""Connections for the statements that every call waits for: psycopg alone, prepared, one round trip each."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import psycopg
from psycopg.rows import tuple_row
from sqlalchemy import make_url
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from repositories.compiled import Compiled

MOST_CONNECTIONS: Final = 6
"""A connection serves thousands of these reads a second, and the event loop is busy before the last one is."""
OPTIONS: Final = "-c plan_cache_mode=force_generic_plan"
"""Planning anew for every length of an array takes longer than the reading."""
BEGIN: Final = "BEGIN ISOLATION LEVEL READ COMMITTED"

Row = tuple[Any, ...]
Connection = psycopg.AsyncConnection[Row]


class Transaction:
    """A connection in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def rows(self, statement: Compiled, **bound: object) -> list[Row]:
        """Every row of a statement. Raises psycopg's errors."""
        cursor = await self._connection.execute(statement.text, statement.values(**bound))
        return await cursor.fetchall()


class HotConnections:
    """A few connections in AUTOCOMMIT, opened when they are first needed and again when they were lost.

    Unlike a pool's, a caller that finds Postgres gone is told at once, and a connection is trusted until it fails:
    then the statement, which may be run twice, is run once more on a new one.
    """

    _dialect: Final = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # the library leaves it so

    def __init__(self, url: str, **arguments: object) -> None:
        """`url` is as SQLAlchemy reads it; `arguments` are libpq's and psycopg's own."""
        _, stated = self._dialect.create_connect_args(make_url(url))  # type: ignore[no-untyped-call]  # likewise
        options = " ".join(filter(None, (str(stated.get("options", "")), OPTIONS)))
        self._arguments: dict[str, Any] = {**stated, **arguments, "options": options}
        self._idle: list[Connection] = []
        self._room = asyncio.Semaphore(MOST_CONNECTIONS)
        self._closed = False

    async def rows(self, statement: Compiled, *, binary: bool = False, **bound: object) -> list[Row]:
        """Every row of a statement that may be run twice. Raises psycopg's errors."""
        values = statement.values(**bound)
        async with self._room:
            while self._idle:
                try:
                    return await self._run(self._idle.pop(), statement, values, binary=binary)
                except (psycopg.OperationalError, psycopg.InterfaceError):
                    await self._discard()
            return await self._run(await self.connect(), statement, values, binary=binary)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """READ COMMITTED; committed at the end of the block, or gone with its connection when that raises.

        Raises psycopg's errors.
        """
        async with self._room:
            connection = await self._begun()
            try:
                yield Transaction(connection)
                await connection.execute("COMMIT")
            except BaseException:
                await connection.close()
                raise
            await self._keep(connection)

    async def _begun(self) -> Connection:
        """A connection on which a transaction has begun; one that was lost meanwhile is found out by that."""
        while True:
            is_trusted = bool(self._idle)
            connection = self._idle.pop() if is_trusted else await self.connect()
            try:
                await connection.execute(BEGIN)
            except BaseException as error:
                await connection.close()
                if not is_trusted or not isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
                    raise
                await self._discard()
            else:
                return connection

    async def connect(self) -> Connection:
        """A connection of the caller's own. Raises psycopg.OperationalError."""
        return await psycopg.AsyncConnection.connect(
            autocommit=True, cursor_factory=psycopg.AsyncRawCursor, row_factory=tuple_row, **self._arguments
        )

    async def warm(self) -> None:
        """Have one open, so that the first caller does not wait for it. Raises psycopg.OperationalError."""
        await self._keep(await self.connect())

    async def close(self) -> None:
        """Close those that are free, and each of the others when it is done."""
        self._closed = True
        await self._discard()

    async def _run(
        self, connection: Connection, statement: Compiled, values: list[object], *, binary: bool
    ) -> list[Row]:
        """Run it, and keep the connection for others only when it went well: a cancelled caller leaves none behind."""
        try:
            cursor = await connection.execute(statement.text, values, binary=binary)
            rows = await cursor.fetchall()
        except BaseException:
            await connection.close()
            raise
        await self._keep(connection)
        return rows

    async def _keep(self, connection: Connection) -> None:
        if self._closed:
            await connection.close()
        else:
            self._idle.append(connection)

    async def _discard(self) -> None:
        """A connection that was lost was hardly the only one."""
        lost, self._idle = self._idle, []
        for connection in lost:
            await connection.close()
