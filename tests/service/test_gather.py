"""Asking providers that answer, fail, hang."""

from collections import Counter
from collections.abc import Iterator

import pytest

from domain.answer import Outcome
from domain.deadline import Deadline
from service.gather import Failed, Gather, Offered
from tests.service.plugins import Jukebox, Shelf
from tracklink.plugin import (
    Candidate,
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderRefused,
    ProviderTimedOut,
    ProviderUnavailable,
    Track,
    TrackRef,
)

FOUND = Candidate(ref=TrackRef("box", "1"), track=Track(title="Tin Roof", isrcs=("GBXYZ0100001",)))


@pytest.fixture
def box() -> Iterator[Jukebox]:
    """A provider with one track, free to answer again when the test is over."""
    box = Jukebox("box", FOUND)
    yield box
    box.may_answer.set()


@pytest.fixture
def seen() -> Counter[tuple[str, str]]:
    """What the observer was told."""
    return Counter()


@pytest.fixture
def gather(box: Jukebox, seen: Counter[tuple[str, str]]) -> Iterator[Gather]:
    """A gather over the one provider."""
    gather = Gather({"box": Shelf(box)}, lambda provider, outcome, _: seen.update([(provider, outcome)]))
    yield gather
    gather.close()


async def test_an_id_that_is_accepted_ends_the_asking(gather: Gather, box: Jukebox) -> None:
    """Neither the ISRC nor the text is asked when the id was enough."""
    track = Track(title="Tin Roof", isrcs=("GBXYZ0100001",), refs=(TrackRef("box", "1"),))

    gathered = await gather.ask("box", track, None, bool, Deadline.after(5))

    assert gathered == Offered((FOUND,))
    assert box.asked == ["lookup"]


async def test_what_identifiers_do_not_find_is_searched_by_text(gather: Gather, box: Jukebox) -> None:
    """A dead id and an unknown ISRC cost one request each, then the text is tried."""
    track = Track(title="Tin Roof", isrcs=("GBXYZ0999999",), refs=(TrackRef("box", "gone"),))

    await gather.ask("box", track, None, bool, Deadline.after(5))

    assert box.asked == ["lookup", "lookup_isrc", "search"]


async def test_a_track_offered_twice_is_one_candidate(gather: Gather, box: Jukebox) -> None:
    """The same id found by ISRC and by text counts once."""
    gathered = await gather.ask(
        "box", Track(title="Tin Roof", isrcs=("GBXYZ0100001",)), None, lambda _: False, Deadline.after(5)
    )

    assert gathered == Offered((FOUND,))
    assert box.asked == ["lookup_isrc", "search"]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ProviderTimedOut("box", "too slow"), Outcome.TIMED_OUT),
        (ProviderRateLimited("box", "quota used up", 30), Outcome.RATE_LIMITED),
        (ProviderUnavailable("box", "HTTP 503"), Outcome.PROVIDER_UNAVAILABLE),
        (ProviderRefused("box", "bad credentials"), Outcome.PROVIDER_UNAVAILABLE),
        (ProviderAnswerInvalid("box", "HTML"), Outcome.PROVIDER_UNAVAILABLE),
    ],
)
async def test_an_error_is_a_value(
    gather: Gather, box: Jukebox, seen: Counter[tuple[str, str]], error: ProviderError, outcome: Outcome
) -> None:
    """Every provider error becomes an outcome with the provider's own sentence, and is counted."""
    box.error = error

    gathered = await gather.ask("box", Track(title="Tin Roof"), None, bool, Deadline.after(5))

    assert gathered == Failed(outcome, str(error))
    assert seen == {("box", outcome.value): 1}


async def test_a_provider_that_hangs_times_out(gather: Gather, box: Jukebox) -> None:
    """The caller gets its answer at the deadline, not when the provider comes round."""
    box.may_answer.clear()

    gathered = await gather.ask("box", Track(title="Tin Roof"), None, bool, Deadline.after(0.05))

    assert isinstance(gathered, Failed)
    assert gathered.outcome is Outcome.TIMED_OUT
    assert "box" in gathered.reason
