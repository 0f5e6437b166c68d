"""Hearing of what changed in the store, whichever process changed it."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

import psycopg
import structlog

from repositories.change_note import CHANNEL, read_note
from repositories.hot_connections import HotConnections

MOST_REMEMBERED: Final = 2_000
"""Changes that an answer under way may have to be held against; an answer older than all of them is given up."""
FIRST_PAUSE_SECONDS: Final = 0.1
LONGEST_PAUSE_SECONDS: Final = 5.0

Marks = frozenset[int]
Listener = Callable[[Marks | None], None]

logger = structlog.get_logger()


class Changes:
    """Counts changes as they become known here, and tells listeners their marks: None when anything may have changed.

    Of other processes it knows only while it listens, on a connection of its own; when that is lost, and again when
    it is back, anything may have changed.
    """

    def __init__(self, connections: HotConnections) -> None:
        self._connections = connections
        self._remembered: deque[Marks | None] = deque(maxlen=MOST_REMEMBERED)
        self._listeners: list[Listener] = []
        self.heard = 0
        """How many so far: taken before reading, it tells `stands` what came afterwards."""
        self.listening = False

    def subscribe(self, listener: Listener) -> None:
        """Tell this one of every change from now on, before anything else happens."""
        self._listeners.append(listener)

    def hear(self, payload: str) -> None:
        """Take note of a change, as its transaction's note tells it: our own when committed, or another's."""
        self._hear(read_note(payload))

    def stands(self, marks: Iterable[int], heard: int) -> bool:
        """Whether nothing on these marks is known to have changed since so many changes had been heard."""
        since = self.heard - heard
        if since > len(self._remembered):
            return False
        own = frozenset(marks)
        newest = (self._remembered[-place] for place in range(1, since + 1))
        return all(changed is not None and own.isdisjoint(changed) for changed in newest)

    async def listen(self) -> None:
        """Listen until cancelled, and begin again after every loss, with pauses that grow to five seconds."""
        pause_seconds = FIRST_PAUSE_SECONDS
        while True:
            with suppress(psycopg.OperationalError, psycopg.InterfaceError):
                async with await self._connections.connect() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    pause_seconds = FIRST_PAUSE_SECONDS
                    await self._listen_on(connection)
            await asyncio.sleep(pause_seconds)
            pause_seconds = min(2 * pause_seconds, LONGEST_PAUSE_SECONDS)

    async def _listen_on(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        self._hear(None)
        self.listening = True
        try:
            async for notification in connection.notifies():
                self.hear(notification.payload)
        finally:
            self.listening = False
            self._hear(None)

    def _hear(self, marks: Marks | None) -> None:
        self.heard += 1
        self._remembered.append(marks)
        for listener in self._listeners:
            listener(marks)
