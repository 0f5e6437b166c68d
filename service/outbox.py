"""The results of one stream that are done and not sent yet."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator

MOST_RESULTS = 200
"""Results of one message."""

MESSAGE_BYTES = 1024 * 1024
"""No message is longer, but for a single result that is: clients take 4 MB where nobody told them otherwise."""

MOST_OPEN_ROWS = 400
MOST_UNSENT_BYTES = 4 * MESSAGE_BYTES


class Outbox:
    """Results, each the bytes of its field in a message, in the order in which they were done.

    Rows are open from `expect` until their result is sent. There is room for more while few of them are open and few
    bytes wait for the reader, so that one who stops reading stops the work.
    """

    def __init__(self) -> None:
        self._results: deque[bytes] = deque()
        self._unsent_bytes = 0
        self._open_rows = 0
        self._is_complete = False
        self._filled = asyncio.Event()
        self._sent = asyncio.Event()

    def expect(self, rows: int) -> None:
        """So many results will come."""
        self._open_rows += rows

    def put(self, result: bytes) -> None:
        """One of them is done."""
        self._results.append(result)
        self._unsent_bytes += len(result)
        self._filled.set()

    def complete(self) -> None:
        """No more will come."""
        self._is_complete = True
        self._filled.set()

    async def room(self) -> None:
        """Wait until more rows may be taken."""
        while self._open_rows >= MOST_OPEN_ROWS or self._unsent_bytes >= MOST_UNSENT_BYTES:
            self._sent.clear()
            await self._sent.wait()

    async def messages(self) -> AsyncGenerator[bytes]:
        """What is done by now, again and again, until all is sent; a lone result waits for no others."""
        while True:
            await self._filled.wait()
            if not self._results:
                return
            results = self._take()
            yield b"".join(results)
            self._open_rows -= len(results)
            self._unsent_bytes -= sum(map(len, results))
            self._sent.set()
            if not self._results and not self._is_complete:
                self._filled.clear()

    def _take(self) -> list[bytes]:
        results = [self._results.popleft()]
        size = len(results[0])
        while self._results and len(results) < MOST_RESULTS and size + len(self._results[0]) <= MESSAGE_BYTES:
            results.append(self._results.popleft())
            size += len(results[-1])
        return results
