"""Who runs Postgres: one owner per data directory; every other process joins it and stands by."""

import atexit
import logging
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from domain.errors import DatabaseNotStarted
from repositories.embedded.binaries import Binaries, bundled_binaries, within_reach
from repositories.embedded.cluster import ensure_cluster
from repositories.embedded.owner_lock import OwnerLock
from repositories.embedded.predecessor import see_off
from repositories.embedded.residence import Residence, data_dir_errors, move_in
from repositories.embedded.server import Server, log_tail, refusal

START_TIMEOUT_SECONDS: Final = 60.0
JOIN_POLL_SECONDS: Final = 0.02
WATCH_SECONDS: Final = 0.1
LONGEST_PAUSE_SECONDS: Final = 5.0
"""Between attempts to bring back a Postgres that does not start any more."""

logger = logging.getLogger(__name__)


class EmbeddedPostgres:
    """A Postgres that answers at `url` until `stop`, whichever process of the data directory runs it.

    A thread of its own holds everything: Postgres dies with the thread that started it, and this one lives as long as
    the process. It starts Postgres again when that dies, and takes it over when the owning process ends.
    Not to be carried over a fork: there is no such thread in the child.
    """

    def __init__(self, residence: Residence, binaries: Binaries, settings: Mapping[str, str]) -> None:
        self.url = residence.url
        self._residence = residence
        self._binaries = binaries
        self._settings = settings
        self._server: Server | None = None
        self._failure: DatabaseNotStarted | None = DatabaseNotStarted("The embedded Postgres's supervisor has ended.")
        self._settled = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._supervise, name="embedded-postgres", daemon=True)

    @property
    def is_owner(self) -> bool:
        """Whether this process runs it; False when it joined another's."""
        return self._server is not None

    def start(self) -> None:
        """Start or join, and wait until it answers. Raises DatabaseNotStarted."""
        atexit.register(self.stop)
        self._thread.start()
        self._settled.wait()
        if self._failure:
            atexit.unregister(self.stop)
            raise self._failure

    def stop(self) -> None:
        """Stop Postgres if this process runs it, else leave it alone; a process that joined takes it over."""
        atexit.unregister(self.stop)
        self._stopping.set()
        self._thread.join()

    def _supervise(self) -> None:
        try:
            with data_dir_errors(self._residence.data_dir), OwnerLock(self._residence.lock) as lock:
                self._begin(lock)
                self._failure = None
                self._settled.set()
                self._watch(lock)
                if self._server:
                    self._server.stop()
                    self._residence.leave_socket_dir()
        except DatabaseNotStarted as error:
            self._failure = error
        finally:
            self._settled.set()

    def _begin(self, lock: OwnerLock) -> None:
        """Own or join, whichever comes first: an owner may end while we wait for it."""
        end_seconds = time.monotonic() + START_TIMEOUT_SECONDS
        while not self._stopping.is_set():
            if lock.acquire():
                self._binaries = within_reach(self._binaries, self._residence.account, self._residence.data_dir)
                ensure_cluster(self._residence, self._binaries)
                self._server = self._run(end_seconds)
                return
            if (reason := refusal(self._residence)) is None:
                return
            if time.monotonic() > end_seconds:
                raise DatabaseNotStarted(
                    f"Another process runs the embedded Postgres in {self._residence.data_dir}, "
                    f"but it does not answer ({reason}). {log_tail(self._residence)}"
                )
            self._stopping.wait(JOIN_POLL_SECONDS)

    def _watch(self, lock: OwnerLock) -> None:
        pause_seconds = WATCH_SECONDS
        while not self._stopping.wait(pause_seconds):
            if self._server and self._server.is_running:
                continue
            if lock.acquire():
                pause_seconds = self._revive(pause_seconds)

    def _revive(self, pause_seconds: float) -> float:
        """Start it again; how long to wait before the next look."""
        try:
            with data_dir_errors(self._residence.data_dir):
                self._binaries = within_reach(self._binaries, self._residence.account, self._residence.data_dir)
                self._server = self._run(time.monotonic() + START_TIMEOUT_SECONDS)
        except DatabaseNotStarted as error:
            logger.error("the embedded Postgres cannot be started again: %s", error)  # noqa: TRY400  its cause is in it
            return min(2 * pause_seconds, LONGEST_PAUSE_SECONDS)
        logger.warning("the embedded Postgres had ended and was started again by this process")
        return WATCH_SECONDS

    def _run(self, end_seconds: float) -> Server:
        """A server that answers. One that ends because its predecessor's children still live is tried again."""
        self._residence.claim_socket_dir()
        while True:
            see_off(self._residence, end_seconds)
            server = Server(self._residence, self._binaries, self._settings)
            try:
                if server.wait_until_ready(end_seconds):
                    return server
            except DatabaseNotStarted:
                server.stop()
                raise
            tail = server.log_tail()
            if "still in use" not in tail and "already exists" not in tail:
                raise DatabaseNotStarted(f"The embedded Postgres ended while it started. {tail}")


def start_embedded(
    data_dir: Path, *, binaries: Binaries | None = None, settings: Mapping[str, str] | None = None
) -> EmbeddedPostgres:
    """Start, or join, the Postgres of this data directory and wait until it answers.

    `binaries` are the wheel's unless given; `settings` are further ones of postgresql.conf, by name.
    Raises DatabaseNotStarted.
    """
    residence = move_in(data_dir)
    postgres = EmbeddedPostgres(residence, binaries or bundled_binaries(), settings or {})
    postgres.start()
    return postgres
