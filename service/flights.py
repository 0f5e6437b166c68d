"""Questions that go upstream, made known to all processes, so that no two of them ask a provider the same."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from secrets import token_hex

from domain.deadline import RECALL_SHARE, Deadline
from domain.errors import StoreUnavailable
from domain.ports import FlightStore

LEASE = timedelta(seconds=3)
"""A process that died is waited for no longer."""
RENEW_SHARE = 1 / 3
"""How much of a lease passes before it is renewed."""
LOOK_SECONDS = 0.02
"""How often it is looked whether what others ask has landed: for all that this process waits for by one statement."""
FAREWELL_SECONDS = 0.5
WAIT_SHARE = 0.75
"""How much of its time a caller waits for another's answer; the rest is left for asking itself."""

logger = logging.getLogger(__name__)


class Flights:
    """The flights of one process. One task speaks with the store for all callers: together they hold one connection.

    What callers want meanwhile goes into the next statement, so that a thousand of them cost a few. Without the store
    everybody asks for himself.
    """

    def __init__(self, store: FlightStore, lease: timedelta = LEASE) -> None:
        self._store = store
        self._lease = lease
        self._holder = token_hex(8)
        self._held: set[str] = set()
        self._claims: dict[str, asyncio.Future[bool]] = {}
        self._landed: set[str] = set()
        self._awaited: dict[str, asyncio.Event] = {}
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._ended = False

    @asynccontextmanager
    async def board(self, keys: Collection[str], deadline: Deadline) -> AsyncIterator[frozenset[str]]:
        """The keys yielded are the caller's to ask until the end of the block; the others are being asked already.

        Between a caller's last look at the store and its boarding an answer may have come: look again inside.
        """
        mine = frozenset(keys) - self._held
        self._held |= mine
        claims = {key: asyncio.get_running_loop().create_future() for key in mine}
        self._claims |= claims
        self._speak()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(deadline.left() * RECALL_SHARE):
                    await asyncio.gather(*claims.values())
            mine = frozenset(key for key, claim in claims.items() if claim.cancelled() or claim.result())
            yield mine
        finally:
            self._landed |= mine & self._held
            self._speak()

    async def landing(self, keys: Collection[str], deadline: Deadline) -> None:
        """Wait until those who ask these have their answers, or are dead, or most of the time is over."""
        events = [self._awaited.setdefault(key, asyncio.Event()) for key in keys]
        self._speak()
        with suppress(TimeoutError):
            async with asyncio.timeout(deadline.left() * WAIT_SHARE):
                await asyncio.gather(*(event.wait() for event in events))

    async def end(self) -> None:
        """Let go of what has landed, and speak no more."""
        self._ended = True
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=FAREWELL_SECONDS)
            self._task.cancel()
            await asyncio.wait({self._task})

    def _speak(self) -> None:
        self._wanted.set()
        if not self._ended and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._talk())
            self._task.add_done_callback(_tell)

    async def _talk(self) -> None:
        """Speak with the store while a flight is under way or awaited; what ends this early leaves nobody waiting."""
        try:
            while self._held or self._awaited:
                await self._say()
        except StoreUnavailable as error:
            logger.warning("what other processes ask is not known, and this one asks for itself: %s", error)
        finally:
            self._free()

    async def _say(self) -> None:
        """Everything that is due, then wait until something is."""
        loop = asyncio.get_running_loop()
        renew_at = loop.time() + self._lease.total_seconds() * RENEW_SHARE
        while self._held or self._awaited:
            self._wanted.clear()
            await self._claim()
            await self._release()
            await self._look()
            if loop.time() >= renew_at:
                await self._store.renew(self._held, self._holder, self._lease)
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS if self._awaited else renew_at - loop.time()):
                    await self._wanted.wait()

    async def _claim(self) -> None:
        claims = dict(self._claims)
        if not claims:
            return
        taken = await self._store.claim(claims, self._holder, self._lease)
        self._held -= claims.keys() - taken
        for key, claim in claims.items():
            del self._claims[key]
            if not claim.done():
                claim.set_result(key in taken)

    async def _release(self) -> None:
        landed, self._landed = self._landed, set()
        if landed:
            await self._store.release(landed, self._holder)
            self._held -= landed
            self._arrive(landed & self._awaited.keys())

    async def _look(self) -> None:
        if awaited := frozenset(self._awaited) - self._held:
            self._arrive(awaited - await self._store.under_way(awaited))

    def _arrive(self, keys: Collection[str]) -> None:
        for key in keys:
            self._awaited.pop(key).set()

    def _free(self) -> None:
        """Everybody asks for himself."""
        self._held.clear()
        self._landed.clear()
        for claim in self._claims.values():
            if not claim.done():
                claim.set_result(True)
        self._claims.clear()
        self._arrive(list(self._awaited))


def _tell(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.error("flights ended in a defect", exc_info=error)
