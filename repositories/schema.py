"""Bringing a database to the tables that this code knows."""

from typing import Final

import psycopg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, func, select
from sqlalchemy.exc import ProgrammingError

from domain.errors import DatabaseNotStarted
from repositories.revision import MIGRATIONS
from repositories.store_errors import store_errors

MIGRATION_LOCK: Final = 0x7472_6163_6B6C_6E6B
"""Held while migrating: of several processes that start at once one migrates, and the others find it done."""


def migrate(url: str) -> None:
    """Create or update every table, all of it or nothing; does nothing where that is done.

    `url` is as SQLAlchemy reads it. Raises StoreUnavailable when Postgres does not answer, and DatabaseNotStarted
    when the database was migrated by a newer version or its user may not create tables.
    """
    engine = create_engine(url, poolclass=NullPool)
    with store_errors(), engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        config = migration_config(connection)
        _refuse_newer(connection, config)
        _upgrade(config)


def migration_config(connection: Connection) -> Config:
    """What alembic's commands need to work on this connection, in its transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(config: Config) -> None:
    try:
        command.upgrade(config, "head")
    except ProgrammingError as error:
        if isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
            raise DatabaseNotStarted(
                "The user of DATABASE_URL may not create tables there: make it the owner of the database, "
                "or grant it CREATE on the schema."
            ) from error
        raise


def _refuse_newer(connection: Connection, config: Config) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    unknown = set(MigrationContext.configure(connection).get_current_heads()) - known
    if unknown:
        raise DatabaseNotStarted(
            f"The database is at revision {', '.join(sorted(unknown))}, which this version does not know: "
            "a newer tracklinkd migrated it; run that version, or name another database in DATABASE_URL."
        )
