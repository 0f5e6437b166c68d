"""Who is let in: nobody before the database is open, nobody while draining, and only so many at once."""

import asyncio

from service.status import DRAINING, OVERLOADED, STARTING, Fault


class Gate:
    """Counts the calls in flight and refuses those that the server cannot take."""

    def __init__(self, most_calls: int) -> None:
        self._most_calls = most_calls
        self._in_flight = 0
        self._closed: Fault | None = STARTING
        self.draining = asyncio.Event()
        """Set once no more calls are taken, for those that could go on for long."""
        self._idle = asyncio.Event()
        self._idle.set()

    def open(self) -> None:
        """Take calls from now on."""
        self._closed = None

    def drain(self) -> None:
        """Take no more; those in flight go on."""
        self._closed = DRAINING
        self.draining.set()

    async def idle(self) -> None:
        """Wait until no call is in flight."""
        await self._idle.wait()

    def refusal(self) -> Fault | None:
        """Why a call cannot be taken now; None when it can."""
        if self._closed is not None:
            return self._closed
        return OVERLOADED if self._in_flight >= self._most_calls else None

    def __enter__(self) -> None:
        self._in_flight += 1
        self._idle.clear()

    def __exit__(self, *_exception: object) -> None:
        self._in_flight -= 1
        if not self._in_flight:
            self._idle.set()
