"""Who runs Postgres in a data directory: the one process that holds the lock on a file in it."""

import fcntl
import os
from pathlib import Path
from typing import Self


class OwnerLock:
    """The kernel frees it with the process, however that ends. Opened for reading, so that any user can wait for it."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
        self.is_held = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def acquire(self) -> bool:
        """Whether it is ours now; never waits."""
        if not self.is_held:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self.is_held = True
        return True
