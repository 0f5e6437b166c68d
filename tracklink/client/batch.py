"""The rows of a batch, in groups that fit into messages."""

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
    group = []
    async for row in rows:
        group.append(row)
        if len(group) == ROWS_PER_MESSAGE:
            yield group
            group = []
    if group:
        yield group


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
