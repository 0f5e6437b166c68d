"""The user that Postgres runs as when we are root, which it refuses to be."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.errors import DatabaseNotStarted

CANDIDATES: Final = ("postgres", "nobody")
"""The first that the system has is taken; none is ever created."""


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged user and its own group."""

    name: str
    uid: int
    gid: int

    def take(self, path: Path) -> None:
        """Make `path`, and nothing around it, this account's."""
        os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def closed_folder(self, folder: Path) -> Path | None:
        """The outermost existing folder on the way to and including `folder` that this account cannot enter."""
        way = [*reversed(folder.parents), folder]
        return next((step for step in way if step.is_dir() and not self._enters(step)), None)

    def _enters(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def account_for(*folders: Path) -> Account | None:
    """Whom to become before Postgres starts; None when we are not root.

    It is whoever owns the first of these folders that exists and is not root's, else an unprivileged user.
    Raises DatabaseNotStarted.
    """
    if os.geteuid() != 0:
        return None
    for folder in folders:
        if folder.is_dir() and folder.stat().st_uid != 0:
            return _owner(folder)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise DatabaseNotStarted(
        f"Postgres does not run as root, and this system has none of the users {', '.join(CANDIDATES)} to run it as: "
        "start as another user, or set DATABASE_URL to a Postgres of your own."
    )


def _owner(folder: Path) -> Account:
    status = folder.stat()
    try:
        name = pwd.getpwuid(status.st_uid).pw_name
    except KeyError:
        name = str(status.st_uid)
    return Account(name, status.st_uid, status.st_gid)
