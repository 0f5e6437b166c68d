"""A real gRPC server on a free port, with answers that the tests know."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import grpc
import pytest

from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.cli import main
from tracklink.client import SERVER_VARIABLE
from tracklink.v1 import link_service_pb2 as pb
from tracklink.v1.link_service_pb2_grpc import add_TrackLinkServiceServicer_to_server


@pytest.fixture
def servicer() -> SampleServicer:
    """What the server knows and was asked."""
    known = SampleServicer()
    linked = match_of("17", "Kissenschlacht")
    stage = match_of("18", "Kissenschlacht (live im Hafen)", verdict="OTHER_VERSION", confidence=0.04)
    known.links["Kissenschlacht"] = pb.LinkTrackResponse(
        recording=linked.track,
        recording_sources={"title": "query", "album": "catalog"},
        links=[pb.ProviderLink(provider="catalog", outcome=1, match=linked, alternatives=[stage], from_cache=True)],
    )
    known.links["夜の枕"] = pb.LinkTrackResponse(
        links=[
            pb.ProviderLink(
                provider="catalog",
                outcome=pb.ProviderLink.OUTCOME_AMBIGUOUS,
                alternatives=[match_of("21", "夜の枕"), match_of("22", "夜の枕", confidence=0.95)],
                reason="two recordings stand 0.02 apart: a duration would decide",
            ),
            pb.ProviderLink(
                provider="spotify",
                outcome=pb.ProviderLink.OUTCOME_NEAR_MISS,
                alternatives=[stage],
                reason="refused: live only on the offered side",
            ),
        ]
    )
    return known


@pytest.fixture
def server(servicer: SampleServicer, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running server, also in TRACKLINK_SERVER."""
    running = grpc.server(ThreadPoolExecutor(max_workers=8))
    add_TrackLinkServiceServicer_to_server(servicer, running)
    address = f"127.0.0.1:{running.add_insecure_port('127.0.0.1:0')}"
    running.start()
    monkeypatch.setenv(SERVER_VARIABLE, address)
    yield address
    running.stop(grace=None).wait()


@dataclass(frozen=True)
class Finished:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


RunCli = Callable[..., Finished]


@pytest.fixture
def tracklink(server: str, capsys: pytest.CaptureFixture[str]) -> RunCli:
    """Runs the command line in this process against the running server."""
    assert server

    def run(*arguments: str | Path) -> Finished:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return Finished(int(end.value.code or 0), written.out, written.err)

    return run
