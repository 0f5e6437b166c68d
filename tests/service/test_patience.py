"""How long a call waits for the store, and that it ends when its caller leaves."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from domain.deadline import Deadline
from domain.errors import StoreUnavailable
from service.patience import kept, recalled

Wait = Callable[[Awaitable[None], Deadline], Awaitable[None]]


@pytest.mark.parametrize("wait", [recalled, kept])
async def test_a_caller_who_leaves_as_the_store_answers_has_left(wait: Wait) -> None:
    """The answer does not swallow the cancellation: nothing more is done for him."""
    store = asyncio.get_running_loop().create_future()
    waiting = asyncio.ensure_future(wait(store, Deadline.after(10)))
    await asyncio.sleep(0)
    store.set_result(None)
    waiting.cancel()
    await asyncio.wait([waiting])

    assert waiting.cancelled()


@pytest.mark.parametrize("error", [StoreUnavailable("Postgres does not answer."), TimeoutError()])
async def test_a_store_that_fails_prevents_no_answer(error: Exception) -> None:
    """What it knows is nothing then, and nothing is kept."""
    store = asyncio.get_running_loop().create_future()
    store.set_exception(error)

    assert await recalled(store, Deadline.after(10)) is None
    await kept(store, Deadline.after(10))


async def test_a_store_that_hangs_prevents_no_answer() -> None:
    """It is waited for no longer than its share of the time."""
    store: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    assert await recalled(store, Deadline.after(0.01)) is None
    assert store.cancelled()
