from typing import get_args
from urllib.request import urlopen

import grpc
import pytest
from prometheus_client import CollectorRegistry

from service.address import Address
from service.metrics import Metrics
from service.metrics_server import MetricsNotServed, metrics_served
from service.port import reserve
from service.refreshes import RefreshOutcome
from tests.service.running import serving
from tracklink.v1 import link_service_pb2 as link

OUTCOMES = ("started", "done", "failed", "dropped")


async def test_calls_are_counted_by_method_and_code() -> None:
    """Each call counts once, with its time; each answer by how much of it the cache held."""
    asked = link.LinkTrackRequest(track={"title": "Lantern Song"})
    one = link.LinkTrackRequest(track={"title": "Lantern Song"}, providers=["catalog"])
    async with serving() as running:
        await running.stub.LinkTrack(asked)
        await running.stub.LinkTrack(one)
        with pytest.raises(grpc.aio.AioRpcError):
            await running.stub.LinkTrack(link.LinkTrackRequest())
        with pytest.raises(grpc.aio.AioRpcError):
            await running.channel.unary_unary("/no.Such/Method")(b"")
        await running.drain()
        figure = running.registry.get_sample_value

        assert figure("tracklink_calls_total", {"method": "LinkTrack", "code": "OK"}) == 2
        assert figure("tracklink_calls_total", {"method": "LinkTrack", "code": "INVALID_ARGUMENT"}) == 1
        assert figure("tracklink_calls_total", {"method": "unknown", "code": "UNIMPLEMENTED"}) == 1
        assert figure("tracklink_call_seconds_count", {"method": "LinkTrack", "code": "OK"}) == 2
        assert figure("tracklink_cache_total", {"method": "LinkTrack", "outcome": "partial"}) == 1
        assert figure("tracklink_cache_total", {"method": "LinkTrack", "outcome": "hit"}) == 1


def test_the_page_of_prometheus_shows_upstream_requests() -> None:
    """Requests to providers count by provider and outcome, and are served over HTTP."""
    registry = CollectorRegistry()
    Metrics(registry).upstream("deezer", "timed_out", 0.2)
    held = reserve(Address("127.0.0.1", 0))
    address = Address("127.0.0.1", held.getsockname()[1])
    held.close()
    with metrics_served(address, registry), urlopen(f"http://{address}/metrics", timeout=5) as page:
        text = page.read().decode()

    assert 'tracklink_upstream_requests_total{outcome="timed_out",provider="deezer"} 1.0' in text
    assert 'tracklink_upstream_seconds_count{outcome="timed_out",provider="deezer"} 1.0' in text


def test_refreshes_are_counted_by_how_they_end() -> None:
    """Those that were started, and what became of them."""
    registry = CollectorRegistry()
    metrics = Metrics(registry)
    for outcome in get_args(RefreshOutcome):
        metrics.refresh(outcome)

    counted = [registry.get_sample_value("tracklink_refreshes_total", {"outcome": name}) for name in OUTCOMES]
    assert counted == [1, 1, 1, 1]


def test_a_page_that_cannot_be_served_is_explained() -> None:
    """The sentence names the address and the flag."""
    with (
        pytest.raises(MetricsNotServed, match=r"192\.0\.2\.1:9464.*choose another --metrics"),
        metrics_served(Address("192.0.2.1", 9464), CollectorRegistry()),
    ):
        pass
