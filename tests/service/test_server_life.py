import asyncio
from dataclasses import replace

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from domain.answer import LinkAnswer
from domain.query import TrackQuery
from service.server import SERVICE
from tests.service.running import USE_CASES, Running, link_track, listening, reason_of, serving
from tracklink.v1 import link_service_pb2 as link
from tracklink.v1.track_pb2 import Track as TrackMessage

QUESTION = link.LinkTrackRequest(track=TrackMessage(title="Lantern Song"))
Status = health_pb2.HealthCheckResponse


class Slow:
    """LinkTrack that answers when it is told to."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.told = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def __call__(self, query: TrackQuery, timeout_seconds: float) -> LinkAnswer:
        """Wait, then answer."""
        self.asked.set()
        try:
            await self.told.wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        return await link_track(query, timeout_seconds)


async def health(running: Running, service: str) -> int:
    """What the health service says of a service."""
    stub = health_pb2_grpc.HealthStub(running.channel)
    return (await stub.Check(health_pb2.HealthCheckRequest(service=service))).status


@pytest.mark.parametrize("service", ["", SERVICE])
async def test_health_follows_the_life_of_the_server(service: str) -> None:
    """NOT_SERVING until the server answers, SERVING then, NOT_SERVING while it drains."""
    slow = Slow()
    async with listening(replace(USE_CASES, link_track=slow)) as running:
        assert await health(running, service) == Status.NOT_SERVING
        await running.server.serve()
        assert await health(running, service) == Status.SERVING
        call = asyncio.ensure_future(running.stub.LinkTrack(QUESTION))
        await slow.asked.wait()
        draining = asyncio.create_task(running.drain())
        await asyncio.sleep(0)
        assert await health(running, service) == Status.NOT_SERVING
        slow.told.set()
        await asyncio.gather(call, draining)


async def test_a_call_before_the_database_is_open_is_refused() -> None:
    """The port listens early for the health checks; questions are told to come back."""
    async with listening() as running:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await running.stub.LinkTrack(QUESTION)

    assert raised.value.code() is grpc.StatusCode.UNAVAILABLE
    assert reason_of(raised.value) == "ERROR_REASON_STORE_UNAVAILABLE"


async def test_a_draining_server_finishes_what_it_began() -> None:
    """The call in flight is answered; a new one is sent elsewhere."""
    slow = Slow()
    async with serving(replace(USE_CASES, link_track=slow)) as running:
        begun = asyncio.ensure_future(running.stub.LinkTrack(QUESTION))
        await slow.asked.wait()
        draining = asyncio.create_task(running.drain())
        await asyncio.sleep(0)
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await running.stub.LinkTrack(QUESTION)
        slow.told.set()
        answer = await begun
        await draining

    assert raised.value.code() is grpc.StatusCode.UNAVAILABLE
    assert reason_of(raised.value) == "ERROR_REASON_DRAINING"
    assert raised.value.trailing_metadata()["grpc-retry-pushback-ms"] == "1000"
    assert answer.links


async def test_an_overloaded_server_says_so() -> None:
    """One call more than the server takes is refused, with the time to come back; others go on."""
    slow = Slow()
    async with serving(replace(USE_CASES, link_track=slow), most_calls=1) as running:
        begun = asyncio.ensure_future(running.stub.LinkTrack(QUESTION))
        await slow.asked.wait()
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await running.stub.ListProviders(link.ListProvidersRequest())
        assert await health(running, "") == Status.SERVING
        slow.told.set()
        await begun
        await running.stub.ListProviders(link.ListProvidersRequest())

    assert raised.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert reason_of(raised.value) == "ERROR_REASON_OVERLOADED"


async def test_a_caller_who_hangs_up_ends_the_work() -> None:
    """A call that nobody waits for any more is cancelled."""
    slow = Slow()
    async with serving(replace(USE_CASES, link_track=slow)) as running:
        call = running.stub.LinkTrack(QUESTION)
        await slow.asked.wait()
        call.cancel()
        await slow.cancelled.wait()


async def test_a_deadline_ends_the_work() -> None:
    """The caller gets DEADLINE_EXCEEDED, and so do the figures."""
    slow = Slow()
    async with serving(replace(USE_CASES, link_track=slow)) as running:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await running.stub.LinkTrack(QUESTION, timeout=0.1)
        await slow.cancelled.wait()
        await running.drain()
        counted = running.registry.get_sample_value(
            "tracklink_calls_total", {"method": "LinkTrack", "code": "DEADLINE_EXCEEDED"}
        )

    assert raised.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert counted == 1
