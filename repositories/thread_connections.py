"""Connections for quick statements of threads: psycopg alone, prepared once, one round trip each."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any, Final

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Engine, event

from domain.errors import StoreUnavailable
from repositories.compiled import Compiled
from repositories.store_errors import store_errors

MOST_CONNECTIONS: Final = 8
TIMEOUT_SECONDS: Final = 10
"""Threads take turns at the connections."""
OPTIONS: Final = "-c plan_cache_mode=force_generic_plan"
"""Planning anew for every length of an array takes several times as long as the reading."""

Connection = psycopg.Connection[Any]


class ThreadConnections:
    """A few connections in AUTOCOMMIT beside an engine's own, to the same Postgres; closed when that is disposed of.

    A connection is trusted until it fails: then the statement, which may be run twice, is run once more on a new one.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []
        self._room = BoundedSemaphore(MOST_CONNECTIONS)
        event.listen(engine, "engine_disposed", self._close)

    def rows(self, statement: Compiled, **bound: object) -> list[Any]:
        """Every row of a statement that may be run twice, its columns by name. Raises StoreUnavailable."""
        values = statement.values(**bound)
        with store_errors(), self._turn():
            while self._idle:
                try:
                    return self._run(self._idle.pop(), statement, values)
                except (psycopg.OperationalError, psycopg.InterfaceError):
                    self._close()
            return self._run(self._connect(), statement, values)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._room.acquire(timeout=TIMEOUT_SECONDS):
            raise StoreUnavailable("Postgres is busy: no connection came free in time.")
        try:
            yield
        finally:
            self._room.release()

    def _connect(self) -> Connection:
        _, arguments = self._engine.dialect.create_connect_args(self._engine.url)
        arguments["options"] = " ".join(filter(None, (str(arguments.get("options", "")), OPTIONS)))
        return psycopg.connect(
            autocommit=True,
            prepare_threshold=0,
            connect_timeout=TIMEOUT_SECONDS,
            cursor_factory=psycopg.RawCursor,
            row_factory=namedtuple_row,
            **arguments,
        )

    def _run(self, connection: Connection, statement: Compiled, values: list[object]) -> list[Any]:
        try:
            rows = connection.execute(statement.text, values).fetchall()
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return rows

    def _close(self, _engine: Engine | None = None) -> None:
        """Those that are free; a connection that was lost was hardly the only one."""
        while self._idle:
            self._idle.pop().close()
