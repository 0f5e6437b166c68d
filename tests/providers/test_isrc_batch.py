from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import pytest

from domain.deadline import Deadline
from providers.isrc_batch import IsrcBatches
from tracklink.plugin import Candidate, ProviderTimedOut, ProviderUnavailable, Track, TrackRef

MOST = 3


def isrc(number: int) -> str:
    """The ISRC of a made-up track."""
    return f"QZTST21{number:05}"


class Desk:
    """Where requests are sent: answers every ISRC with an even number, and fails when told to."""

    def __init__(self) -> None:
        self.sent: list[tuple[str | None, Sequence[str]]] = []
        self.failure: Exception | None = None
        self.may_send = Event()
        self.may_send.set()
        self.is_asked = Event()

    def send(self, close: Callable[[], Sequence[str]], market: str | None, deadline: Deadline) -> Sequence[Candidate]:
        """One request, when it may be sent."""
        assert deadline.left()
        self.is_asked.set()
        self.may_send.wait(10)
        isrcs = close()
        self.sent.append((market, isrcs))
        if self.failure:
            raise self.failure
        return [
            Candidate(ref=TrackRef("box", each), track=Track(title="Harbour Lights", isrcs=(each,)))
            for each in isrcs
            if int(each[-1]) % 2 == 0
        ]


@pytest.fixture(name="desk")
def _desk() -> Desk:
    return Desk()


@pytest.fixture(name="batches")
def _batches(desk: Desk) -> IsrcBatches:
    return IsrcBatches("box", MOST, desk.send)


@pytest.fixture(name="threads")
def _threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as threads:
        yield threads


def found(batches: IsrcBatches, number: int, market: str | None = None) -> list[str]:
    """The ids that one lookup comes to."""
    return [candidate.ref.id for candidate in batches.look_up(isrc(number), market, Deadline.after(10))]


def asked_together(
    batches: IsrcBatches, threads: ThreadPoolExecutor, numbers: Sequence[int], market: str | None = None
) -> list[list[str]]:
    """What lookups that expect each other come to."""
    with ExitStack() as expected:
        for _ in numbers:
            expected.enter_context(batches.expecting())
        return list(threads.map(lambda number: found(batches, number, market), numbers))


def test_one_that_is_alone_is_sent_alone(batches: IsrcBatches, desk: Desk) -> None:
    """With all that the service tells of its ISRC."""
    assert found(batches, 2) == [isrc(2)]
    assert desk.sent == [(None, [isrc(2)])]


def test_those_that_expect_each_other_share_a_request(
    batches: IsrcBatches, desk: Desk, threads: ThreadPoolExecutor
) -> None:
    """Each is given what carries its own ISRC, and nothing where nothing does."""
    assert asked_together(batches, threads, [2, 3, 4]) == [[isrc(2)], [], [isrc(4)]]
    assert desk.sent == [(None, [isrc(2), isrc(3), isrc(4)])]


def test_a_request_takes_no_more_than_the_service_does(
    batches: IsrcBatches, desk: Desk, threads: ThreadPoolExecutor
) -> None:
    """Two requests for six, and each ISRC in one of them."""
    asked_together(batches, threads, range(6))

    assert [len(isrcs) for _, isrcs in desk.sent] == [MOST, MOST]
    assert sorted(each for _, isrcs in desk.sent for each in isrcs) == [isrc(number) for number in range(6)]


def test_the_same_isrc_is_sent_once(batches: IsrcBatches, desk: Desk, threads: ThreadPoolExecutor) -> None:
    """However many ask for it at the same time; it takes one place."""
    assert asked_together(batches, threads, [2, 2, 2, 2, 4, 6]) == [[isrc(each)] for each in (2, 2, 2, 2, 4, 6)]
    assert desk.sent == [(None, [isrc(2), isrc(4), isrc(6)])]


def test_markets_are_asked_apart(batches: IsrcBatches, desk: Desk, threads: ThreadPoolExecutor) -> None:
    """An answer for one says nothing of another."""
    with batches.expecting(), batches.expecting():
        french = threads.submit(found, batches, 2, "FR")
        assert found(batches, 2, "DE") == french.result() == [isrc(2)]

    assert sorted(desk.sent, key=str) == [("DE", [isrc(2)]), ("FR", [isrc(2)])]


def test_those_who_come_while_it_waits_for_its_slot_go_along(
    batches: IsrcBatches, desk: Desk, threads: ThreadPoolExecutor
) -> None:
    """The first has nobody to expect; the second still joins it."""
    desk.may_send.clear()
    first = threads.submit(found, batches, 2)
    desk.is_asked.wait(10)
    second = threads.submit(found, batches, 4)
    while batches.waiting < 2:
        pass
    desk.may_send.set()

    assert (first.result(), second.result()) == ([isrc(2)], [isrc(4)])
    assert desk.sent == [(None, [isrc(2), isrc(4)])]


@pytest.mark.parametrize("failure", [ProviderUnavailable("box", "box answers 503."), KeyError("a defect")])
def test_a_failure_is_everyones(
    batches: IsrcBatches, desk: Desk, threads: ThreadPoolExecutor, failure: Exception
) -> None:
    """The next lookup is a request of its own."""
    desk.failure = failure
    with batches.expecting(), batches.expecting():
        futures = [threads.submit(found, batches, number) for number in (2, 4)]
        assert [future.exception() for future in futures] == [failure, failure]
    desk.failure = None

    assert found(batches, 2) == [isrc(2)]
    assert len(desk.sent) == 2


def test_who_has_less_time_leaves_earlier(batches: IsrcBatches, desk: Desk, threads: ThreadPoolExecutor) -> None:
    """The others get their answer."""
    desk.may_send.clear()
    first = threads.submit(found, batches, 2)
    desk.is_asked.wait(10)
    with pytest.raises(ProviderTimedOut):
        batches.look_up(isrc(4), None, Deadline.after(0))
    desk.may_send.set()

    assert first.result() == [isrc(2)]
