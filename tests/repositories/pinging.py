"""Whether a database answers."""

from sqlalchemy import text

from repositories.database import Database
from repositories.store_errors import store_errors


async def ping(database: Database) -> None:
    """One round trip, on any connection of the asyncio pool. Raises StoreUnavailable."""
    with store_errors():
        async with database.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
