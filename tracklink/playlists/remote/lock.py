"""Locks of files: one holds as long as its process has it, and ends with the process, however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.config_folder import PRIVATE_FILE, config_path, make_folder_of
from tracklink.playlists.remote.service import PlaylistBusy


@contextmanager
def playlist_lock(name: str, doing: str) -> Iterator[None]:
    """While playlists are changed that go by this name (PROVIDER-ID); `doing` is what others are told of it.

    Raises PlaylistBusy where another process has it, and PlaylistError where there can be no lock.
    """
    path = config_path("locks", name)
    descriptor = _opened(path)
    try:
        if not _is_taken(descriptor, path, fcntl.LOCK_EX | fcntl.LOCK_NB):
            running = path.read_text(encoding="utf-8") or "another run"
            raise PlaylistBusy(f"{running} is at work on {name}: wait for its end, and give this command again")
        os.truncate(descriptor, 0)
        os.write(descriptor, f"{doing} (process {os.getpid()})".encode())
        yield
        os.truncate(descriptor, 0)
    finally:
        os.close(descriptor)


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """As soon as nobody else has it. Raises PlaylistError where there can be no lock."""
    descriptor = _opened(path)
    try:
        _is_taken(descriptor, path, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    make_folder_of(path)
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    except OSError as error:
        raise PlaylistError(f"cannot write {path}: {error.strerror}") from error


def _is_taken(descriptor: int, path: Path, how: int) -> bool:
    """Whether the lock is ours now; False where another process has it and we do not wait."""
    try:
        fcntl.flock(descriptor, how)
    except BlockingIOError:
        return False
    except OSError as error:
        raise PlaylistError(f"cannot lock {path}: {error.strerror}") from error
    return True
