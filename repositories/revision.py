"""Whether a database has the tables that this code knows, told without the tools that would make them."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import NullPool, Select, Text, column, create_engine, select, table
from sqlalchemy.exc import ProgrammingError

from repositories.store_errors import store_errors

MIGRATIONS: Final = Path(__file__).resolve().parent.parent / "migrations"

CURRENT: Final[Select[str]] = select(column("version_num", Text)).select_from(table("alembic_version"))


def newest_revision() -> str:
    """A migration's file is named as its revision is, with its number first."""
    return max(file.stem for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_up_to_date(url: str) -> bool:
    """Whether the newest migration is the last that was made there. Raises StoreUnavailable."""
    engine = create_engine(url, poolclass=NullPool)
    with store_errors(), engine.connect() as connection, suppress(ProgrammingError):
        return list(connection.scalars(CURRENT)) == [newest_revision()]
    return False


def bring_up_to_date(url: str) -> None:
    """Migrate where that is not done. Raises what `migrate` raises."""
    if not is_up_to_date(url):
        # Alembic stays in memory, ten megabytes of it, and a server that finds everything in place never needs it.
        from repositories.schema import migrate  # noqa: PLC0415

        migrate(url)
