import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import grpc
import pytest

from service.address import Address, read_address
from service.port import reserve
from tests.service.started import environment, run, started
from tracklink.v1 import link_service_pb2 as link
from tracklink.v1.link_service_pb2_grpc import TrackLinkServiceStub

HANG_UP = pytest.param(
    signal.SIGHUP,
    marks=pytest.mark.skipif(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN, reason="nohup holds it off"),
)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, HANG_UP])
def test_serve_says_one_line_and_leaves_quietly(database_url: str, tmp_path: Path, number: signal.Signals) -> None:
    """Standard output holds the one line; a signal drains and exits 0; standard error holds JSON lines alone."""
    with started(tmp_path, DATABASE_URL=database_url) as server:
        with grpc.insecure_channel(server.address) as channel:
            stub = TrackLinkServiceStub(channel)
            stub.LinkTrack(link.LinkTrackRequest(track={"title": "Unheard Ballad"}, providers=["catalog"]), timeout=10)
            with pytest.raises(grpc.RpcError):
                stub.LinkTrack(link.LinkTrackRequest(track={"title": "x", "isrcs": ["Unheard-Of"]}), timeout=10)
        code, out, err = server.stop(number)

    assert (code, out) == (0, "")
    calls = [line for line in map(json.loads, err.splitlines()) if line["event"] == "call"]
    assert [(call["method"], call["code"]) for call in calls] == [
        ("LinkTrack", "OK"),
        ("LinkTrack", "INVALID_ARGUMENT"),
    ]
    assert calls[0]["cache"] == "miss"
    assert calls[0].keys() >= {"duration_ms", "peer", "call_id", "timestamp"}
    assert "nheard" not in err


def test_workers_share_one_port(database_url: str, tmp_path: Path) -> None:
    """Several processes answer on the port behind the one line, and leave together."""
    with started(tmp_path, ["--workers", "2"], DATABASE_URL=database_url) as server:
        port = read_address(server.address).port
        for _ in range(4):
            with grpc.insecure_channel(server.address, [("grpc.use_local_subchannel_pool", 1)]) as channel:
                TrackLinkServiceStub(channel).ListProviders(link.ListProvidersRequest(), timeout=10)
        code, out, err = server.stop()

    assert (code, out) == (0, "")
    assert sum('"ListProviders"' in line for line in err.splitlines()) == 4
    assert err.count("draining") == 2
    reserve(Address("127.0.0.1", port)).close()


def test_a_dead_parent_leaves_no_workers(database_url: str, tmp_path: Path) -> None:
    """Workers end when their parent is killed, and let go of the port."""
    with started(tmp_path, ["--workers", "2"], DATABASE_URL=database_url) as server:
        server.process.kill()
        _, err = server.process.communicate(timeout=30)

    assert err.count("draining") == 2


def test_a_worker_that_is_killed_is_replaced(database_url: str, tmp_path: Path) -> None:
    """The others go on, and the server leaves as if nothing had happened."""
    with started(tmp_path, ["--workers", "2"], DATABASE_URL=database_url, TRACKLINKD_LOG__FORMAT="json") as server:
        before = server.children()
        os.kill(min(before), signal.SIGKILL)
        lost, replaced = (json.loads(server.await_line(event)) for event in ("ended by itself", "took its place"))
        after = server.children()
        with grpc.insecure_channel(server.address) as channel:
            TrackLinkServiceStub(channel).ListProviders(link.ListProvidersRequest(), timeout=10)
        code, _, _ = server.stop()

    assert (lost["pid"], lost["how"]) == (min(before), "killed by SIGKILL")
    assert after == before - {lost["pid"]} | {replaced["pid"]}
    assert code == 0


