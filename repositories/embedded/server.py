"""One running postgres: a child in the foreground, reached over its Unix socket only."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from typing import Final

import psycopg

from domain.errors import DatabaseNotStarted
from repositories.embedded.binaries import Binaries
from repositories.embedded.launching import launch_arguments, launch_environment
from repositories.embedded.residence import PORT, Residence

POLL_SECONDS: Final = 0.02
STOP_TIMEOUT_SECONDS: Final = 10.0
LONGEST_LOG_BYTES: Final = 1_000_000
"""A longer log is begun anew at the next start."""
SETTINGS: Final = {
    "listen_addresses": "",
    "max_connections": "200",
    "log_checkpoints": "off",
    "jit": "off",
    "random_page_cost": "1.1",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
}
"""Short statements on one machine, and now and then an import: what a transaction puts into tables of its own goes to
the disk once, without passing the log, and is as safe from a crash."""
SMALLEST_CACHE_MB: Final = 128
LARGEST_CACHE_MB: Final = 1024
CACHE_SHARE: Final = 16
"""The cache may take one part in so many of the machine's memory; it takes what it uses."""
SHUTDOWN_LADDER: Final = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)
"""Fast, immediate, and at last by force; no acknowledged write is lost by any of them."""


class Server:
    """A postgres that this thread started. It ends with the thread."""

    def __init__(self, residence: Residence, binaries: Binaries, settings: Mapping[str, str]) -> None:
        command = [binaries.postgres, "-D", str(residence.cluster), "-k", str(residence.socket_dir), "-p", str(PORT)]
        for name, setting in {**SETTINGS, "shared_buffers": _cache_size(), **settings}.items():
            command += ["-c", f"{name}={setting}"]
        residence.log.touch(mode=0o600)
        with residence.log.open("wb" if _is_long(residence) else "ab") as log:
            self._log_start = log.tell()
            self._process = subprocess.Popen(
                launch_arguments(command, residence.account),
                env=launch_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._residence = residence

    @property
    def is_running(self) -> bool:
        """Whether the postmaster lives; an ended one is reaped here."""
        return self._process.poll() is None

    def wait_until_ready(self, end_seconds: float) -> bool:
        """Whether it answers; False when it ended instead. Raises DatabaseNotStarted once monotonic time is up."""
        reason: str | None = "its predecessor took too long"
        while time.monotonic() < end_seconds:
            if not self.is_running:
                return False
            if (reason := refusal(self._residence)) is None:
                return True
            time.sleep(POLL_SECONDS)
        raise DatabaseNotStarted(f"The embedded Postgres does not answer in time ({reason}). {self.log_tail()}")

    def stop(self) -> None:
        """End it and wait for its end."""
        for stop_signal in SHUTDOWN_LADDER:
            self._process.send_signal(stop_signal)
            try:
                self._process.wait(STOP_TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            return

    def log_tail(self) -> str:
        """The last lines that it printed."""
        return log_tail(self._residence, self._log_start)


def refusal(residence: Residence) -> str | None:
    """Why no connection is to be had here; None when there is."""
    url = residence.url.replace("+psycopg", "", 1)
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError as error:
        return str(error).partition("\n")[0]
    return None


def log_tail(residence: Residence, start: int = 0, count: int = 4) -> str:
    """The last lines of the log from byte `start` on."""
    if not residence.log.exists():
        return f"It has left no log in {residence.log}."
    lines = residence.log.read_bytes()[start:].decode(errors="replace").strip().splitlines()
    return f"Its log {residence.log} ends: {' / '.join(lines[-count:])}"


def _is_long(residence: Residence) -> bool:
    return residence.log.exists() and residence.log.stat().st_size > LONGEST_LOG_BYTES


def _cache_size() -> str:
    memory_mb = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    return f"{min(max(memory_mb // CACHE_SHARE, SMALLEST_CACHE_MB), LARGEST_CACHE_MB)}MB"
