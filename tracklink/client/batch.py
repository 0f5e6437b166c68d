"""The rows of a batch, in groups that fit into messages."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

ROWS_PER_MESSAGE = 200
"""The most that the contract allows."""

_Row = TypeVar("_Row")


def _groups(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    remaining = iter(rows)
    while group := list(islice(remaining, ROWS_PER_MESSAGE)):
        yield group


async def _async_groups(rows: AsyncIterable[_Row]) -> AsyncIterator[list[_Row]]:
    """What has come is sent when the next row is waited for: the caller may be waiting for an answer to send more."""
    remaining = aiter(rows)
    group: list[_Row] = []
    coming = asyncio.ensure_future(_next(remaining))
    try:
        while True:
            await asyncio.sleep(0)
            if group and (not coming.done() or len(group) == ROWS_PER_MESSAGE):
                yield group
                group = []
            row = await coming
            if row is None:
                break
            group.append(row[0])
            coming = asyncio.ensure_future(_next(remaining))
    finally:
        coming.cancel()
    if group:
        yield group


async def _next(rows: AsyncIterator[_Row]) -> tuple[_Row] | None:
    """The next row, None after the last: a StopAsyncIteration cannot leave a task."""
    try:
        return (await anext(rows),)
    except StopAsyncIteration:
        return None


class Batch(Generic[_Row]):
    """The caller's rows in the order given, while grpc reads them.

    What the caller's own iterable raises would end the call as if the server had failed. So it ends the rows instead,
    and is raised by `finish`, where the caller reads the results.
    """

    def __init__(self, rows: Iterable[_Row] | AsyncIterable[_Row]) -> None:
        self._rows = rows
        self._failure: Exception | None = None

    def __iter__(self) -> Iterator[list[_Row]]:
        assert isinstance(self._rows, Iterable)  # noqa: S101 the plain client takes nothing else
        try:
            yield from _groups(self._rows)
        except Exception as failure:  # noqa: BLE001 whatever it is, finish raises it again
            self._failure = failure

    async def __aiter__(self) -> AsyncIterator[list[_Row]]:
        try:
            if isinstance(self._rows, Iterable):
                for group in _groups(self._rows):
                    yield group
            else:
                async for group in _async_groups(self._rows):
                    yield group
        except Exception as failure:  # noqa: BLE001 whatever it is, finish raises it again
            self._failure = failure

    def finish(self) -> None:
        """Raise what ended the rows early."""
        if self._failure:
            raise self._failure