def test_a_service_that_keeps_silent_holds_nobody_up(database_url: str, tmp_path: Path) -> None:
    """A signal ends the process though a provider's thread still waits, for as long as its time-out says."""
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as silent,
        started(
            tmp_path,
            DATABASE_URL=database_url,
            TRACKLINKD_PROVIDERS__DEEZER__BASE_URL=f"http://127.0.0.1:{silent.getsockname()[1]}",
            TRACKLINKD_PROVIDERS__DEEZER__TIMEOUT_SECONDS="60",
            TRACKLINKD_DEFAULT_TIMEOUT_SECONDS="60",
        ) as server,
        grpc.insecure_channel(server.address) as channel,
    ):
        asking = TrackLinkServiceStub(channel).LinkTrack.future(
            link.LinkTrackRequest(track={"title": "Unheard Ballad"}, providers=["deezer"])
        )
        with silent.accept()[0]:
            asking.cancel()
            code, _, _ = server.stop()

    assert code == 0


def test_a_taken_port_is_one_sentence(database_url: str, tmp_path: Path) -> None:
    """A second server on the address is told what to do; nothing was started."""
    with closing(reserve(Address("127.0.0.1", 0))) as held:
        address = f"127.0.0.1:{held.getsockname()[1]}"
        ended = run("serve", "--listen", address, folder=tmp_path, DATABASE_URL=database_url)

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == (
        f"tracklinkd: {address} cannot be listened on: it is in use; "
        "stop what listens there or choose another --listen.\n"
    )


def test_a_broken_config_is_one_sentence(tmp_path: Path) -> None:
    """Exit 2, the sentence on standard error, nothing on standard output."""
    (tmp_path / "config.yaml").write_text("providers: {spotfy: {enabled: true}}")
    ended = run("serve", folder=tmp_path)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        f"tracklinkd: {tmp_path / 'config.yaml'}: unknown setting providers.spotfy; did you mean providers.spotify?\n"
    )


def test_a_database_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """Exit 1, no password, no traceback."""
    url = "postgresql://ada:hunter2@127.0.0.1:9/x"
    ended = run("serve", "--listen", "127.0.0.1:0", folder=tmp_path, DATABASE_URL=url)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.endswith("Start it, or correct DATABASE_URL.\n")
    assert len(ended.stderr.splitlines()) == 1
    assert "hunter2" not in ended.stderr


def test_migrate_is_quiet(database_url: str, tmp_path: Path) -> None:
    """It says nothing and exits 0, also where nothing is to be done."""
    ended = run("migrate", folder=tmp_path, DATABASE_URL=database_url)

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_an_unknown_provider_of_an_import_is_wrong_use(database_url: str, tmp_path: Path) -> None:
    """Exit 2 and the known names."""
    ended = run("import-catalog", "--provider", "walkman", "x.jsonl", folder=tmp_path, DATABASE_URL=database_url)

    assert ended.returncode == 2
    assert "musicbrainz" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_evaluate_needs_no_database(tmp_path: Path) -> None:
    """The matcher is measured without loading gRPC, SQL or settings."""
    (tmp_path / "empty.jsonl").write_text("")
    script = (
        "import sys; from service.__main__ import app; sys.argv = ['tracklinkd', 'evaluate', 'empty.jsonl']\n"
        "try: app()\n"
        "finally: print(sorted({'grpc', 'sqlalchemy', 'psycopg', 'alembic', 'yaml'} & sys.modules.keys()))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )

    assert ended.stdout.splitlines()[-1:] == ["[]"], ended.stderr


def test_wrong_use_exits_2(tmp_path: Path) -> None:
    """An unknown flag is told with the usage."""
    ended = run("serve", "--lissen", "x", folder=tmp_path)

    assert ended.returncode == 2
    assert "--lissen" in ended.stderr
    assert "--listen" in ended.stderr


def test_a_server_draws_no_tracebacks() -> None:
    """What draws them in colour is not even imported: no worker gives it memory."""
    command = [sys.executable, "-X", "importtime", "-m", "service", "serve"]

    done = subprocess.run(
        command, env={**os.environ, "TRACKLINKD_WORKERS": "0"}, capture_output=True, text=True, check=False
    )

    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "service.house" in imported
    assert imported.isdisjoint({"rich.console", "pygments"})
