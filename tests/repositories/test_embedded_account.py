import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import DatabaseNotStarted
from repositories.embedded import start_embedded
from repositories.embedded.binaries import PARTS, Binaries, bundled_binaries
from tests.repositories.embedded_child import as_normal_user, child, first_value

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up being root")


@pytest.fixture
def nobodys_dir(data_dir: Path) -> Path:
    """A folder that the normal user of the test may write to."""
    data_dir.mkdir()
    data_dir.chmod(0o777)
    return data_dir


def test_runs_as_a_normal_user(nobodys_dir: Path) -> None:
    """A normal user starts it without any right, and may stop it."""
    with child(nobodys_dir / "data", *as_normal_user()) as owner:
        assert "error" not in owner.started
        assert (nobodys_dir / "data" / "postgres").stat().st_uid != 0
        assert first_value(str(owner.started["url"]), "SELECT 1") == 1
        owner.stop()


def test_says_that_a_folder_is_read_only(nobodys_dir: Path) -> None:
    """A data directory that cannot be written to is one sentence, with the cures."""
    nobodys_dir.chmod(0o555)
    with child(nobodys_dir, *as_normal_user()) as refused:
        error = str(refused.started["error"])

    assert f"data directory {nobodys_dir} (Permission denied" in error
    assert "TRACKLINKD_DATA_DIR" in error
    assert "DATABASE_URL" in error
    assert "\n" not in error


@as_root
def test_root_names_a_closed_parent(tmp_path: Path) -> None:
    """As root, a folder that Postgres's user cannot enter keeps its mode and is named, with both cures."""
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    way = (*reversed(closed.parents), closed)
    first_closed = next(folder for folder in way if not folder.stat().st_mode & 0o001)

    with pytest.raises(DatabaseNotStarted, match=f"folder {first_closed}: .*TRACKLINKD_DATA_DIR.*DATABASE_URL"):
        start_embedded(closed / "checkout" / "data")
    assert closed.stat().st_mode & 0o777 == 0o700
    assert not any(closed.iterdir())


@as_root
def test_root_gives_up_being_root(data_dir: Path) -> None:
    """As root, Postgres runs as an unprivileged user, to whom nothing outside the data directory is given."""
    parent = data_dir.parent.stat()
    postgres = start_embedded(data_dir)
    pid = int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
    uid = Path(f"/proc/{pid}").stat().st_uid
    postgres.stop()

    assert uid == (data_dir / "postgres").stat().st_uid != 0
    assert (data_dir.parent.stat().st_mode, data_dir.parent.stat().st_uid) == (parent.st_mode, parent.st_uid)


@as_root
def test_root_uses_an_empty_private_folder(data_dir: Path) -> None:
    """As root, a data directory made by `mktemp -d`, closed to others and empty, serves as it is."""
    data_dir.mkdir(mode=0o700)
    start_embedded(data_dir).stop()

    assert data_dir.stat().st_mode & 0o777 == 0o700


@as_root
def test_root_starts_a_normal_users_cluster(nobodys_dir: Path) -> None:
    """As root, a cluster that a normal user made runs as that user, who can start it again afterwards."""
    user = as_normal_user()
    with child(nobodys_dir / "data", *user) as owner:
        owner.stop()
    start_embedded(nobodys_dir / "data").stop()

    with child(nobodys_dir / "data", *user) as owner:
        assert "error" not in owner.started


@as_root
def test_a_normal_user_is_told_whose_cluster_it_is(data_dir: Path) -> None:
    """A cluster of another user is refused with the reason."""
    start_embedded(data_dir).stop()
    data_dir.chmod(0o755)
    with child(data_dir, *as_normal_user()) as refused:
        assert "belongs to the user postgres" in str(refused.started["error"])


@pytest.fixture
def closed_binaries(tmp_path: Path) -> Iterator[Binaries]:
    """The wheel's binaries in a folder that only we can enter, as below root's home."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    wheel = bundled_binaries().folder.relative_to(site_packages := bundled_binaries().folder.parents[1])
    for part in PARTS:
        shutil.copytree(site_packages / part, folder / part)
    yield Binaries(folder / wheel)
    shutil.rmtree(folder)


@as_root
def test_root_reaches_binaries_in_a_closed_home(data_dir: Path, closed_binaries: Binaries) -> None:
    """As root, a wheel that Postgres's user cannot reach is copied to the data directory, once, and used from there."""
    for _ in range(2):
        postgres = start_embedded(data_dir, binaries=closed_binaries)
        assert first_value(postgres.url, "SELECT 1") == 1
        postgres.stop()

    assert len(list(data_dir.glob("*binaries-*"))) == 1
