"""Counting the rows that a store wrote."""

from sqlalchemy import func, select

from repositories.database import Database
from repositories.link_tables import links, lookup_keys, negative_answers, provider_tracks, recordings


async def counted(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    async with database.engine.connect() as connection:
        return {
            table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (recordings, provider_tracks, links, lookup_keys, negative_answers)
        }
