from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.deadline import Deadline
from domain.provider_status import Circuit
from providers.breaker import FAILURES_IN_A_ROW, Breaker
from providers.guard import ATTEMPTS, LONGEST_BACKOFF_SECONDS, Guard, quota_name
from repositories.database import Database
from repositories.quota_store import SqlQuotaStore
from tests.providers.box import DECLARATION, FOUND, Box, MovingClock
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

DOWN = ProviderUnavailable("box", "box answers 503.")


class Observed:
    """What a guard told of each request."""

    def __init__(self) -> None:
        self.outcomes: list[str] = []

    def __call__(self, provider: str, outcome: str, seconds: float) -> None:
        """One request."""
        assert provider == "box"
        assert seconds >= 0
        self.outcomes.append(outcome)


@pytest.fixture(name="clock")
def _clock(monkeypatch: pytest.MonkeyPatch) -> MovingClock:
    return MovingClock(monkeypatch)


@pytest.fixture(name="observed")
def _observed() -> Observed:
    return Observed()


@pytest.fixture(name="guard")
def _guard(clock: MovingClock, observed: Observed) -> Guard:
    """Without a quota, so that its store is never asked."""
    store = SqlQuotaStore(Database("postgresql+psycopg://nobody@/nowhere?host=/nonexistent").sync_engine)
    return Guard(DECLARATION, None, store, Breaker("box", clock=clock), observed)


def asked(guard: Guard, box: Box, deadline: Deadline) -> Sequence[Candidate] | ProviderError:
    """What a lookup under the guard comes to."""
    try:
        return guard.around(box, deadline).lookup_isrc("QZTST2100001", "DE")
    except ProviderError as error:
        return error


def test_every_verb_is_one_request_as_it_was_asked(guard: Guard, clock: MovingClock, observed: Observed) -> None:
    """With its arguments and answer unchanged; the declaration and settings cost none."""
    box, ref, track = Box(), TrackRef("box", "1"), Track(title="Harbour Lights")
    guarded = guard.around(box, clock.deadline(5))
    answers = [
        guarded.lookup(ref, "DE"),
        guarded.lookup_isrc("QZTST2100001", None),
        guarded.lookup_barcode("4006381333931", "US"),
        guarded.search(track, 7, "FR"),
    ]

    assert answers == [(FOUND,)] * 4
    assert box.asked == [(ref, "DE"), ("QZTST2100001", None), ("4006381333931", "US"), (track, 7, "FR")]
    assert (guarded.declaration, guarded.missing_settings()) == (DECLARATION, ())
    assert observed.outcomes == ["answered"] * 4


def test_a_service_out_of_reach_is_asked_again(guard: Guard, clock: MovingClock, observed: Observed) -> None:
    """After a moment that differs, and at most three times in all; every request is told of."""
    assert asked(guard, Box(DOWN, DOWN), clock.deadline(5)) == (FOUND,)
    assert asked(guard, box := Box(always=DOWN), clock.deadline(5)) is DOWN
    assert (len(box.asked), ATTEMPTS) == (3, 3)
    assert observed.outcomes == ["unavailable", "unavailable", "answered", *["unavailable"] * 3]
    assert all(0.1 <= slept <= LONGEST_BACKOFF_SECONDS for slept in clock.slept)
    assert len(set(clock.slept)) > 1


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ProviderTimedOut("box", "no answer"), "timed_out"),
        (ProviderRefused("box", "wrong credentials"), "refused"),
        (ProviderAnswerInvalid("box", "HTML"), "answer_invalid"),
        (ProviderRateLimited("box", "too many"), "rate_limited"),
    ],
)
def test_what_would_not_help_is_not_repeated(
    guard: Guard, clock: MovingClock, observed: Observed, error: ProviderError, outcome: str
) -> None:
    """A time-out, a refusal, an answer that cannot be read, a rate limit without a time: one request, no sleep."""
    assert asked(guard, Box(always=error), clock.deadline(5)) is error
    assert (observed.outcomes, clock.slept) == ([outcome], [])


