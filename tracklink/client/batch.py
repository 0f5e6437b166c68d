"""The rows of a batch, in groups that fit into messages."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from itertools import islice
from threading import Lock
from typing import Generic, TypeAlias, TypeVar

ROWS_PER_MESSAGE = 200
"""The most that the contract allows."""

_Row = TypeVar("_Row")
_Request = TypeVar("_Request")

Row: TypeAlias = tuple[str, _Request]
"""The caller's key, and the question."""


def _groups(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    remaining = iter(rows)
    while group := list(islice(remaining, ROWS_PER_MESSAGE)):
        yield group


async def _async_groups(rows: AsyncIterable[_Row], *, full: bool) -> AsyncIterator[list[_Row]]:
    """What has come is sent when the next row is waited for: the caller may be waiting for an answer to send more.

    Unless groups are to be full: then only the last has fewer rows.
    """
    remaining = aiter(rows)
    group: list[_Row] = []
    coming = asyncio.ensure_future(_next(remaining))
    try:
        while True:
            await asyncio.sleep(0)
            if len(group) == ROWS_PER_MESSAGE or (group and not full and not coming.done()):
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


class Batch(Generic[_Request]):
    """The caller's rows in the order given, while grpc reads them, and those that have no result yet.

    Each reading is for one call: first the rows that calls before it left without a result, then the caller's next.
    What the caller's own iterable raises would end the call as if the server had failed. So it ends the rows instead,
    and is raised by `finish`, where the caller reads the results.
    """

    def __init__(self, rows: Iterable[Row[_Request]] | AsyncIterable[Row[_Request]], *, one_list: bool) -> None:
        self._rows = rows
        self._failure: Exception | None = None
        self._open: defaultdict[str, list[_Request]] = defaultdict(list)
        self._lock, self._turn = Lock(), Lock()
        self._reading = 0
        self._groups = _groups(rows) if isinstance(rows, Iterable) else None
        self._async_groups = None if isinstance(rows, Iterable) else _async_groups(rows, full=one_list)
        self._coming: asyncio.Future[list[Row[_Request]]] | None = None

    @property
    def is_open(self) -> bool:
        """Whether rows that were sent have no result."""
        return bool(self._open)

    def answered(self, key: str) -> None:
        """A result has come for this key."""
        with self._lock:
            if key in self._open:
                self._open[key].pop()
                if not self._open[key]:
                    del self._open[key]

    def finish(self) -> None:
        """Raise what ended the rows early."""
        if self._failure:
            raise self._failure

    def close(self) -> None:
        """No more rows are read."""
        if self._coming is not None:
            self._coming.cancel()

    def __iter__(self) -> Iterator[list[Row[_Request]]]:
        reading = self._begun()
        yield from _groups(self._without_result())
        while group := self._next_group(reading):
            yield group

    async def __aiter__(self) -> AsyncIterator[list[Row[_Request]]]:
        reading = self._begun()
        for group in _groups(self._without_result()):
            yield group
        while group := await self._next_async_group(reading):
            yield group

    def _begun(self) -> int:
        """The number of a reading; those before it come to their end."""
        with self._lock:
            self._reading += 1
            return self._reading

    def _without_result(self) -> list[Row[_Request]]:
        with self._lock:
            return [(key, request) for key, requests in self._open.items() for request in requests]

    def _next_group(self, reading: int) -> list[Row[_Request]]:
        """The newest call reads the caller's rows; a row is open before it is sent, so that none is ever lost."""
        assert self._groups is not None  # noqa: S101 the plain client takes nothing else
        with self._turn:
            if reading != self._reading:
                return []
            try:
                group = next(self._groups, [])
            except Exception as failure:  # noqa: BLE001 whatever it is, finish raises it again
                self._failure, group = failure, []
            return self._opened(group)

    async def _next_async_group(self, reading: int) -> list[Row[_Request]]:
        """A call that ends while the caller's next rows are awaited leaves them to the call after it."""
        if self._async_groups is None:
            return self._next_group(reading)
        if self._coming is None:
            self._coming = asyncio.ensure_future(self._pulled(self._async_groups))
        group = await asyncio.shield(self._coming)
        if reading != self._reading:
            return []
        self._coming = None
        return self._opened(group)

    async def _pulled(self, groups: AsyncIterator[list[Row[_Request]]]) -> list[Row[_Request]]:
        try:
            return await anext(groups, [])
        except Exception as failure:  # noqa: BLE001 whatever it is, finish raises it again
            self._failure = failure
            return []

    def _opened(self, group: list[Row[_Request]]) -> list[Row[_Request]]:
        with self._lock:
            for key, request in group:
                self._open[key].append(request)
        return group
