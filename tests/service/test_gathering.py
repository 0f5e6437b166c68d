import asyncio
import logging
from collections.abc import Mapping, Sequence

import pytest

from service.gathering import MOST_AT_ONCE, Gathering


class Library:
    """Reads doubles of numbers, when told that it may."""

    def __init__(self) -> None:
        self.reads: list[Sequence[int]] = []
        self.error: Exception | None = None
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def read(self, numbers: Sequence[int]) -> Mapping[int, int]:
        """Nothing for negative ones."""
        self.reads.append(numbers)
        await self.may_answer.wait()
        if self.error:
            raise self.error
        return {number: 2 * number for number in numbers if number >= 0}


async def settled() -> None:
    """Everybody who can has had a turn."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_quiet_server_waits_for_nothing() -> None:
    """One key is one read, found or not."""
    library = Library()
    gathering = Gathering(library.read, 5)
    assert await gathering.find(4) == 8
    assert await gathering.find(-4) is None
    assert library.reads == [[4], [-4]]


async def test_what_is_asked_meanwhile_goes_together() -> None:
    """In portions that Postgres takes at once."""
    library = Library()
    gathering = Gathering(library.read, 5)
    library.may_answer.clear()
    first = gathering.find(0)
    await settled()
    others = [gathering.find(number) for number in range(1, MOST_AT_ONCE + 11)]
    library.may_answer.set()
    assert await asyncio.gather(first, *others) == [2 * number for number in range(MOST_AT_ONCE + 11)]
    assert [len(read) for read in library.reads] == [1, MOST_AT_ONCE, 10]


async def test_a_busy_server_waits_for_those_on_their_way() -> None:
    """Callers who arrive one turn after the other go together once two have; alone again, nobody is waited for."""
    library = Library()
    gathering = Gathering(library.read, 5)
    await asyncio.gather(gathering.find(1), gathering.find(2))
    arriving = []
    for number in range(3, 7):
        arriving.append(gathering.find(number))
        await asyncio.sleep(0)
    await asyncio.gather(*arriving)
    assert library.reads == [[1, 2], [3, 4, 5, 6]]
    for number in range(7, 12):
        await gathering.find(number)
    arriving = [gathering.find(12)]
    await settled()
    assert library.reads[-1] == [12]


async def test_a_caller_that_gives_up_takes_nothing_from_the_others() -> None:
    """Not even one that asked for the same key, nor from those who ask later."""
    library = Library()
    gathering = Gathering(library.read, 5)
    library.may_answer.clear()
    leaving, staying, same = gathering.find(1), gathering.find(2), gathering.find(1)
    await settled()
    waiting = gathering.find(3)
    leaving.cancel()
    waiting.cancel()
    library.may_answer.set()
    assert (await staying, await same, await gathering.find(5)) == (4, 2, 10)
    with pytest.raises(asyncio.CancelledError):
        await leaving


async def test_a_read_that_fails_leaves_nobody_waiting(caplog: pytest.LogCaptureFixture) -> None:
    """Neither those who asked nor those who came meanwhile; who comes later is answered again."""
    library = Library()
    gathering = Gathering(library.read, 5)
    library.may_answer.clear()
    with caplog.at_level(logging.CRITICAL, logger="asyncio"):
        library.error = ZeroDivisionError()
        first = gathering.find(1)
        await settled()
        second = gathering.find(2)
        library.may_answer.set()
        assert await asyncio.gather(first, second) == [None, None]
        library.error = None
        await settled()
        assert await gathering.find(3) == 6


async def test_a_read_that_hangs_is_waited_for_by_nobody() -> None:
    """Neither by those who asked nor by those who come before it ends; afterwards all is as before."""
    library = Library()
    gathering = Gathering(library.read, 0.05)
    library.may_answer.clear()
    first = gathering.find(1)
    await settled()
    assert await asyncio.gather(first, gathering.find(2)) == [None, None]
    assert await gathering.find(3) is None
    library.may_answer.set()
    await settled()
    assert await gathering.find(4) == 8
