"""A server of the demo's own: temporary data, a free port, gone afterwards."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
STOP_SECONDS = 15.0
_LISTENING = "listening on "


class DemoFailed(Exception):
    """Something is not as the demo claims; the message says what."""


@dataclass(frozen=True)
class Server:
    """A running server: HOST:PORT, a directory for files, and the environment in which its commands find it."""

    address: str
    directory: Path
    environment: dict[str, str]

    def command(self, name: str, *arguments: str | Path, may_exit: int = 0) -> str:
        """What a console script of this project prints to stdout; its stderr is shown when it fails.

        It may exit with 0 or `may_exit`; any other code is a failure.
        """
        process = subprocess.run(
            [_script(name), *arguments], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if process.returncode not in {0, may_exit}:
            raise DemoFailed(f"`{name} {arguments[0]}` ended with exit code {process.returncode}\n{process.stderr}")
        return process.stdout


@contextmanager
def running_server() -> Iterator[Server]:
    """A server that answers; on leaving it has drained, ended with exit code 0, and left nothing behind."""
    with tempfile.TemporaryDirectory(prefix="tracklink-demo-") as name:
        directory = Path(name)
        directory.chmod(0o755)  # as root, Postgres runs as another user, who must be able to enter
        environment = _environment(directory)
        with (directory / "log").open("w") as log:
            process = _start(environment, log.fileno())
        try:
            yield Server(_wait_for_address(process, directory / "log"), directory, environment)
        finally:
            _stop(process)
        if process.returncode:
            raise DemoFailed(f"the server ended with exit code {process.returncode}\n{_end_of(directory / 'log')}")


def _environment(directory: Path) -> dict[str, str]:
    """The caller's environment without anything that would lead to a database or configuration of the caller's."""
    inherited = {
        key: value
        for key, value in os.environ.items()
        if key != "DATABASE_URL" and not key.startswith(("TRACKLINKD_", "TRACKLINK_"))
    }
    return inherited | {"TRACKLINKD_DATA_DIR": str(directory / "postgres")}


def _start(environment: dict[str, str], log: int) -> subprocess.Popen[str]:
    command = [_script("tracklinkd"), "serve", "--config", str(ROOT / "config.yaml"), "--listen", "127.0.0.1:0"]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)


def _wait_for_address(process: subprocess.Popen[str], log: Path) -> str:
    watchdog = threading.Timer(START_SECONDS, process.kill)
    watchdog.start()
    line = process.stdout.readline() if process.stdout else ""
    watchdog.cancel()
    if not line.startswith(_LISTENING):
        raise DemoFailed(f"the server did not start\n{_end_of(log)}")
    return line.removeprefix(_LISTENING).strip()


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text().splitlines()[-20:])


def _script(name: str) -> str:
    return str(Path(sys.executable).parent / name)
