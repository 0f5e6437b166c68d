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

    Where the owner's death has not ended it already, it is asked to end. Raises DatabaseNotStarted once monotonic time
    is up, OSError.
    """
    for lock_file in residence.lock_files:
        pid = _recorded_pid(lock_file)
        if pid is None:
            continue
        if _runs_in(pid, residence.cluster):
            _send(signal.SIGINT, pid)
        while _runs_in(pid, residence.cluster):
            if time.monotonic() > end_seconds:
                raise DatabaseNotStarted(f"An earlier Postgres (process {pid}) still runs in {residence.cluster}.")
            time.sleep(POLL_SECONDS)
        _discard(lock_file, pid)


def _discard(lock_file: Path, pid: int) -> None:
    """Remove a lock file that names a zombie or a stranger, which Postgres would take for its predecessor.

    Process ids are reused, above all in containers. One that names no process at all is left to Postgres, which then
    also looks for surviving children.
    """
    if _recorded_pid(lock_file) == pid and _exists(pid):
        lock_file.unlink(missing_ok=True)


def _recorded_pid(lock_file: Path) -> int | None:
    try:
        first_line = lock_file.read_text().partition("\n")[0]
    except FileNotFoundError:
        return None
    return int(first_line) if first_line.isdigit() else None


def _exists(pid: int) -> bool:
    """Whether some process, dead and not yet reaped perhaps, has this id."""
    return _send(0, pid)


def _send(signal_number: int, pid: int) -> bool:
    try:
        os.kill(pid, signal_number)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs_in(pid: int, cluster: Path) -> bool:
    """Whether the process is a live postgres of this cluster: its working directory says so."""
    if sys.platform != "linux":
        process_list = ["/bin/ps", "-p", str(pid), "-o", "command="]
        return str(cluster) in subprocess.run(process_list, capture_output=True, text=True, check=False).stdout
    try:
        return cluster.samefile(f"/proc/{pid}/cwd")
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return False
