import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import grpc
import pytest
from structlog.testing import capture_logs

from domain.answer import LinkAnswer
from domain.query import ReplacementQuery, TrackQuery
from domain.replacement import ReplacementAnswer
from domain.review import Review
from service.pace import MOST_ROWS as MOST_AT_WORK
from tests.service.running import REVIEW, USE_CASES, find_replacement, link_track, reason_of, serving, violations_of
from tracklink.v1 import link_service_pb2 as link
from tracklink.v1.error_reason_pb2 import ErrorReason


def rows(*titles: str) -> link.LinkTracksRequest:
    """One message: a row for each title, with the title for its key."""
    return link.LinkTracksRequest(rows=[{"key": title, "request": {"track": {"title": title}}} for title in titles])


async def sent(*messages: link.LinkTracksRequest) -> AsyncIterator[link.LinkTracksRequest]:
    """A stream of these messages."""
    for message in messages:
        yield message


async def test_every_row_is_answered_under_its_key() -> None:
    """Keys come back, repeated ones too, over several messages."""
    keys = [f"song {number}" for number in range(500)]
    messages = [rows(*keys[start : start + 200]) for start in range(0, 500, 200)]
    async with serving() as running:
        results = [
            r async for message in running.stub.LinkTracks(sent(*messages, rows("song 7"))) for r in message.results
        ]

    assert sorted(result.key for result in results) == sorted([*keys, "song 7"])
    assert all(result.response.recording.title == result.key for result in results)


async def test_a_bad_row_never_ends_the_stream() -> None:
    """A row at fault gets its own error; a defect in one is masked; the others are answered."""

    async def fragile(query: TrackQuery, timeout_seconds: float) -> LinkAnswer:
        if query.track.title == "breaks":
            raise ValueError("password=hunter2")
        return await link_track(query, timeout_seconds)

    async with serving(replace(USE_CASES, link_track=fragile)) as running:
        stream = running.stub.LinkTracks(sent(rows("breaks", "", "sound")))
        results = {result.key: result async for message in stream for result in message.results}

    assert results["sound"].response.recording.title == "sound"
    assert results[""].error.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    assert results[""].error.violations[0].field == "track"
    assert results["breaks"].error.code == grpc.StatusCode.INTERNAL.value[0]
    assert "hunter2" not in str(results["breaks"])


async def test_results_come_as_they_are_done() -> None:
    """A quick row does not wait for a slow one, nor a lone one for company."""
    slow = asyncio.Event()

    async def uneven(query: TrackQuery, timeout_seconds: float) -> LinkAnswer:
        if query.track.title == "slow":
            await slow.wait()
        return await link_track(query, timeout_seconds)

    async with serving(replace(USE_CASES, link_track=uneven)) as running:
        stream = running.stub.LinkTracks()
        await stream.write(rows("slow", "quick"))
        assert [result.key for result in (await stream.read()).results] == ["quick"]
        await stream.write(rows("lone"))
        assert [result.key for result in (await stream.read()).results] == ["lone"]
        slow.set()
        await stream.done_writing()
        assert [result.key for result in (await stream.read()).results] == ["slow"]
        assert await stream.read() is grpc.aio.EOF


@pytest.mark.parametrize("count", [0, 201])
async def test_a_message_of_the_wrong_size_ends_the_stream(count: int) -> None:
    """Rows sent before are answered; then INVALID_ARGUMENT names the limit."""
    async with serving() as running:
        stream = running.stub.LinkTracks(sent(rows("first"), rows(*["x"] * count)))
        first = await stream.read()
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await stream.read()

    assert [result.key for result in first.results] == ["first"]
    assert violations_of(raised.value) == {"rows": f"has {count} entries; send 1 to 200 a message"}


