"""The data directory: what lies where in it, and whether Postgres can live there."""

import hashlib
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from domain.errors import DatabaseNotStarted
from repositories.embedded.account import Account, account_for

PORT: Final = 5432
"""Names the socket file; nothing listens on the network."""
SOCKET: Final = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH_BYTES: Final = 103
"""macOS allows these, Linux four more."""
CURES: Final = "set TRACKLINKD_DATA_DIR to another folder, or DATABASE_URL to a Postgres of your own"


@dataclass(frozen=True, slots=True)
class Residence:
    """A data directory that exists, and the account that Postgres runs as in it (None: ours)."""

    data_dir: Path
    account: Account | None

    @property
    def cluster(self) -> Path:
        """Postgres's own directory; it is there only when initdb came to its end."""
        return self.data_dir / "postgres"

    @property
    def log(self) -> Path:
        """What Postgres prints."""
        return self.data_dir / "postgres.log"

    @property
    def lock(self) -> Path:
        """Locked by the process that runs Postgres here."""
        return self.data_dir / "owner.lock"

    @property
    def socket_dir(self) -> Path:
        """The same in every process: the cluster, or a folder in /tmp where the cluster's path cannot hold a socket."""
        if _holds_socket(self.cluster):
            return self.cluster
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:16]
        return Path("/tmp", f"tracklink-{digest}")  # noqa: S108  claim_socket_dir refuses one that is not ours

    @property
    def lock_files(self) -> tuple[Path, Path]:
        """Where Postgres records its process id, so that no second one starts here or on the same socket."""
        return self.cluster / "postmaster.pid", self.socket_dir / f"{SOCKET}.lock"

    @property
    def url(self) -> str:
        """The address of the database `postgres`."""
        return f"postgresql+psycopg://postgres@/postgres?host={quote(str(self.socket_dir), safe='')}&port={PORT}"

    def claim_socket_dir(self) -> None:
        """See that the socket's folder is there and the account's own. Raises DatabaseNotStarted."""
        folder = self.socket_dir
        uid = self.account.uid if self.account else os.geteuid()
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            status = folder.lstat()
            if folder.is_symlink() or status.st_uid != uid or status.st_mode & 0o077:
                raise DatabaseNotStarted(f"{folder} is not the embedded Postgres's own: remove it.") from None
        else:
            if self.account:
                self.account.take(folder)

    def leave_socket_dir(self) -> None:
        """Remove the socket's folder when it is a separate one and Postgres left nothing in it."""
        folder = self.socket_dir
        if folder != self.cluster and not any(folder.iterdir()):
            folder.rmdir()


def move_in(data_dir: Path) -> Residence:
    """Make the data directory where it is missing, and see that Postgres can live in it. Raises DatabaseNotStarted."""
    data_dir = data_dir.resolve()
    account = account_for(data_dir / "postgres", data_dir)
    residence = Residence(data_dir, account)
    _refuse_closed(account, data_dir.parent)
    with data_dir_errors(data_dir):
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if account and account.closed_folder(data_dir) == data_dir and not any(data_dir.iterdir()):
            account.take(data_dir)
        _refuse_stranger(residence.cluster)
    _refuse_closed(account, data_dir)
    return residence


@contextmanager
def data_dir_errors(data_dir: Path) -> Iterator[None]:
    """Turn what the file system refuses into one sentence."""
    try:
        yield
    except OSError as error:
        raise DatabaseNotStarted(
            f"The embedded Postgres cannot use its data directory {data_dir} "
            f"({error.strerror}: {error.filename}): {CURES}."
        ) from error


def _holds_socket(folder: Path) -> bool:
    """A comma separates folders in Postgres's setting and in libpq's; a quote is syntax there."""
    path = str(folder / SOCKET)
    return len(os.fsencode(path)) <= LONGEST_SOCKET_PATH_BYTES and not set(path) & set(',"')


def _refuse_closed(account: Account | None, folder: Path) -> None:
    if account and (closed := account.closed_folder(folder)):
        raise DatabaseNotStarted(
            f"Postgres does not run as root, and the user {account.name}, as which it runs instead, "
            f"cannot enter the folder {closed}: {CURES}."
        )


def _refuse_stranger(cluster: Path) -> None:
    if os.geteuid() == 0 or not cluster.exists() or cluster.stat().st_uid == os.geteuid():
        return
    uid = cluster.stat().st_uid
    name = next((entry.pw_name for entry in pwd.getpwall() if entry.pw_uid == uid), str(uid))
    raise DatabaseNotStarted(f"The Postgres in {cluster} belongs to the user {name}: start as {name}, or {CURES}.")
