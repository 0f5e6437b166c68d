"""Batches whose call breaks: what had no result is sent again."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from threading import Event

import pytest
from grpc import StatusCode
from grpc.aio import AioRpcError, Metadata

from tests.tracklink.sample_server import SampleServicer
from tracklink.client import AsyncTrackLinkClient, LinkTrackRequest, ServerUnavailable, TrackLinkClient, link_request
from tracklink.client.errors import error_of
from tracklink.client.patience import MOST_ATTEMPTS


@pytest.fixture(name="no_pauses", autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracklink.client.patience.FIRST_PAUSE_SECONDS", 0.0)


def _rows(count: int) -> list[tuple[str, LinkTrackRequest]]:
    """Every key twice."""
    return [(f"{number // 2}", link_request(title="Kissenschlacht")) for number in range(count)]


def test_rows_without_a_result_are_sent_again(server: str, servicer: SampleServicer) -> None:
    """Each row is answered once, also where keys are repeated, after three broken calls."""
    servicer.broken_streams = 3
    with TrackLinkClient(server) as client:
        keys = Counter(result.key for result in client.link_tracks(iter(_rows(900))))

    assert servicer.broken_streams == 0
    assert keys == Counter(key for key, _ in _rows(900))


async def test_rows_without_a_result_are_sent_again_by_the_async_client(server: str, servicer: SampleServicer) -> None:
    """Rows that are still to come are read by the call after it."""
    answered = asyncio.Event()

    async def rows() -> AsyncIterator[tuple[str, LinkTrackRequest]]:
        for row in _rows(300):
            yield row
        await answered.wait()
        for row in _rows(300):
            yield row

    servicer.broken_streams = 2
    keys: Counter[str] = Counter()
    async with AsyncTrackLinkClient(server) as client:
        async for result in client.link_tracks(rows()):
            keys[result.key] += 1
            if keys.total() == 300:
                answered.set()

    assert servicer.broken_streams == 0
    assert keys == Counter(key for key, _ in _rows(300) * 2)


def test_a_caller_may_wait_for_a_result_to_send_more(server: str) -> None:
    """Reading rows holds no result up."""
    answered = Event()

    def rows() -> Iterator[tuple[str, LinkTrackRequest]]:
        yield from _rows(200)
        assert answered.wait(20)
        yield from _rows(2)

    with TrackLinkClient(server) as client:
        for count, _ in enumerate(client.link_tracks(rows()), 1):
            if count == 200:
                answered.set()

    assert count == 202


def test_a_server_that_only_breaks_calls_is_given_up(server: str, servicer: SampleServicer) -> None:
    """After a few calls in a row without any result; those that came before are not lost."""
    servicer.broken_streams, servicer.silent_streams = 1, 100
    keys: list[str] = []
    with TrackLinkClient(server) as client:
        results = client.link_tracks(_rows(4))
        keys += [next(results).key, next(results).key]
        with pytest.raises(ServerUnavailable, match="shutting down"):
            next(results)

    assert keys == ["1", "0"]
    assert servicer.silent_streams >= 100 - 4 * MOST_ATTEMPTS


def test_a_stream_that_ended_in_a_writing_is_lost_and_no_defect() -> None:
    """grpc.aio gives such an end a status of its own making; what has no result is to be sent again."""
    details = {"initial_metadata": Metadata(), "trailing_metadata": Metadata()}
    failed = AioRpcError(StatusCode.INTERNAL, **details, details="Internal error from Core")

    assert isinstance(error_of(failed, "music:50051"), ServerUnavailable)
