"""A process of its own that makes requests under a shared quota: tells when it made each."""

import subprocess
import sys
import time
from contextlib import ExitStack
from itertools import count
from typing import Final

from repositories.database import Database
from repositories.quota_store import SqlQuotaStore
from tracklink.plugin import Quota

NAME: Final = "box 127.0.0.1"


def run_together(processes: int, url: str, quota: Quota, seconds: float) -> list[list[float]]:
    """When each process was allowed a request: Unix times, all processes starting together once all are ready."""
    command = [sys.executable, "-m", __name__, url, str(quota.requests), str(quota.period_seconds), str(seconds)]
    with ExitStack() as stack:
        children = [
            stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            for _ in range(processes)
        ]
        for child in children:
            assert child.stdout
            assert child.stdout.readline() == "ready\n"
        answers = []
        for child in children:
            assert child.stdin
            child.stdin.write("go\n")
            child.stdin.flush()
        for child in children:
            assert child.stdout
            answers.append([float(line) for line in child.stdout])
        return answers


def main(url: str, requests: str, period_seconds: str, seconds: str) -> None:
    """Make requests one after the other, each as soon as it may be made, until the time is over."""
    quota, database = Quota(requests=int(requests), period_seconds=float(period_seconds)), Database(url)
    store = SqlQuotaStore(database.sync_engine)
    store.remaining(NAME, quota)
    print("ready", flush=True)  # noqa: T201  # what its parent reads
    sys.stdin.readline()
    end = time.monotonic() + float(seconds)
    for _ in count():
        wait_seconds = store.reserve(NAME, quota, max(0.0, end - time.monotonic()))
        if wait_seconds is None:
            break
        time.sleep(wait_seconds)
        print(time.time(), flush=True)  # noqa: T201  # likewise
    database.sync_engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
