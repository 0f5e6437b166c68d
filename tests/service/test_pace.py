import asyncio

import pytest

from service.pace import FEWEST_ROWS, MOST_ROWS, QUOTA_SECONDS, ROWS_WITHOUT_QUOTA, Pace
from tracklink.plugin import Quota

FIFTY = Quota(requests=50, period_seconds=1)
ONE = Quota(requests=1, period_seconds=1)
BOX, SLOW = {"box": 1.0}, {"slow": 1.0}


async def admitted(pace: Pace, *names: str) -> int:
    """How many rows may be at work before one has to wait."""
    for count in range(2 * MOST_ROWS):
        entering = asyncio.ensure_future(pace.enter(dict.fromkeys(names, 1.0)))
        await asyncio.sleep(0)
        if not entering.done():
            entering.cancel()
            return count
    raise AssertionError(names)


@pytest.mark.parametrize(
    ("quota", "row_seconds", "rows"),
    [
        (FIFTY, 10, QUOTA_SECONDS * 50),
        (ONE, 10, FEWEST_ROWS),
        (Quota(requests=20, period_seconds=60), 10, 1),
        (Quota(requests=10_000, period_seconds=1), 10, MOST_ROWS),
        (None, 10, ROWS_WITHOUT_QUOTA),
    ],
)
async def test_a_quota_says_how_many_rows_are_at_work(quota: Quota | None, row_seconds: float, rows: int) -> None:
    """Enough to use it up, and no more than it answers within the time of a row."""
    assert await admitted(Pace({"box": quota}, row_seconds), "box") == rows


async def test_the_slowest_provider_sets_the_pace() -> None:
    """Rows that do not want it are not held up by it."""
    pace = Pace({"slow": ONE, "quick": FIFTY}, 10)
    assert await admitted(pace, "slow", "quick") == FEWEST_ROWS
    assert await admitted(pace, "quick") == QUOTA_SECONDS * 50 - FEWEST_ROWS


async def test_rows_that_share_a_request_are_as_many_more() -> None:
    """Twenty ISRCs in one request: twenty times the rows."""
    pace = Pace({"slow": ONE}, 10)
    for _ in range(20 * FEWEST_ROWS):
        await pace.enter({"slow": 1 / 20})
    waiting = asyncio.ensure_future(pace.enter({"slow": 1 / 20}))
    await asyncio.sleep(0)
    assert not waiting.done()
    pace.leave({"slow": 1 / 20})
    await waiting


async def test_a_row_that_is_done_makes_room() -> None:
    """For the one that waits."""
    pace = Pace({"slow": ONE}, 10)
    await admitted(pace, "slow")
    waiting = asyncio.ensure_future(pace.enter(SLOW))
    pace.leave(SLOW)
    await waiting


async def test_a_provider_that_is_late_gets_fewer_rows() -> None:
    """Half as many, once for all that were at work; and as many as before when it keeps up again."""
    pace = Pace({"box": FIFTY}, 10)
    full = await admitted(pace, "box")
    for _ in range(full):
        pace.leave(BOX, late=["box"])
    shrunk = await admitted(pace, "box")
    assert 1 <= shrunk < full / 2
    for _ in range(shrunk):
        pace.leave(BOX)
    for _ in range(full * full):
        await pace.enter(BOX)
        pace.leave(BOX)
    assert await admitted(pace, "box") == full


async def test_one_row_is_always_let_through() -> None:
    """However late a provider is; and a name without quota or window is held up by the total alone."""
    pace = Pace({"box": ONE}, 10)
    for _ in range(20):
        await pace.enter(BOX)
        pace.leave(BOX, late=["box"])
    assert await admitted(pace, "box") == 1
    assert await admitted(pace, "unheard of") == MOST_ROWS - 1
