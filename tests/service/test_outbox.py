import asyncio
from collections.abc import AsyncGenerator

from service.outbox import MESSAGE_BYTES, MOST_OPEN_ROWS, MOST_RESULTS, MOST_UNSENT_BYTES, Outbox


def filled(*results: bytes) -> Outbox:
    """With these results, and no others to come."""
    outbox = Outbox()
    outbox.expect(len(results))
    for result in results:
        outbox.put(result)
    outbox.complete()
    return outbox


async def sizes(outbox: Outbox) -> list[int]:
    """The bytes of its messages."""
    return [len(message) async for message in outbox.messages()]


async def first(messages: AsyncGenerator[bytes]) -> bytes:
    """The next message."""
    return await anext(messages)


async def has_room(outbox: Outbox) -> bool:
    """Whether more rows may be taken now."""
    waiting = asyncio.ensure_future(outbox.room())
    await asyncio.sleep(0)
    waiting.cancel()
    return waiting.done() and not waiting.cancelled()


async def test_what_is_done_goes_together() -> None:
    """At most as many results as a message may have."""
    assert await sizes(filled(*[b"x"] * (MOST_RESULTS + 1))) == [MOST_RESULTS, 1]


async def test_no_message_is_longer_than_clients_take() -> None:
    """Two that would be too long together are two messages; one that is by itself is sent by itself."""
    half = bytes(MESSAGE_BYTES // 2 + 1)
    assert await sizes(filled(half, half, bytes(2 * MESSAGE_BYTES), b"x")) == [
        len(half),
        len(half),
        2 * MESSAGE_BYTES,
        1,
    ]


async def test_a_lone_result_waits_for_no_others() -> None:
    """It is a message while others are expected."""
    outbox = Outbox()
    messages = outbox.messages()
    outbox.expect(2)
    reading = asyncio.ensure_future(first(messages))
    outbox.put(b"one")
    assert await reading == b"one"
    outbox.put(b"two")
    outbox.complete()
    assert [message async for message in messages] == [b"two"]


async def test_rows_are_open_until_their_results_are_sent() -> None:
    """A reader who does not come for the next message leaves no room."""
    outbox = Outbox()
    messages = outbox.messages()
    outbox.expect(MOST_OPEN_ROWS)
    assert not await has_room(outbox)
    outbox.put(b"one")
    await first(messages)
    assert not await has_room(outbox)
    outbox.put(b"two")
    await first(messages)
    assert await has_room(outbox)
    await messages.aclose()


async def test_long_answers_leave_no_room_for_more() -> None:
    """However few they are."""
    outbox = filled(bytes(MOST_UNSENT_BYTES))
    assert not await has_room(outbox)
    await sizes(outbox)
    assert await has_room(outbox)
