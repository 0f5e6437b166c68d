"""Many questions in one stream: answered side by side, as many at once as there is room for."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine
from typing import TypeVar

from domain.errors import InvalidQuery

Row = TypeVar("Row")
Result = TypeVar("Result")

MOST_RESULTS = 200
"""Results of one message."""


async def answer_rows(
    rows: AsyncIterator[Row], answer: Callable[[Row], Awaitable[Result]], most_in_flight: int
) -> AsyncGenerator[list[Result]]:
    """Groups of results in the order in which they were done; a lone result waits for no others.

    No row is read while `most_in_flight` of them are unanswered, or answered and not yet sent. `answer` raises
    nothing; InvalidQuery of `rows` is raised here when the rows before it are answered. Closing ends all work.
    """
    done: asyncio.Queue[Result | None] = asyncio.Queue()
    room = asyncio.Semaphore(most_in_flight)

    async def answer_one(row: Row) -> None:
        done.put_nowait(await answer(row))

    reading = asyncio.create_task(_read(rows, answer_one, room))
    reading.add_done_callback(lambda _: done.put_nowait(None))
    try:
        while results := await _take(done):
            yield results
            for _ in results:
                room.release()
        await reading
    finally:
        reading.cancel()
        await asyncio.wait([reading])


async def _read(
    rows: AsyncIterator[Row], answer_one: Callable[[Row], Coroutine[None, None, None]], room: asyncio.Semaphore
) -> None:
    """Starts a task for each row; ends when all have, or takes them with it when it is cancelled."""
    fault: InvalidQuery | None = None
    async with asyncio.TaskGroup() as group:
        try:
            async for row in rows:
                await room.acquire()
                group.create_task(answer_one(row))
        except InvalidQuery as error:
            fault = error
    if fault is not None:
        raise fault


async def _take(done: asyncio.Queue[Result | None]) -> list[Result]:
    """What is done by now, waiting for the first; empty when nothing more will come."""
    first = await done.get()
    results = [] if first is None else [first]
    while results and len(results) < MOST_RESULTS and not done.empty():
        result = done.get_nowait()
        if result is None:
            done.put_nowait(None)
            break
        results.append(result)
    return results
