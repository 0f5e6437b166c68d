import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from workflows.mapped import mapped
from workflows.playlist_repair import NoAnswer

ROOT = Path(__file__).parents[2]
SHARDS = 150


def test_steps_share_one_event_loop_and_keep_their_order() -> None:
    """At most so many are under way; one that fails is a none among the others."""
    loops: set[asyncio.AbstractEventLoop] = set()
    under_way, most = 0, 0

    async def step(number: int) -> int:
        nonlocal under_way, most
        loops.add(asyncio.get_running_loop())
        under_way += 1
        most = max(most, under_way)
        for _ in range(number % 4):
            await asyncio.sleep(0)
        under_way -= 1
        if number == 5:
            raise NoAnswer("nobody knows five")
        return number * 10

    outputs = asyncio.run(mapped(step, range(20), 3))

    assert outputs == [None if number == 5 else number * 10 for number in range(20)]
    assert (len(loops), most) == (1, 3)


def test_more_failures_than_successes_end_the_run() -> None:
    """With the last of them."""

    async def step(number: int) -> int:
        if number:
            raise NoAnswer(f"nobody knows {number}")
        return number

    with pytest.raises(NoAnswer, match="nobody knows 2"):
        asyncio.run(mapped(step, range(3), 1))


@pytest.mark.usefixtures("server")
def test_many_shards_at_once_leave_one_line_on_standard_error(tmp_path: Path) -> None:
    """The summary, and no complaint of connections that got into each other's way."""
    for number in range(SHARDS):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}" / "1.jams").write_text('{"file_metadata": {"title": "Kissenschlacht"}}')
    flags = ["--provider", "catalog", "--at-once", "8"]
    command = [sys.executable, "-m", "workflows", "link-partitions", tmp_path, *flags]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50, check=False)

    assert (ended.returncode, ended.stderr.count("\n")) == (0, 1)
    assert f"{SHARDS} files in {SHARDS} shards, 0 failed" in ended.stderr
