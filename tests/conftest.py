"""Real Postgres for every test that asks: the embedded one, and Debian's 15 where a test wants both."""

import gc
import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy import make_url

from repositories.database import Database, open_database
from repositories.embedded import start_embedded
from repositories.embedded.binaries import Binaries
from repositories.schema import migrate
from tests.service.matching.golden_counts import write_golden_counts

POSTGRES15 = Binaries(Path("/usr/lib/postgresql/15"), ("--locale=C.UTF-8",))
EVERY_POSTGRES = ["embedded", pytest.param("postgres15", marks=pytest.mark.postgres15)]
VOLATILE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Nobody reads a test's database after a power cut."""
numbers = itertools.count(1)

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker of tests that hold for both kinds."""
    config.addinivalue_line("markers", "every_postgres: runs on the embedded Postgres and on Debian's 15")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what the golden set came to, where it ran."""
    write_golden_counts(terminalreporter)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test marked `every_postgres` on both kinds."""
    if metafunc.definition.get_closest_marker("every_postgres"):
        metafunc.parametrize("database_url", EVERY_POSTGRES, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs real seconds, except in continuous integration and where `-m` chooses."""
    if os.environ.get("CI") == "true" or config.option.markexpr:
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]


def require(tool: Path, cure: str) -> None:
    """Skip the test that lacks a tool, and fail it where every tool has to be there (CI=true)."""
    if tool.exists():
        return
    if os.environ.get("CI") == "true":
        pytest.fail(cure)
    pytest.skip(cure)


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No garbage is collected: JSON nested without end fills the stack, and a finalizer that ran then would fail."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def embedded_template() -> Iterator[str]:
    """The URL of a migrated database, never to be written to, on this worker's embedded Postgres."""
    with migrated_server(None) as url:
        yield url


@pytest.fixture(scope="session")
def postgres15_template() -> Iterator[str]:
    """Likewise on Debian's Postgres 15."""
    require(Path(POSTGRES15.postgres), "apt-get install postgresql-15")
    with migrated_server(POSTGRES15) as url:
        yield url


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh, migrated database on the embedded Postgres, or on the kind of an indirect parameter."""
    kind = getattr(request, "param", "embedded")
    with fresh_database(request.getfixturevalue(f"{kind}_template")) as url:
        yield url


@pytest.fixture
def postgres15_url(postgres15_template: str) -> Iterator[str]:
    """The URL of a fresh, migrated database on Debian's Postgres 15; mark the test `postgres15`."""
    with fresh_database(postgres15_template) as url:
        yield url


@pytest.fixture
async def database(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh, migrated database, opened."""
    opened = open_database(database_url, tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Where the embedded Postgres can make its home, as root too: below tmp_path its user could not enter."""
    folder = Path(tempfile.mkdtemp(prefix="tracklink-test-"))
    folder.chmod(0o755)
    yield folder / "data"
    remove(folder)


@pytest.fixture(scope="session")
def pristine_data_dir() -> Iterator[Path]:
    """A data directory from which `made_data_dir` is copied; nothing runs in it."""
    folder = Path(tempfile.mkdtemp(prefix="tracklink-test-"))
    folder.chmod(0o755)
    start_embedded(folder / "data").stop()
    yield folder / "data"
    remove(folder)


@pytest.fixture
def made_data_dir(pristine_data_dir: Path, data_dir: Path) -> Path:
    """The same, with initdb behind it: its Postgres starts in a tenth of the time."""
    subprocess.run(["/bin/cp", "-a", str(pristine_data_dir), str(data_dir)], check=True)
    return data_dir


@contextmanager
def migrated_server(binaries: Binaries | None) -> Iterator[str]:
    """A server with a migrated database to copy from; not below tmp_path, whose parents are closed to all but us."""
    data_dir = Path(tempfile.mkdtemp(prefix="tracklink-test-"))
    server = start_embedded(data_dir, binaries=binaries, settings=VOLATILE)
    try:
        execute(server.url, sql.SQL("CREATE DATABASE migrated"))
        url = with_name(server.url, "migrated")
        migrate(url)
        yield url
    finally:
        server.stop()
        remove(data_dir)


@contextmanager
def fresh_database(template_url: str) -> Iterator[str]:
    """A copy of the template for one test."""
    name, template = f"test_{next(numbers)}", make_url(template_url).database or ""
    server_url = with_name(template_url, "postgres")
    identifiers = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
    execute(server_url, sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**identifiers))
    yield with_name(template_url, name)
    execute(server_url, sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(**identifiers))


def remove(folder: Path) -> None:
    """Delete it, also while a Postgres of a killed process is still ending in it."""
    end_seconds = time.monotonic() + 10
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=time.monotonic() < end_seconds)


def with_name(url: str, name: str) -> str:
    """The same server, another database."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def execute(url: str, statement: sql.SQL | sql.Composed) -> None:
    """Run a statement that no transaction may hold."""
    parsed = make_url(url)
    with psycopg.connect(
        autocommit=True, host=str(parsed.query["host"]), user=parsed.username, dbname=parsed.database
    ) as connection:
        connection.execute(statement)
