"""Many questions in one stream: what is known at once, the rest side by side, each answered as it is done."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from domain.errors import Draining, InvalidQuery, Violation
from service.outbox import Outbox
from service.pace import Pace
from service.questions import Asked, Message, OneList, Questions, Result, Row, Worker

MOST_ROWS = 200
"""Rows of one message: a batch of that size holds up other calls for a few milliseconds."""

Query = TypeVar("Query", bound=Hashable)
AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True, slots=True)
class Streams:
    """What the streams of one process share."""

    pace: Pace
    draining: asyncio.Event
    """Once it is set they put no more rows to work."""


class Batch(Generic[AnyRow, Query]):
    """One stream. A row that repeats one at work waits for its answer and costs nothing more.

    Messages are read while few rows are open; rows are put to work as fast as their providers answer, and have their
    own time from then on. When the server drains no more are put to work, and the caller asks the others again.
    """

    def __init__(self, questions: Questions[AnyRow, Query], streams: Streams) -> None:
        self._questions = questions
        self._pace = streams.pace
        self._draining = streams.draining
        self._outbox = Outbox()
        self._keys: dict[Query, list[str]] = {}
        """The keys that wait for each question at work."""

    async def answers(self, messages: AsyncIterator[Message[AnyRow]]) -> AsyncGenerator[bytes]:
        """Results as they are done, in the bytes of messages. Closing ends all work.

        InvalidQuery of a message, and Draining, are raised when the rows at work are answered.
        """
        working = asyncio.create_task(self._work(messages))
        working.add_done_callback(lambda _: self._outbox.complete())
        try:
            async for message in self._outbox.messages():
                yield message
            await working
        finally:
            working.cancel()
            await asyncio.wait([working])

    async def _work(self, messages: AsyncIterator[Message[AnyRow]]) -> None:
        async with asyncio.TaskGroup() as rows:
            fault = await self._fault_of(asyncio.create_task(self._take_all(messages, rows)))
        if fault is not None:
            raise fault

    async def _fault_of(self, taking: "asyncio.Task[None]") -> InvalidQuery | Draining | None:
        draining = asyncio.create_task(self._draining.wait())
        try:
            await asyncio.wait({taking, draining}, return_when=asyncio.FIRST_COMPLETED)
            if not taking.done():
                return Draining()
            taking.result()
        except (Draining, InvalidQuery) as fault:
            return fault
        finally:
            draining.cancel()
            taking.cancel()
            await asyncio.wait([taking])
        return None

    async def _take_all(self, messages: AsyncIterator[Message[AnyRow]], tasks: asyncio.TaskGroup) -> None:
        async for message in messages:
            if not 1 <= len(message.rows) <= MOST_ROWS:
                fault = f"has {len(message.rows)} entries; send 1 to {MOST_ROWS} a message"
                raise InvalidQuery([Violation("rows", fault)])
            self._outbox.expect(len(message.rows))
            await (self._take_list if message.one_list else self._take)(message.rows, tasks)
            await self._outbox.room()

    async def _take(self, rows: Sequence[AnyRow], tasks: asyncio.TaskGroup) -> None:
        left = []
        for row, result in zip(rows, await self._questions.repeated(rows), strict=True):
            if result is None:
                left.append(row)
            else:
                self._outbox.put(result(row.key))
        waiting = await self._read(left)
        queries = list(waiting)
        for query, result in zip(queries, await self._questions.known(queries), strict=True):
            if result is not None:
                self._tell(waiting.pop(query), result)
        for query, keys in waiting.items():
            self._keys[query] = keys
            await self._put_to_work(query, self, tasks)

    async def _take_list(self, rows: Sequence[AnyRow], tasks: asyncio.TaskGroup) -> None:
        """All rows of a list are told, or, where the server drains before the last of them is put to work, none."""
        one_list = await self._questions.one_list(rows)
        working = [await self._put_to_work(query, one_list, tasks) for query in await one_list.unknown()]
        tasks.create_task(self._tell_list(one_list, [task for task in working if task]))

    async def _tell_list(self, one_list: OneList[Query], working: Sequence["asyncio.Task[Collection[str]]"]) -> None:
        await asyncio.gather(*working)
        for result in await one_list.results():
            self._outbox.put(result)

    async def _read(self, rows: Sequence[AnyRow]) -> dict[Query, list[str]]:
        """The keys of each question; those at work already, and those at fault, are dealt with."""
        waiting: dict[Query, list[str]] = {}
        for row in rows:
            query = await self._questions.read(row)
            if isinstance(query, Asked):
                self._tell([row.key], query.result)
            elif query in self._keys:
                self._keys[query].append(row.key)
            else:
                waiting.setdefault(query, []).append(row.key)
        return waiting

    async def _put_to_work(
        self, query: Query, worker: Worker[Query], tasks: asyncio.TaskGroup
    ) -> "asyncio.Task[Collection[str]] | None":
        """Wait for room at the providers first; the keys of rows that ask the same meanwhile are added to the row's."""
        try:
            async with asyncio.timeout(self._questions.seconds_left()):
                await self._pace.enter(self._questions.providers(query))
        except TimeoutError:
            worker.give_up(query)
            return None
        task = tasks.create_task(worker.ask(query))
        task.add_done_callback(partial(self._leave, query))
        if self._draining.is_set():
            task.cancel()
            raise Draining
        return task

    async def ask(self, query: Query) -> Collection[str]:
        """Answer all rows that ask this."""
        asked = await self._questions.ask(query)
        self._tell(self._keys.pop(query), asked.result)
        return asked.late

    def give_up(self, query: Query) -> None:
        """They were not put to work in time."""
        self._tell(self._keys.pop(query), self._questions.out_of_time())

    def _leave(self, query: Query, asking: "asyncio.Task[Collection[str]]") -> None:
        late = () if asking.cancelled() or asking.exception() else asking.result()
        self._pace.leave(self._questions.providers(query), late)

    def _tell(self, keys: Sequence[str], result: Result) -> None:
        for key in keys:
            self._outbox.put(result(key))
