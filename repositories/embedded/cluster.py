"""initdb, once and whole."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from domain.errors import DatabaseNotStarted
from repositories.embedded.binaries import Binaries
from repositories.embedded.launching import launch_arguments, launch_environment
from repositories.embedded.residence import Residence

UNFINISHED: Final = "initdb-"
INITDB_TIMEOUT_SECONDS: Final = 120
TAIL_LINES: Final = 5


def ensure_cluster(residence: Residence, binaries: Binaries) -> None:
    """Create the cluster unless there is one; only the lock's holder may call this. Raises DatabaseNotStarted, OSError.

    initdb works in a folder of its own that gets the cluster's name at the very end: what a killed one leaves behind
    is never taken for a cluster, and goes.
    """
    if not (residence.cluster / "global" / "pg_control").exists():
        _create(residence, binaries)
    for leftover in residence.data_dir.glob(f"{UNFINISHED}*"):  # last: an initdb just killed may still be writing
        shutil.rmtree(leftover, ignore_errors=True)


def _create(residence: Residence, binaries: Binaries) -> None:
    if residence.cluster.exists() and any(residence.cluster.iterdir()):
        raise DatabaseNotStarted(f"{residence.cluster} holds no complete Postgres: move it out of the way.")
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=residence.data_dir))
    if residence.account:
        residence.account.take(unfinished)
    _initdb(unfinished, residence, binaries)
    unfinished.rename(residence.cluster)
    _sync_folder(residence.data_dir)


def _initdb(folder: Path, residence: Residence, binaries: Binaries) -> None:
    command = [binaries.initdb, "-D", str(folder), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--lc-messages=C"]
    try:
        subprocess.run(
            launch_arguments([*command, *binaries.locale_options, "--no-instructions"], residence.account),
            env=launch_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            timeout=INITDB_TIMEOUT_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        tail = " / ".join(error.stdout.strip().splitlines()[-TAIL_LINES:])
        raise DatabaseNotStarted(f"initdb could not create a Postgres in {residence.data_dir}: {tail}") from error
    except subprocess.TimeoutExpired as error:
        raise DatabaseNotStarted(
            f"initdb took longer than {INITDB_TIMEOUT_SECONDS} s in {residence.data_dir}: is the disk in order?"
        ) from error


def _sync_folder(folder: Path) -> None:
    """A rename is on the disk only once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
