from datetime import UTC, datetime, timedelta

import pytest

from service.freshness import DAY, Age, Ages, Freshness, Moment

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_no_doubles_to_its_longest() -> None:
    """One day, two, four, up to thirty-two, however often it is repeated."""
    assert [Ages().of_no(misses) // DAY for misses in (1, 2, 3, 6, 7, 10_000)] == [1, 2, 4, 32, 32, 32]


def test_a_market_shortens_age_and_grace() -> None:
    """Whether a track plays changes sooner than where it is, unless links are asked again sooner still."""
    ages = Ages()

    assert (ages.of_link(None), ages.grace_of_link(None)) == (28 * DAY, 7 * DAY)
    assert (ages.of_link("DE"), ages.grace_of_link("DE")) == (DAY, DAY)
    assert Ages(link=DAY / 2).of_link("DE") == DAY / 2


@pytest.mark.parametrize(
    ("wish", "takes_stale", "ages"),
    [
        (None, True, {0: Age.FRESH, 9: Age.FRESH, 10: Age.STALE, 14: Age.STALE, 15: Age.PAST}),
        (None, False, {9: Age.FRESH, 10: Age.PAST}),
        (7, True, {7: Age.FRESH, 8: Age.PAST}),
        (12, True, {9: Age.FRESH, 12: Age.STALE, 13: Age.PAST}),
        (0, True, {3: Age.FRESH, 4: Age.PAST}),
        (2, True, {3: Age.FRESH, 4: Age.PAST}),
    ],
)
def test_what_may_be_done_with_an_answer(wish: float | None, takes_stale: bool, ages: dict[int, Age]) -> None:
    """It lives 10 s with a grace of 5 s; a caller's wish makes it shorter, down to a floor of 3 s."""
    moment = Moment(
        now=NOW,
        wish=None if wish is None else wish * SECOND,
        floor=3 * SECOND,
        takes_stale=takes_stale,
    )

    def age(seconds: int) -> Age:
        checked_at = NOW - seconds * SECOND
        return moment.age(checked_at, checked_at + 10 * SECOND, 5 * SECOND)

    assert {seconds: age(seconds) for seconds in ages} == ages


def test_a_provider_may_have_ages_of_its_own() -> None:
    """Others keep those of all."""
    freshness = Freshness(by_provider={"deezer": Ages(link=DAY)})

    assert (freshness.of("deezer").link, freshness.of("tidal").link) == (DAY, 28 * DAY)