def test_a_retry_that_would_not_fit_is_not_begun(guard: Guard, clock: MovingClock, observed: Observed) -> None:
    """The caller hears of the failure while there is time."""
    assert asked(guard, Box(always=DOWN), clock.deadline(LONGEST_BACKOFF_SECONDS)) is DOWN
    assert (len(observed.outcomes), clock.slept) == (1, [])


def test_a_time_to_come_back_is_kept_exactly(guard: Guard, clock: MovingClock, observed: Observed) -> None:
    """Where it lies within the deadline."""
    assert asked(guard, Box(ProviderRateLimited("box", "too many", 2)), clock.deadline(5)) == (FOUND,)
    assert (clock.slept, observed.outcomes) == ([2], ["rate_limited", "answered"])


def test_a_rate_limit_of_an_hour_costs_one_request(guard: Guard, clock: MovingClock, observed: Observed) -> None:
    """None follows until it is over; callers are told when that is, and then it is asked again."""
    box = Box(ProviderRateLimited("box", "too many", 3600))
    for elapsed in range(0, 3600, 600):
        error = asked(guard, box, clock.deadline(10))
        assert isinstance(error, ProviderRateLimited)
        assert error.retry_after_seconds == 3600 - elapsed
        assert guard.circuit is Circuit.OPEN
        clock.now += 600
    assert observed.outcomes == ["rate_limited"]

    assert asked(guard, box, clock.deadline(10)) == (FOUND,)
    assert (guard.circuit, clock.slept) == (Circuit.CLOSED, [])


def test_a_failing_service_is_left_alone_and_found_well_again(
    guard: Guard, clock: MovingClock, observed: Observed
) -> None:
    """Callers are refused without a request while the circuit is open, and the first after the pause asks."""
    error = ProviderTimedOut("box", "no answer")
    box = Box(*[error] * FAILURES_IN_A_ROW)
    for _ in range(FAILURES_IN_A_ROW + 3):
        asked(guard, box, clock.deadline(5))
    assert (len(observed.outcomes), guard.circuit) == (FAILURES_IN_A_ROW, Circuit.OPEN)

    clock.now += 1
    assert asked(guard, box, clock.deadline(5)) == (FOUND,)
    assert guard.circuit is Circuit.CLOSED


def test_retries_stop_when_the_circuit_opens(guard: Guard, clock: MovingClock, observed: Observed) -> None:
    """The second caller's second attempt is the fifth failure; its third is never made."""
    box = Box(always=DOWN)
    assert [asked(guard, box, clock.deadline(5)) for _ in range(2)] == [DOWN, DOWN]
    assert len(observed.outcomes) == FAILURES_IN_A_ROW


def test_nothing_is_asked_once_the_deadline_is_over(guard: Guard, clock: MovingClock, observed: Observed) -> None:
    """As for a call that waited long for a thread."""
    deadline = clock.deadline(1)
    clock.now += 1
    assert isinstance(asked(guard, Box(), deadline), ProviderTimedOut)
    assert observed.outcomes == []


def test_a_defect_of_a_provider_is_told_and_passes(guard: Guard, clock: MovingClock, observed: Observed) -> None:
    """It is nobody's failure to count, and is not repeated."""
    with pytest.raises(KeyError):
        asked(guard, Box(KeyError("title")), clock.deadline(5))
    assert observed.outcomes == ["crashed"]


@pytest.mark.parametrize(
    ("base_url", "name"),
    [
        ("https://api.box.example/v1", "box api.box.example"),
        ("https://API.box.example/v2", "box api.box.example"),
        ("http://someone:secret@mirror:8080/ws", "box mirror:8080"),
        (None, "box"),
    ],
)
def test_a_quota_belongs_to_an_address(base_url: str | None, name: str) -> None:
    """To provider, host and port; neither path nor credentials are in its name."""
    assert quota_name(replace(DECLARATION, base_url=base_url)) == name
