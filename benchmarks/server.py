"""`tracklinkd serve` as a user starts it, on temporary files that go with it."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_server
from time import monotonic, sleep

from benchmarks.sampled import read_profile

ROOT = Path(__file__).resolve().parent.parent
TRACKLINKD = str(Path(sys.executable).with_name("tracklinkd"))
START_SECONDS = 60.0
STOP_SECONDS = 15.0
LOOK_SECONDS = 0.05
LISTENING = "listening on "
CONFIG = """\
providers:
  catalog: {enabled: true}
  deezer: {enabled: false}
  itunes: {enabled: false}
  musicbrainz: {enabled: false}
  spotify: {enabled: false}
  tidal: {enabled: false}
  youtube_music: {enabled: false}
"""


class ServerFailed(Exception):
    """A process that is measured did not start or end as it should; the message holds its last lines."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process that answers at an address."""

    address: str
    pid: int


@dataclass(frozen=True, slots=True)
class Sampled(Process):
    """A server that can tell where its time goes."""

    file: Path

    def begin(self) -> None:
        """Count from now on."""
        os.kill(self.pid, signal.SIGUSR1)

    def profile(self) -> list[str]:
        """What was counted, one function a line. Raises ServerFailed."""
        os.kill(self.pid, signal.SIGUSR2)
        end_seconds = monotonic() + STOP_SECONDS
        while not self.file.exists():
            if monotonic() > end_seconds:
                raise ServerFailed("the server does not tell where its time goes")
            sleep(LOOK_SECONDS)
        return read_profile(self.file)


@dataclass(frozen=True, slots=True)
class Home:
    """A folder with settings and the place of an embedded Postgres, which the servers started here share."""

    folder: Path
    environment: Mapping[str, str] = field(repr=False)

    @property
    def data_dir(self) -> Path:
        """Where the embedded Postgres lives."""
        return self.folder / "data"

    @contextmanager
    def serving(self, *flags: str, **variables: str) -> Iterator[Process]:
        """A server with its access log in a file and its figures served, as in production; stopped with the block."""
        with self._started([TRACKLINKD], flags, variables) as process:
            yield process

    @contextmanager
    def sampled(self, **variables: str) -> Iterator["Sampled"]:
        """Likewise, with someone who looks at it many times a second."""
        file = self.folder / "profile.json"
        file.unlink(missing_ok=True)
        with self._started([sys.executable, "-m", "benchmarks.sampled", str(file)], (), variables) as process:
            yield Sampled(process.address, process.pid, file)

    def command(self, *arguments: str | Path) -> str:
        """What a command of tracklinkd prints on standard error. Raises ServerFailed."""
        done = subprocess.run(
            [TRACKLINKD, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise ServerFailed(f"tracklinkd {arguments[0]} ended with {done.returncode}: {done.stderr}")
        return done.stderr

    @contextmanager
    def _started(self, program: Sequence[str], flags: Sequence[str], variables: Mapping[str, str]) -> Iterator[Process]:
        log = self.folder / f"log-{len(list(self.folder.glob('log-*')))}"
        command = [*program, "serve", "--listen", "127.0.0.1:0", "--metrics", f"127.0.0.1:{_free_port()}", *flags]
        with log.open("w") as lines:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**self.environment, **variables},
                stdout=subprocess.PIPE,
                stderr=lines,
                text=True,
            )
        try:
            yield Process(first_line(process, log), process.pid)
        finally:
            stop(process)
            log.write_text("")
        if process.returncode:
            raise ServerFailed(f"the server ended with {process.returncode}")


@contextmanager
def home() -> Iterator[Home]:
    """A folder of its own, empty of anything of the caller's; it is gone after the block."""
    with tempfile.TemporaryDirectory(prefix="tracklink-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # as root, Postgres runs as another user, who must be able to enter
        (folder / "config.yaml").write_text(CONFIG)
        environment = {
            key: value
            for key, value in os.environ.items()
            if key != "DATABASE_URL" and not key.startswith(("TRACKLINKD_", "TRACKLINK_"))
        }
        yield Home(folder, environment | {"PYTHONPATH": str(ROOT)})


@contextmanager
def piece(module: str, *arguments: str | Path) -> Iterator[Process]:
    """A module of this folder that prints its address, and ends with its standard input."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Process(first_line(process, None), process.pid)
    finally:
        stop(process)


def first_line(process: "subprocess.Popen[str]", log: Path | None) -> str:
    """The address that the process prints when it answers. Raises ServerFailed."""
    watchdog = threading.Timer(START_SECONDS, process.kill)
    watchdog.start()
    line = process.stdout.readline() if process.stdout else ""
    watchdog.cancel()
    if not line.startswith(LISTENING):
        last = "\n".join(log.read_text().splitlines()[-20:]) if log else ""
        raise ServerFailed(f"a process that should be measured did not start\n{last}")
    return line.removeprefix(LISTENING).strip()


def stop(process: "subprocess.Popen[str]") -> None:
    """Ask it to end, and end it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.communicate(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
