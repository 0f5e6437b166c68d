"""The ceiling of a read: one row by its key, through psycopg's own pool, and nothing else.

    python -m benchmarks.bare_select FOLDER BYTES IN_FLIGHT SECONDS

FOLDER is the data directory of an embedded Postgres that runs. Prints selects a second. Rows are BYTES long; the pool
is asynchronous, in autocommit, and prepares its statement.
"""

import asyncio
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import perf_counter

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from repositories.embedded import start_embedded

ROWS = 1_000
CONNECTIONS = 10
SELECT = "SELECT answer FROM bare_select WHERE id = %s"
Pool = AsyncConnectionPool[AsyncConnection[TupleRow]]


async def measure(url: str, row_bytes: int, in_flight: int, seconds: float) -> float:
    """Selects a second on a table that is made for this and dropped again."""
    kwargs = {"autocommit": True, "prepare_threshold": 0}
    async with AsyncConnectionPool(url, min_size=CONNECTIONS, max_size=CONNECTIONS, kwargs=kwargs) as pool:
        await _make(pool, row_bytes)
        end_seconds = perf_counter() + seconds
        keys = count()
        done = await asyncio.gather(*(_select(pool, keys, end_seconds) for _ in range(in_flight)))
        async with pool.connection() as connection:
            await connection.execute("DROP TABLE bare_select")
    return sum(done) / seconds


async def _make(pool: Pool, row_bytes: int) -> None:
    async with pool.connection() as connection:
        await connection.execute("CREATE UNLOGGED TABLE bare_select (id int PRIMARY KEY, answer bytea)")
        rows = "INSERT INTO bare_select SELECT id, %s FROM generate_series(0, %s) AS id"
        await connection.execute(rows, (b"x" * row_bytes, ROWS - 1))


async def _select(pool: Pool, keys: Iterator[int], end_seconds: float) -> int:
    done = 0
    while perf_counter() < end_seconds:
        async with pool.connection() as connection:
            cursor = await connection.execute(SELECT, (next(keys) % ROWS,))
            await cursor.fetchone()
        done += 1
    return done


def main(folder: str, row_bytes: str, in_flight: str, seconds: str) -> None:
    """Join the Postgres of the folder and measure."""
    embedded = start_embedded(Path(folder))
    try:
        url = embedded.url.replace("postgresql+psycopg://", "postgresql://")
        print(asyncio.run(measure(url, int(row_bytes), int(in_flight), float(seconds))))
    finally:
        embedded.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
