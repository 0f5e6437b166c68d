"""A cold batch: how much of the quota of five services LinkTracks uses, and what it asks beyond need.

    .venv/bin/python -m benchmarks.cold_batch [--rows 10000] [--isrcs]

A real server on an empty database links the rows of one stream over five made-up services, each 50 ms away and open
for 50 requests a second. Three rows of ten repeat another. Requests are counted where they arrive.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

from benchmarks.cold_services import NAMES, SECRETS, isrc_of, serve_cold, track_of, word_of
from benchmarks.machine import processor_seconds
from tracklink.client import TrackLinkClient, link_request
from tracklink.v1.link_service_pb2 import LinkTrackRequest, ProviderLink

QUOTA_PER_SECOND = 50
DUPLICATES = 0.3
TIDAL_ISRCS = 20
Outcome = ProviderLink.Outcome


@dataclass(frozen=True, slots=True)
class ProviderLoad:
    """One service's requests, from its own books."""

    requests: int
    needed: int
    """One for each distinct row; of Tidal's ISRCs twenty share one."""
    quota_used: float
    """The requests as a share of those that the quota allowed from the first to the last."""
    worst_second: int
    """The most requests that arrived within any one second."""


@dataclass(frozen=True, slots=True)
class ColdBatch:
    """One run."""

    rows: int
    seconds: float
    processor_ms: float
    """What the server computes for a distinct row, its Postgres not counted."""
    outcomes: Mapping[str, int]
    providers: Mapping[str, ProviderLoad]


def measure(rows: int = 10_000, *, isrcs: bool = False) -> ColdBatch:
    """Link so many rows, by their words alone or by words and ISRC."""
    with _services() as (addresses, stop), _server(addresses) as (server, pid):
        with TrackLinkClient(server, batch_timeout_seconds=3_600) as client:
            started, computed = monotonic(), processor_seconds(pid)
            outcomes = Counter(
                Outcome.Name(link.outcome)
                for result in client.link_tracks(_rows(rows, isrcs=isrcs))
                for link in result.response.links
            )
            seconds = monotonic() - started
            processor_ms = 1000 * (processor_seconds(pid) - computed)
        arrivals = stop()
    distinct = rows - int(rows * DUPLICATES)
    loads = {name: _load(arrivals[name], distinct, name == "tidal" and isrcs) for name in NAMES}
    return ColdBatch(rows, round(seconds, 1), round(processor_ms / distinct, 2), dict(outcomes), loads)


def _rows(count: int, *, isrcs: bool) -> Iterator[tuple[str, LinkTrackRequest]]:
    distinct = count - int(count * DUPLICATES)
    numbers = [number if number < distinct else number % distinct for number in range(count)]
    random.Random(7).shuffle(numbers)  # noqa: S311  # an order that is the same each time, and no secret
    for place, number in enumerate(numbers):
        track = track_of(word_of(number))
        codes = [isrc_of(number)] if isrcs else []
        yield f"{place}", link_request(title=track.title, artists=track.artists, isrcs=codes, providers=NAMES)


def _load(arrivals: Sequence[float], distinct: int, batched: bool) -> ProviderLoad:  # noqa: FBT001  # private, one caller
    times = sorted(arrivals)
    span = times[-1] - times[0] if times else 0.0
    allowed = span * QUOTA_PER_SECOND + 1
    worst = max((place + 1 - bisect_left(times, at - 1.0) for place, at in enumerate(times)), default=0)
    needed = ceil(distinct / TIDAL_ISRCS) if batched else distinct
    return ProviderLoad(len(times), needed, round(len(times) / allowed, 3), worst)


@contextmanager
def _services() -> "Iterator[tuple[dict[str, tuple[str, str | None]], object]]":
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve_cold, args=(theirs,))
    process.start()
    theirs.close()

    def stop() -> dict[str, list[float]]:
        ours.send("stop")
        arrivals: dict[str, list[float]] = ours.recv()
        return arrivals

    try:
        yield ours.recv(), stop
    finally:
        process.join(5)
        if process.is_alive():
            process.kill()


@contextmanager
def _server(addresses: Mapping[str, tuple[str, str | None]]) -> Iterator[tuple[str, int]]:
    with tempfile.TemporaryDirectory(prefix="tracklink-bench-") as name, Path(name, "log").open("w") as log:
        Path(name).chmod(0o755)
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("TRACKLINKD_")}
        settings = {"TRACKLINKD_DATA_DIR": f"{name}/postgres", "TRACKLINKD_LOG__LEVEL": "warning", **SECRETS}
        for provider, (base_url, token_url) in addresses.items():
            prefix = f"TRACKLINKD_PROVIDERS__{provider.upper()}__"
            settings |= {f"{prefix}BASE_URL": base_url, f"{prefix}QUOTA_REQUESTS": f"{QUOTA_PER_SECOND}"}
            settings |= {f"{prefix}TOKEN_URL": token_url} if token_url else {}
        command = [Path(sys.executable).with_name("tracklinkd"), "serve", "--listen", "127.0.0.1:0"]
        process = subprocess.Popen(
            command, env={**inherited, **settings}, stdout=subprocess.PIPE, stderr=log, text=True
        )
        try:
            line = process.stdout.readline() if process.stdout else ""
            assert line, Path(name, "log").read_text()
            yield line.removeprefix("listening on ").strip(), process.pid
        finally:
            process.terminate()
            process.wait()
            sys.stderr.write(Path(name, "log").read_text()[-2_000:])


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--isrcs", action="store_true", help="rows carry ISRCs, which Tidal takes twenty at a time")
    arguments = parser.parse_args()
    print(json.dumps(asdict(measure(arguments.rows, isrcs=arguments.isrcs)), indent=2))


if __name__ == "__main__":
    main()
