import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from repositories.embedded import start_embedded
from tests.repositories.embedded_child import child, connect, first_value, is_running, postmaster_pid, until


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGTERM])
def test_dies_with_its_process(made_data_dir: Path, death: signal.Signals) -> None:
    """However the process ends, its Postgres ends too, and leaves a data directory that starts again."""
    with child(made_data_dir) as owner:
        postmaster = postmaster_pid(made_data_dir)
        assert is_running(postmaster)
        owner.process.send_signal(death)
        until(lambda: not is_running(postmaster))

    start_embedded(made_data_dir).stop()


def test_is_out_of_reach_of_ctrl_c(made_data_dir: Path) -> None:
    """Postgres is in a process group of its own, so that Ctrl-C at a terminal reaches us alone."""
    with child(made_data_dir) as owner:
        assert os.getpgid(postmaster_pid(made_data_dir)) != os.getpgid(owner.process.pid)


def test_comes_back_after_its_postmaster_is_killed(made_data_dir: Path) -> None:
    """A postmaster that dies is started again by its owner, with every committed row."""
    postgres = start_embedded(made_data_dir)
    with connect(postgres.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    killed = postmaster_pid(made_data_dir)
    os.kill(killed, signal.SIGKILL)
    until(lambda: postmaster_pid(made_data_dir) not in {0, killed} and answers(postgres.url))
    count = first_value(postgres.url, "SELECT count(*) FROM kept")
    postgres.stop()

    assert count == 1000


def a_stranger() -> int:
    """A live process that is no Postgres."""
    return os.getppid()


def a_zombie() -> int:
    """A process that has ended and that nobody has waited for; it goes with the test run."""
    return os.posix_spawn("/bin/true", ["true"], {})


def nobody_at_all() -> int:
    """An id that no process has any more."""
    return subprocess.Popen(["/bin/true"]).wait() or 2**22 - 1


@pytest.mark.parametrize("left_by", [a_stranger, a_zombie, nobody_at_all])
def test_starts_over_stale_lock_files(made_data_dir: Path, left_by: Callable[[], int]) -> None:
    """Lock files from before a crash do not keep it from starting, whoever has their process id by now."""
    with child(made_data_dir) as owner:
        files = {
            path: (made_data_dir / "postgres" / path).read_text() for path in ("postmaster.pid", ".s.PGSQL.5432.lock")
        }
        old_pid = str(postmaster_pid(made_data_dir))
        owner.stop()
    for path, text in files.items():
        (made_data_dir / "postgres" / path).write_text(text.replace(old_pid, str(left_by()), 1))

    postgres = start_embedded(made_data_dir)
    answer = first_value(postgres.url, "SELECT 1")
    postgres.stop()

    assert answer == 1


def answers(url: str) -> bool:
    """Whether it takes connections."""
    try:
        connect(url).close()
    except psycopg.OperationalError:
        return False
    return True
