"""Reads that are asked for at the same time, made as one."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST_AT_ONCE = 200
MOST_TURNS = 8


class Gathering(Generic[Key, Value]):
    """Keys asked for within a few turns of the event loop, or while a read is under way, are read together.

    Each key asked for has a future of its own: a caller that gives up takes nothing from the others. A read that takes
    longer than `patience_seconds` is waited for by nobody, and until it ends nobody's next one either.
    """

    def __init__(
        self, read: Callable[[Sequence[Key]], Awaitable[Mapping[Key, Value]]], patience_seconds: float
    ) -> None:
        """`read` gives the values that it finds; where it raises, none is found."""
        self._read = read
        self._patience_seconds = patience_seconds
        self._waiting: list[tuple[Key, asyncio.Future[Value | None]]] = []
        self._reading: asyncio.Task[None] | None = None
        self._patience_turns = 1
        self._hangs = False

    def find(self, key: Key) -> asyncio.Future[Value | None]:
        """The value of one key; None when there is none, or it was not to be had in time."""
        future: asyncio.Future[Value | None] = asyncio.get_running_loop().create_future()
        if self._hangs:
            future.set_result(None)
            return future
        self._waiting.append((key, future))
        if self._reading is None:
            self._reading = asyncio.create_task(self._read_all())
        return future

    async def _read_all(self) -> None:
        try:
            while self._waiting:
                await self._let_others_come()
                batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                giving_up = asyncio.get_running_loop().call_later(self._patience_seconds, self._give_up, batch)
                try:
                    found = await self._read([key for key, _ in batch])
                except BaseException:
                    self._give_up(batch)
                    raise
                finally:
                    giving_up.cancel()
                    self._hangs = False
                _tell(batch, found)
        finally:
            self._reading = None

    async def _let_others_come(self) -> None:
        """A busy event loop has callers on their way, who arrive a few turns of it apart: wait until none does.

        It costs no time but that of the turns, and few of them where the last reads had one key each.
        """
        quiet_turns = 0
        while quiet_turns < self._patience_turns and len(self._waiting) < MOST_AT_ONCE:
            before = len(self._waiting)
            await asyncio.sleep(0)
            quiet_turns = quiet_turns + 1 if len(self._waiting) == before else 0
        self._patience_turns = MOST_TURNS if len(self._waiting) > 1 else max(1, self._patience_turns // 2)

    def _give_up(self, batch: list[tuple[Key, asyncio.Future[Value | None]]]) -> None:
        self._hangs = True
        waiting, self._waiting = self._waiting, []
        _tell([*batch, *waiting], {})


def _tell(batch: list[tuple[Key, asyncio.Future[Value | None]]], found: Mapping[Key, Value]) -> None:
    for key, future in batch:
        if not future.done():
            future.set_result(found.get(key))
