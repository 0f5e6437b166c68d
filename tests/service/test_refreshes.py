import asyncio
from collections import Counter
from dataclasses import dataclass, field

import pytest

from domain.deadline import Deadline
from service.refreshes import Refreshes, RefreshLimits, RefreshOutcome


@dataclass
class Upstream:
    """What a refresh asks; it answers when it is told to."""

    told: asyncio.Event = field(default_factory=asyncio.Event)
    two_here: asyncio.Event = field(default_factory=asyncio.Event)
    succeeds: bool = True
    asked: int = 0
    at_once: int = 0
    most_at_once: int = 0

    async def __call__(self, deadline: Deadline) -> bool:
        """Count who is here, and wait."""
        assert deadline.queueing_seconds == 0
        self.asked += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.at_once == 2:
            self.two_here.set()
        await self.told.wait()
        self.at_once -= 1
        return self.succeeds


@dataclass
class Bench:
    """Refreshes of at most two at once and three waiting, and their figures."""

    now: float = 0.0
    figures: Counter[RefreshOutcome] = field(default_factory=Counter)
    upstream: Upstream = field(default_factory=Upstream)

    def __post_init__(self) -> None:
        """Put them together."""
        limits = RefreshLimits(at_once=2, waiting=3, rest_seconds=60)
        self.refreshes = Refreshes(limits, lambda outcome: self.figures.update([outcome]), lambda: self.now)


async def test_they_are_bounded() -> None:
    """Two run, three wait, the rest are dropped and counted."""
    bench = Bench()
    for number in range(8):
        bench.refreshes.start(number, bench.upstream)
    await bench.upstream.two_here.wait()
    bench.upstream.told.set()
    await bench.refreshes.idle()

    assert bench.upstream.most_at_once == 2
    assert bench.figures == {"started": 5, "done": 5, "dropped": 3}


async def test_a_question_is_asked_once_at_a_time() -> None:
    """Whoever asks meanwhile changes nothing; afterwards it may be asked again."""
    bench = Bench()
    for _ in range(3):
        bench.refreshes.start("same", bench.upstream)
    bench.upstream.told.set()
    await bench.refreshes.idle()
    bench.refreshes.start("same", bench.upstream)
    await bench.refreshes.idle()

    assert bench.figures == {"started": 2, "done": 2}


async def test_a_question_that_failed_rests() -> None:
    """A service that is down is not asked by every caller of every stale answer."""
    bench = Bench(upstream=Upstream(succeeds=False))
    bench.upstream.told.set()
    for now in (0, 59, 61):
        bench.now = now
        bench.refreshes.start("failing", bench.upstream)
        await bench.refreshes.idle()

    assert bench.figures == {"started": 2, "failed": 2}


async def test_a_defect_is_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged with its traceback, and ends nothing but itself."""
    bench = Bench()

    async def broken(_deadline: Deadline) -> bool:
        raise ValueError("out of order")

    bench.refreshes.start("broken", broken)
    await bench.refreshes.idle()

    assert bench.figures == {"started": 1, "failed": 1}
    assert "out of order" in caplog.text


async def test_the_end_waits_for_nobody() -> None:
    """Those under way and waiting are left, and none is started any more."""
    bench = Bench()
    for number in range(4):
        bench.refreshes.start(number, bench.upstream)
    await asyncio.sleep(0)
    await bench.refreshes.end()
    bench.refreshes.start("late", bench.upstream)

    assert bench.figures == {"started": 2}
