import logging
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from domain.provider_status import Circuit
from providers.breaker import FAILURES_IN_A_ROW, LONGEST_HOLD_SECONDS, PROBE_SECONDS, Breaker
from tests.providers.box import MovingClock
from tracklink.plugin import (
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderRefused,
    ProviderTimedOut,
    ProviderUnavailable,
)

DOWN = ProviderUnavailable("box", "box answers 503.")


@pytest.fixture(name="clock")
def _clock(monkeypatch: pytest.MonkeyPatch) -> MovingClock:
    return MovingClock(monkeypatch)


@pytest.fixture(name="breaker")
def _breaker(clock: MovingClock) -> Breaker:
    return Breaker("box", first_pause_seconds=1, longest_pause_seconds=10, clock=clock)


def fail(breaker: Breaker, error: ProviderError = DOWN, times: int = FAILURES_IN_A_ROW) -> None:
    """Requests that end in this error."""
    for _ in range(times):
        breaker.failed(error)


def is_let_through(breaker: Breaker) -> bool:
    """Whether a request may go out now."""
    try:
        breaker.enter()
    except (ProviderUnavailable, ProviderRateLimited):
        return False
    return True


@pytest.mark.parametrize(
    "error",
    [
        DOWN,
        ProviderTimedOut("box", "no answer"),
        ProviderAnswerInvalid("box", "HTML"),
        ProviderRateLimited("box", "too many"),
    ],
)
def test_it_opens_after_five_failures_in_a_row(breaker: Breaker, error: ProviderError) -> None:
    """Of any kind that says the service is not well; four are not enough."""
    fail(breaker, error, 4)
    assert (breaker.circuit, is_let_through(breaker)) == (Circuit.CLOSED, True)
    fail(breaker, error, 1)
    assert (breaker.circuit, is_let_through(breaker)) == (Circuit.OPEN, False)


def test_an_answer_between_failures_begins_the_count_anew(breaker: Breaker) -> None:
    """And so do refused credentials: the service answers."""
    fail(breaker, times=4)
    breaker.succeeded()
    fail(breaker, times=4)
    fail(breaker, ProviderRefused("box", "the credentials are wrong"), times=50)
    fail(breaker, times=4)

    assert breaker.circuit is Circuit.CLOSED


def test_half_open_lets_one_probe_through(breaker: Breaker, clock: MovingClock) -> None:
    """After the pause; its success closes the circuit, and five more failures are needed to open it."""
    fail(breaker)
    clock.sleep(1)
    states = [breaker.circuit]
    breaker.check()
    assert [is_let_through(breaker) for _ in range(3)] == [True, False, False]
    states.append(breaker.circuit)
    breaker.succeeded()
    fail(breaker, times=4)

    assert [*states, breaker.circuit] == [Circuit.HALF_OPEN, Circuit.HALF_OPEN, Circuit.CLOSED]


def test_threads_at_once_make_one_probe(breaker: Breaker, clock: MovingClock) -> None:
    """However many come when the pause is over."""
    fail(breaker)
    clock.sleep(1)
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda _: is_let_through(breaker), range(64))) == 1


def test_the_pause_doubles_up_to_its_bound(breaker: Breaker, clock: MovingClock) -> None:
    """With each probe that fails; a success begins again with the first pause."""
    fail(breaker)
    probed = [clock.now]
    while len(probed) < 7:
        clock.sleep(0.5)
        if is_let_through(breaker):
            probed.append(clock.now)
            breaker.failed(DOWN)
    assert [later - earlier for earlier, later in pairwise(probed)] == [1, 2, 4, 8, 10, 10]

    clock.sleep(10)
    breaker.enter()
    breaker.succeeded()
    fail(breaker)
    clock.sleep(1)
    assert breaker.circuit is Circuit.HALF_OPEN


def test_a_probe_that_never_comes_back_is_given_up(breaker: Breaker, clock: MovingClock) -> None:
    """Another goes in its place, after the time that no request takes."""
    fail(breaker)
    clock.sleep(1)
    breaker.enter()
    clock.sleep(PROBE_SECONDS - 0.1)
    assert not is_let_through(breaker)
    clock.sleep(0.1)
    assert is_let_through(breaker)


def test_a_rate_limit_holds_it_shut_until_its_time(breaker: Breaker, clock: MovingClock) -> None:
    """From the first one on and for exactly as long; requests sent before it change nothing."""
    breaker.failed(ProviderRateLimited("box", "too many", 3600))
    breaker.succeeded()
    breaker.failed(DOWN)
    breaker.failed(ProviderRateLimited("box", "too many", 5))

    clock.sleep(3599.5)
    with pytest.raises(ProviderRateLimited) as caught:
        breaker.check()
    assert caught.value.retry_after_seconds == 0.5
    clock.sleep(0.5)
    breaker.enter()
    breaker.succeeded()
    assert breaker.circuit is Circuit.CLOSED


def test_nobody_holds_it_shut_for_more_than_a_day(breaker: Breaker, clock: MovingClock) -> None:
    """A service that says so is asked again."""
    breaker.failed(ProviderRateLimited("box", "too many", 1e12))
    clock.sleep(LONGEST_HOLD_SECONDS)
    assert is_let_through(breaker)


def test_its_refusals_say_why(breaker: Breaker, clock: MovingClock) -> None:
    """And for how long, or whom they wait for."""
    fail(breaker)
    with pytest.raises(ProviderUnavailable) as shut:
        breaker.check()
    clock.sleep(1)
    breaker.enter()
    with pytest.raises(ProviderUnavailable) as probing:
        breaker.check()

    assert str(shut.value) == "box is left alone for 1.0 s. The last failure: box answers 503."
    assert str(probing.value) == (
        "box is left alone until one request has shown that it answers. The last failure: box answers 503."
    )


def test_the_log_tells_when_it_opens_and_closes(
    breaker: Breaker, clock: MovingClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Once each, not for every probe."""
    caplog.set_level(logging.INFO, "providers.breaker")
    fail(breaker)
    for _ in range(3):
        clock.sleep(10)
        breaker.enter()
        breaker.failed(DOWN)
    clock.sleep(10)
    breaker.enter()
    breaker.succeeded()
    breaker.succeeded()

    assert caplog.messages == ["box is left alone for 1.0 s: box answers 503.", "box answers again"]
