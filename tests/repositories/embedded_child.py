"""A process of its own with the embedded Postgres in it: tells where it is, answers each line, stops at the end."""

import json
import os
import pwd
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, LiteralString

import psycopg

from domain.errors import DatabaseNotStarted
from repositories.embedded import start_embedded
from repositories.embedded.account import Account

CHECKOUT: Final = Path(__file__).resolve().parents[2]


class Child:
    """The parent's end of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.started = self._read()

    def is_owner(self) -> bool:
        """Ask it whether it runs Postgres itself."""
        _end(self.process.stdin).write("\n")
        _end(self.process.stdin).flush()
        return bool(self._read()["is_owner"])

    def stop(self) -> None:
        """Let it stop its Postgres and end."""
        _end(self.process.stdin).close()
        self.process.wait(20)

    def _read(self) -> dict[str, object]:
        answer: dict[str, object] = json.loads(_end(self.process.stdout).readline() or "{}")
        return answer


@contextmanager
def spawned(data_dir: Path, *wrapper: str) -> Iterator[subprocess.Popen[str]]:
    """A child that was only just started, through a wrapping command perhaps; killed at the end of the block."""
    command = [*wrapper, sys.executable, "-m", __name__, str(data_dir)]
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def child(data_dir: Path, *wrapper: str) -> Iterator[Child]:
    """A child whose Postgres has started, or failed to."""
    with spawned(data_dir, *wrapper) as process:
        yield Child(process)


def as_normal_user() -> tuple[str, ...]:
    """What to put before a command so that it does not run as root; it may read root's files but not write them."""
    if os.geteuid() != 0:
        return ()
    nobody = pwd.getpwnam("nobody")
    account = Account("nobody", nobody.pw_uid, nobody.pw_gid)
    drop = ("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups")
    if account.closed_folder(Path(sys.executable).resolve().parent) or account.closed_folder(CHECKOUT):
        return (*drop, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
    return drop


def until(fact: Callable[[], bool], within_seconds: float = 20.0) -> None:
    """Wait for a fact, looking often; fail when it does not come true in time."""
    end_seconds = time.monotonic() + within_seconds
    while not fact():
        assert time.monotonic() < end_seconds, "it did not come true in time"
        time.sleep(0.01)


def postmaster_pid(data_dir: Path) -> int:
    """The process that Postgres itself records; 0 while there is none."""
    record = data_dir / "postgres" / "postmaster.pid"
    return int(record.read_text().partition("\n")[0] or 0) if record.exists() else 0


def is_running(pid: int) -> bool:
    """Whether the process lives; one that is dead but not yet reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def connect(url: str) -> psycopg.Connection:
    """A connection on which every statement commits at once."""
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def first_value(url: str, statement: LiteralString) -> object:
    """The first column of the first row."""
    with connect(url) as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


def _end(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def main(data_dir: Path) -> None:
    """The child's end."""
    try:
        postgres = start_embedded(data_dir)
    except DatabaseNotStarted as error:
        say(error=str(error))
        return
    say(url=postgres.url, pid=postmaster_pid(data_dir), is_owner=postgres.is_owner)
    for _ in sys.stdin:
        say(is_owner=postgres.is_owner)
    postgres.stop()


def say(**facts: object) -> None:
    """One line for the parent."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
