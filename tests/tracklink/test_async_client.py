import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.tracklink.sample_server import SampleServicer
from tracklink.client import (
    AsyncTrackLinkClient,
    InvalidRequest,
    LinkTrackRequest,
    ProviderLink,
    ReviewLinkRequest,
    ServerUnavailable,
    link_request,
    replacement_request,
)


async def _rows() -> AsyncIterator[tuple[str, LinkTrackRequest]]:
    for number in range(250):
        yield str(number), link_request(title="Kissenschlacht")


async def test_every_call(server: str) -> None:
    """The async client has the calls of the plain one."""
    async with AsyncTrackLinkClient(server) as client:
        link = await client.link_track(title="Kissenschlacht")
        replacement = await client.find_replacement(provider="catalog", id="1")
        review = await client.review_link(ReviewLinkRequest())
        providers = await client.list_providers()
        reviews = [each.ref.id async for each in client.list_reviews()]

    assert link.links[0].outcome == ProviderLink.OUTCOME_LINKED
    assert replacement.reason
    assert review.changed
    assert len(providers.providers) == 2
    assert reviews == ["0", "1", "2"]


async def test_a_batch_takes_both_kinds_of_iterable(server: str) -> None:
    """Rows come from an async iterable as well as from a list."""
    plain = [("a", replacement_request(provider="catalog", id="1"))]
    async with AsyncTrackLinkClient(server) as client:
        linked = {result.key async for result in client.link_tracks(_rows())}
        replaced = [result.key async for result in client.find_replacements(plain)]

    assert linked == {str(number) for number in range(250)}
    assert replaced == ["a"]


async def test_one_list_waits_for_its_rows(server: str, servicer: SampleServicer) -> None:
    """Rows that come one by one are sent as they come, those of one list in full messages."""

    async def slow() -> AsyncIterator[tuple[str, LinkTrackRequest]]:
        async for row in _rows():
            for _ in range(3):
                await asyncio.sleep(0)
            yield row

    async with AsyncTrackLinkClient(server) as client:
        linked = [result.key async for result in client.link_tracks(slow(), one_list=True)]
        listed, servicer.messages = servicer.messages, []
        assert len([result async for result in client.link_tracks(slow())]) == len(linked) == 250

    assert listed == [(200, True), (50, True)]
    assert len(servicer.messages) > 2
    assert not any(one_list for _, one_list in servicer.messages)


async def test_what_the_rows_raise_is_raised_to_their_owner(server: str) -> None:
    """A mistake in the caller's iterable is no cancellation."""
    mistaken = ((str(10 // number), link_request(title="Kissenschlacht")) for number in (1, 0))
    async with AsyncTrackLinkClient(server) as client:
        with pytest.raises(ZeroDivisionError):
            [result async for result in client.link_tracks(mistaken)]


async def test_errors_are_typed(server: str) -> None:
    """A refused request names its fields."""
    async with AsyncTrackLinkClient(server) as client:
        with pytest.raises(InvalidRequest) as refused:
            await client.link_track(title="Kissenschlacht", market="XX1")

    assert [violation.field for violation in refused.value.violations] == ["market"]


async def test_an_unavailable_server_is_asked_again(server: str, servicer: SampleServicer) -> None:
    """UNAVAILABLE is retried until the server is there."""
    servicer.unavailable_calls = 2
    async with AsyncTrackLinkClient(server) as client:
        assert (await client.link_track(title="Kissenschlacht")).links


async def test_nobody_at_the_address() -> None:
    """The error says where nobody answers."""
    async with AsyncTrackLinkClient("127.0.0.1:1") as client:
        with pytest.raises(ServerUnavailable, match="no server answers at"):
            await client.list_providers()
