from pathlib import Path

import pytest

from domain.errors import DatabaseNotStarted
from repositories.embedded import binaries, start_embedded
from tests.repositories.embedded_child import connect, first_value, postmaster_pid, spawned, until

AWKWARD_FOLDERS = ["my data", "100% \"odd\", 'really'", "ünïcødé 音楽", "/".join(["a long way down"] * 8)]


@pytest.mark.parametrize("folder", AWKWARD_FOLDERS)
def test_starts_under_any_path(data_dir: Path, folder: str) -> None:
    """It starts under any path, at the same address each time, and keeps its rows over a restart."""
    first = start_embedded(data_dir / folder)
    with connect(first.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'Ágætis byrjun' AS title")
    first.stop()
    assert postmaster_pid(data_dir / folder) == 0

    second = start_embedded(data_dir / folder)
    title = first_value(second.url, "SELECT title FROM kept")
    second.stop()

    assert title == "Ágætis byrjun"
    assert second.url == first.url


def test_leaves_nothing_outside(data_dir: Path) -> None:
    """A socket folder apart from a too long path is gone after the stop."""
    postgres = start_embedded(data_dir / ("x" * 120))
    socket_dir = Path(str(first_value(postgres.url, "SHOW unix_socket_directories")))
    assert socket_dir.exists()
    postgres.stop()

    assert not socket_dir.exists()


def test_refuses_a_taken_socket_folder(data_dir: Path) -> None:
    """A socket folder that others may enter, put there beforehand, is refused."""
    postgres = start_embedded(data_dir / ("x" * 120))
    socket_dir = Path(str(first_value(postgres.url, "SHOW unix_socket_directories")))
    postgres.stop()
    socket_dir.mkdir()
    socket_dir.chmod(0o777)
    try:
        with pytest.raises(DatabaseNotStarted, match=str(socket_dir)):
            start_embedded(data_dir / ("x" * 120))
    finally:
        socket_dir.rmdir()


def test_speaks_unicode_and_no_network(data_dir: Path) -> None:
    """It is Postgres 18 in UTF-8, keeps its promises over a power cut, and listens on no address."""
    postgres = start_embedded(data_dir)
    with connect(postgres.url) as connection:
        settings: dict[str, str] = dict(connection.execute("SELECT name, setting FROM pg_settings").fetchall())
        lowered = connection.execute("SELECT lower('ÁÆÖ') COLLATE \"default\"").fetchone()
    postgres.stop()

    assert settings["server_version"].startswith("18.")
    assert settings["server_encoding"] == "UTF8"
    assert settings["listen_addresses"] == ""
    assert settings["fsync"] == settings["synchronous_commit"] == settings["full_page_writes"] == "on"
    assert lowered == ("áæö",)


def test_redoes_a_killed_initdb(data_dir: Path) -> None:
    """A cluster whose making was cut short by kill -9 is never trusted, and made anew."""
    with spawned(data_dir) as process:
        until(lambda: any(data_dir.glob("initdb-*/base/1")))
        process.kill()
        process.wait()
    assert not (data_dir / "postgres").exists()

    postgres = start_embedded(data_dir)
    answer = first_value(postgres.url, "SELECT count(*) FROM pg_database")
    postgres.stop()

    assert answer == 3
    assert not list(data_dir.glob("initdb-*"))


def test_leaves_a_stranger_folder_alone(data_dir: Path) -> None:
    """A folder where the cluster belongs, with something else in it, is named and not touched."""
    kept = data_dir / "postgres" / "thesis.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("years of work")

    with pytest.raises(DatabaseNotStarted, match=f"{data_dir}/postgres holds no complete Postgres"):
        start_embedded(data_dir)
    assert kept.read_text() == "years of work"


def test_names_a_file_in_the_way(data_dir: Path) -> None:
    """A file in the place of the data directory is named, with the cures."""
    data_dir.write_text("")

    with pytest.raises(DatabaseNotStarted, match=f"{data_dir} .*TRACKLINKD_DATA_DIR.*DATABASE_URL"):
        start_embedded(data_dir)


def test_names_a_missing_wheel(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    """A wheel that keeps Postgres elsewhere than expected is said to be the cause."""
    monkeypatch.setattr(binaries, "INSTALLATION", "pginstall99")

    with pytest.raises(DatabaseNotStarted, match="make setup"):
        start_embedded(data_dir)


def test_shows_the_log_of_a_failed_start(data_dir: Path) -> None:
    """When Postgres refuses to start, the error shows what its log says, at once."""
    with pytest.raises(DatabaseNotStarted, match='invalid value for parameter "shared_buffers"'):
        start_embedded(data_dir, settings={"shared_buffers": "plenty"})