async def test_no_more_rows_are_asked_at_once_than_there_is_room_for() -> None:
    """Rows beyond the bound wait until others are answered."""
    asked, told = 0, asyncio.Event()
    full = asyncio.Event()

    async def counted(query: TrackQuery, timeout_seconds: float) -> LinkAnswer:
        nonlocal asked
        asked += 1
        if asked == MOST_AT_WORK:
            full.set()
        await told.wait()
        return await link_track(query, timeout_seconds)

    async with serving(replace(USE_CASES, link_track=counted)) as running:
        keys = [f"song {number}" for number in range(400)]
        stream = running.stub.LinkTracks(sent(rows(*keys[:200]), rows(*keys[200:])))
        await full.wait()
        await running.stub.ListProviders(link.ListProvidersRequest())
        assert asked == MOST_AT_WORK
        told.set()
        assert sum([len(message.results) async for message in stream]) == 400


async def test_hanging_up_ends_every_row() -> None:
    """A cancelled stream cancels the rows in flight, and asks no more."""
    cancelled: list[str] = []
    all_asked, all_cancelled = asyncio.Event(), asyncio.Event()

    async def endless(query: TrackQuery, _timeout_seconds: float) -> LinkAnswer:
        if query.track.title == "c":
            all_asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.append(query.track.title)
            if len(cancelled) == 3:
                all_cancelled.set()
        raise AssertionError

    async with serving(replace(USE_CASES, link_track=endless)) as running:
        stream = running.stub.LinkTracks(sent(rows("a", "b", "c")))
        await all_asked.wait()
        stream.cancel()
        await all_cancelled.wait()

    assert sorted(cancelled) == ["a", "b", "c"]


async def test_replacements_stream_likewise() -> None:
    """FindReplacements keeps keys, and errors row by row."""

    async def fragile(query: ReplacementQuery, timeout_seconds: float) -> ReplacementAnswer:
        if query.track.title == "breaks":
            raise ValueError("password=hunter2")
        return await find_replacement(query, timeout_seconds)

    def row(title: str, provider: str = "spotify") -> link.FindReplacementsRequest.Row:
        return link.FindReplacementsRequest.Row(key=title, request={"provider": provider, "track": {"title": title}})

    async def asked() -> AsyncIterator[link.FindReplacementsRequest]:
        yield link.FindReplacementsRequest(rows=[row("breaks"), row("no provider", ""), row("sound")])

    async with serving(replace(USE_CASES, find_replacement=fragile)) as running:
        stream = running.stub.FindReplacements(asked())
        results = {result.key: result async for message in stream for result in message.results}

    assert results["sound"].response.outcome == link.FindReplacementResponse.OUTCOME_NOT_FOUND
    assert results["no provider"].error.violations[0].field == "provider"
    assert results["breaks"].error.code == grpc.StatusCode.INTERNAL.value[0]


async def test_a_refused_review_stream_is_a_status() -> None:
    """Errors of a stream without rows end it like those of a call."""
    async with serving() as running:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await running.stub.ListReviews(link.ListReviewsRequest(provider="walkman")).read()

    assert reason_of(raised.value) == "ERROR_REASON_INVALID_QUERY"


async def test_a_row_without_time_left_is_not_asked() -> None:
    """It gets DEADLINE_EXCEEDED as its own error, while there is time to tell it."""
    async with serving(timeout_seconds=0.01) as running:
        (message,) = [message async for message in running.stub.LinkTracks(sent(rows("late")))]

    assert message.results[0].error.code == grpc.StatusCode.DEADLINE_EXCEEDED.value[0]
    assert message.results[0].error.reason == ErrorReason.ERROR_REASON_DEADLINE_EXCEEDED


async def test_a_caller_who_leaves_while_he_is_written_to_is_no_defect() -> None:
    """The failed write ends the call as cancelled, and nothing is logged as an error."""
    left = asyncio.Event()

    async def long(_provider: str | None) -> AsyncIterator[Review]:
        try:
            while True:
                yield replace(REVIEW, note="x" * 1_000_000)
        finally:
            left.set()

    with capture_logs() as lines:
        async with serving(replace(USE_CASES, list_reviews=long)) as running:
            for _ in range(20):
                left.clear()
                stream = running.stub.ListReviews(link.ListReviewsRequest())
                await stream.read()
                stream.cancel()
                await left.wait()

    assert {line["log_level"] for line in lines} == {"info"}
