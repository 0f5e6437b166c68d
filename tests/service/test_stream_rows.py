"""What the rows of one stream share, and how it ends before its caller does."""

import asyncio
import logging
from collections.abc import AsyncIterable, Sequence
from dataclasses import replace

import grpc
import pytest

from domain.answer import LinkAnswer
from domain.query import TrackQuery
from service.outbox import MOST_OPEN_ROWS
from service.pace import MOST_ROWS as MOST_AT_WORK
from tests.service.running import USE_CASES, link_track, reason_of, serving
from tests.service.test_server_streams import rows, sent
from tracklink.v1 import link_service_pb2 as link


class Upstream:
    """LinkTrack that answers when it may, and notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_asked = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.reason = "Nothing near."

    async def __call__(self, query: TrackQuery, timeout_seconds: float) -> LinkAnswer:
        """Nothing is in any catalog."""
        self.asked.append(query.track.title)
        self.is_asked.set()
        await self.may_answer.wait()
        answer = await link_track(query, timeout_seconds)
        return replace(answer, links=tuple(replace(one, reason=self.reason) for one in answer.links))


@pytest.fixture(name="upstream")
def _upstream() -> Upstream:
    return Upstream()


async def collect(stream: AsyncIterable[link.LinkTracksResponse], keys: list[str]) -> None:
    """Add the keys of all results."""
    async for message in stream:
        keys += [result.key for result in message.results]


async def test_a_row_that_is_repeated_is_asked_once(upstream: Upstream) -> None:
    """Within a message and over several; each has its own result, and another wish is another question."""
    again = rows("a", "b", "a", "a")
    other = link.LinkTracksRequest(
        rows=[{"key": "c", "request": {"track": {"title": "a"}, "max_alternatives": 0}}],
    )
    async with serving(replace(USE_CASES, link_track=upstream)) as running:
        stream = running.stub.LinkTracks(sent(again, again, other, rows("b")))
        while len(upstream.asked) < 3:
            await running.stub.ListProviders(link.ListProvidersRequest())
        upstream.may_answer.set()
        keys = [result.key async for message in stream for result in message.results]

    assert sorted(keys) == ["a"] * 6 + ["b"] * 3 + ["c"]
    assert upstream.asked == ["a", "b", "a"]


async def test_what_is_known_is_read_at_once_and_not_asked(upstream: Upstream) -> None:
    """One read for a message; only the others go on."""
    read: list[list[str]] = []

    async def recall(queries: Sequence[TrackQuery], timeout_seconds: float) -> list[LinkAnswer | None]:
        read.append([query.track.title for query in queries])
        return [await link_track(query, timeout_seconds) if query.track.title < "c" else None for query in queries]

    upstream.may_answer.set()
    async with serving(replace(USE_CASES, link_track=upstream, recall_links=recall)) as running:
        stream = running.stub.LinkTracks(sent(rows("a", "b", "c", "d", "a")))
        results = [result async for message in stream for result in message.results]

    assert read == [["a", "b", "c", "d"]]
    assert upstream.asked == ["c", "d"]
    assert sorted(result.key for result in results) == ["a", "a", "b", "c", "d"]


async def test_a_read_that_breaks_hurts_no_row(upstream: Upstream) -> None:
    """All are asked then."""

    async def recall(_queries: Sequence[TrackQuery], _timeout_seconds: float) -> list[LinkAnswer | None]:
        raise ValueError("password=hunter2")

    upstream.may_answer.set()
    async with serving(replace(USE_CASES, link_track=upstream, recall_links=recall)) as running:
        stream = running.stub.LinkTracks(sent(rows("a", "b")))
        results = [result async for message in stream for result in message.results]

    assert sorted(result.key for result in results) == ["a", "b"]
    assert all(result.response.links for result in results)


async def test_a_reader_who_stops_stops_the_work(upstream: Upstream) -> None:
    """No more is asked than was read, is on its way, and is open; all of it comes once he reads on."""
    upstream.reason = "x" * 10_000
    upstream.may_answer.set()
    messages = [rows(*(f"{place}-{number}" for number in range(100))) for place in range(40)]
    async with serving(replace(USE_CASES, link_track=upstream)) as running:
        stream = running.stub.LinkTracks(sent(*messages))
        await upstream.is_asked.wait()
        asked = -1
        while asked < len(upstream.asked):
            asked = len(upstream.asked)
            for _ in range(20):
                await running.stub.ListProviders(link.ListProvidersRequest())
        assert asked < 4_000 - MOST_OPEN_ROWS
        assert sum([len(message.results) async for message in stream]) == 4_000


async def test_a_server_that_drains_finishes_the_rows_at_work(
    upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    """They are answered, no more are begun, and the end says that the others may be asked again. The log is quiet."""
    keys = [f"song {number}" for number in range(400)]
    async with serving(replace(USE_CASES, link_track=upstream)) as running:
        stream = running.stub.LinkTracks()
        for start in (0, 200):
            await stream.write(rows(*keys[start : start + 200]))
        while len(upstream.asked) < MOST_AT_WORK:
            await running.stub.ListProviders(link.ListProvidersRequest())
        draining = asyncio.create_task(running.drain())
        await asyncio.sleep(0)
        upstream.may_answer.set()
        answered: list[str] = []
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await collect(stream, answered)
        await draining

    assert answered == keys[:MOST_AT_WORK]
    assert raised.value.code() is grpc.StatusCode.UNAVAILABLE
    assert reason_of(raised.value) == "ERROR_REASON_DRAINING"
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_list_is_told_whole_when_the_server_drains(upstream: Upstream) -> None:
    """One that is wholly at work is answered; of the next, whose last rows find no room, no row is told."""
    keys = [f"song {number}" for number in range(400)]
    async with serving(replace(USE_CASES, link_track=upstream)) as running:
        stream = running.stub.LinkTracks()
        for start in (0, 200):
            message = rows(*keys[start : start + 200])
            message.one_list = True
            await stream.write(message)
        while len(upstream.asked) < MOST_AT_WORK:
            await running.stub.ListProviders(link.ListProvidersRequest())
        draining = asyncio.create_task(running.drain())
        await asyncio.sleep(0)
        upstream.may_answer.set()
        answered: list[str] = []
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await collect(stream, answered)
        await draining

    assert answered == keys[:200]
    assert reason_of(raised.value) == "ERROR_REASON_DRAINING"


async def test_a_row_of_a_list_that_breaks_is_told_with_the_others() -> None:
    """Its own error beside their answers, which come together."""

    async def fragile(query: TrackQuery, timeout_seconds: float) -> LinkAnswer:
        if query.track.title == "breaks":
            raise ValueError("password=hunter2")
        return await link_track(query, timeout_seconds)

    message = rows("breaks", "sound", "sound")
    message.one_list = True
    async with serving(replace(USE_CASES, link_track=fragile)) as running:
        (told,) = [answer async for answer in running.stub.LinkTracks(sent(message))]

    assert [(result.key, result.WhichOneof("outcome")) for result in told.results] == [
        ("breaks", "error"),
        ("sound", "response"),
        ("sound", "response"),
    ]
    assert "hunter2" not in str(told)


async def test_a_stream_that_is_quiet_does_not_hold_a_drain_up(caplog: pytest.LogCaptureFixture) -> None:
    """It ends at once, and says why."""
    async with serving() as running:
        stream = running.stub.LinkTracks()
        await stream.write(rows("first"))
        assert [result.key for result in (await stream.read()).results] == ["first"]
        draining = asyncio.create_task(running.drain())
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await stream.read()
        await draining

    assert reason_of(raised.value) == "ERROR_REASON_DRAINING"
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_the_end_of_a_stream_s_time_is_told_row_by_row(upstream: Upstream) -> None:
    """Rows for which there was no room by then are told so, before the deadline itself ends the call."""
    keys = [f"song {number}" for number in range(300)]
    async with serving(replace(USE_CASES, link_track=upstream), timeout_seconds=0.3) as running:
        stream = running.stub.LinkTracks(sent(rows(*keys[:200]), rows(*keys[200:])), timeout=20)
        late = {result.key for result in (await stream.read()).results if result.HasField("error")}
        upstream.may_answer.set()
        stream.cancel()

    assert late <= set(keys[MOST_AT_WORK:])


async def test_many_rows_are_one_stream() -> None:
    """Twenty thousand, known and repeated, each under its own key."""

    async def recall(queries: Sequence[TrackQuery], timeout_seconds: float) -> list[LinkAnswer | None]:
        return [await link_track(query, timeout_seconds) for query in queries]

    messages = [rows(*(f"{number % 50}" for number in range(200))) for _ in range(100)]
    async with serving(replace(USE_CASES, recall_links=recall)) as running:
        stream = running.stub.LinkTracks(sent(*messages))
        assert sum([len(message.results) async for message in stream]) == 20_000
