from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, inspect, make_url, text
from sqlalchemy.dialects.postgresql.base import ischema_names

from domain.errors import DatabaseNotStarted, StoreUnavailable
from repositories.change_tables import Snapshot, Xid8
from repositories.revision import MIGRATIONS, bring_up_to_date, is_up_to_date, newest_revision
from repositories.schema import migrate, migration_config
from repositories.tables import metadata

every_postgres = pytest.mark.every_postgres


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection in a transaction that is committed."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        yield connection


def downgrade(url: str) -> None:
    """Take back every migration."""
    with connected(url) as connection:
        command.downgrade(migration_config(connection), "base")


def tables(url: str) -> set[str]:
    """The names of those that are there."""
    with connected(url) as connection:
        return set(inspect(connection).get_table_names())


@every_postgres
def test_migrations_make_the_tables_that_the_code_knows(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No table, column, type, default, index or key differs."""
    monkeypatch.setitem(ischema_names, "xid8", Xid8)
    monkeypatch.setitem(ischema_names, "pg_snapshot", Snapshot)
    with connected(database_url) as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


@every_postgres
def test_migrating_down_and_up_again(database_url: str) -> None:
    """Down leaves nothing but alembic's own table; up brings all back, and again changes nothing."""
    before = tables(database_url)
    downgrade(database_url)
    assert tables(database_url) == {"alembic_version"}
    for _ in range(2):
        migrate(database_url)
        assert tables(database_url) == before


@every_postgres
def test_a_database_in_its_place_is_known_without_migrating(database_url: str) -> None:
    """By its revision, which is that of the newest file; an empty one and an older one are brought up to date."""
    assert newest_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()
    assert is_up_to_date(database_url)
    downgrade(database_url)
    assert not is_up_to_date(database_url)
    bring_up_to_date(database_url)
    assert is_up_to_date(database_url)
    with connected(database_url) as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert not is_up_to_date(database_url)


@every_postgres
def test_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    """Those who come later find it done."""
    before = tables(database_url)
    downgrade(database_url)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(migrate, [database_url] * 4))
    assert tables(database_url) == before


def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    """With its revision and what to do, and nothing changed."""
    with connected(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_future'"))
    with pytest.raises(DatabaseNotStarted, match=r"revision 9999_future.* newer tracklinkd"):
        migrate(database_url)


@every_postgres
def test_a_user_who_may_not_create_tables_is_told(database_url: str) -> None:
    """With the cure, and without a traceback's words."""
    downgrade(database_url)
    with connected(database_url) as connection:
        role = f"reader_{make_url(database_url).database}"
        connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
    with pytest.raises(DatabaseNotStarted, match="may not create tables"):
        migrate(make_url(database_url).set(username=role).render_as_string(hide_password=False))


def test_without_the_server_migrating_says_so() -> None:
    """A percent sign in the URL does no harm on the way."""
    with pytest.raises(StoreUnavailable):
        migrate("postgresql+psycopg://me:p%25ss@/nowhere?host=/non%20existent")


def test_migrating_prints_nothing(database_url: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Standard output belongs to the server's one line."""
    downgrade(database_url)
    migrate(database_url)
    assert capfd.readouterr().out == ""
