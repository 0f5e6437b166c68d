"""The rows of one file on their way into the catalog: tables of their own, seen by nobody else."""

from collections.abc import Iterable
from typing import cast

import psycopg
from psycopg import sql
from sqlalchemy import Connection, text

from repositories.catalog_row import COLUMNS
from repositories.catalog_shelving import quoted
from repositories.catalog_tables import Shelf, arriving_shelf

COPY = sql.SQL("COPY {table} ({columns}) FROM STDIN (FREEZE)")
"""Frozen, because the table is this transaction's own: nobody has to visit the rows again."""


def stage(connection: Connection, provider: str, copy_lines: Iterable[bytes]) -> Shelf:
    """Copy lines into a new table of tracks, unindexed; it goes when the transaction is rolled back."""
    arriving = arriving_shelf(provider)
    arriving.tracks.create(connection)
    connection.execute(text(f"ALTER TABLE {quoted(connection, arriving.tracks)} {_WITHOUT_STATISTICS}"))
    statement = COPY.format(
        table=sql.Identifier(arriving.tracks.name), columns=sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    )
    driver = cast(psycopg.Connection, connection.connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for lines in copy_lines:
            copy.write(lines)
    return arriving


_WITHOUT_STATISTICS = ", ".join(
    f"ALTER COLUMN {column} SET STATISTICS 0" for column in ("keys", "track", "folded_title", "folded_artists")
)
"""No plan depends on these, and looking for their commonest values takes longer than the rest of ANALYZE."""
