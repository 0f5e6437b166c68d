"""A postgres whose owner has ended: dying, dead, or left over."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from domain.errors import DatabaseNotStarted
from repositories.embedded.residence import Residence

POLL_SECONDS: Final = 0.02


def see_off(residence: Residence, end_seconds: float) -> None:
    """Wait until no earlier postgres lives in the cluster; only the lock's holder may call this.

    Where the owner's death has not ended it already, it is asked to end. A postmaster.pid that names a zombie or a
    stranger (process ids are reused, above all in containers) would keep Postgres from starting, and goes.
    Raises DatabaseNotStarted once monotonic time is up, OSError.
    """
    pid = _recorded_pid(residence.cluster)
    if pid is None:
        return
    if _runs_in(pid, residence.cluster):
        os.kill(pid, signal.SIGINT)
    while _runs_in(pid, residence.cluster):
        if time.monotonic() > end_seconds:
            raise DatabaseNotStarted(f"An earlier Postgres (process {pid}) still runs in {residence.cluster}.")
        time.sleep(POLL_SECONDS)
    if _recorded_pid(residence.cluster) == pid:
        (residence.cluster / "postmaster.pid").unlink(missing_ok=True)


def _recorded_pid(cluster: Path) -> int | None:
    try:
        first_line = (cluster / "postmaster.pid").read_text().partition("\n")[0]
    except FileNotFoundError:
        return None
    return abs(int(first_line)) if first_line.lstrip("-").isdigit() else None


def _runs_in(pid: int, cluster: Path) -> bool:
    """Whether the process is a live postgres of this cluster: its working directory says so."""
    if sys.platform != "linux":
        process_list = ["/bin/ps", "-p", str(pid), "-o", "command="]
        return str(cluster) in subprocess.run(process_list, capture_output=True, text=True, check=False).stdout
    try:
        return cluster.samefile(f"/proc/{pid}/cwd")
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return False
