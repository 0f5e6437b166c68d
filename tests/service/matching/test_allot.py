"""Sums are the greatest there are, and nothing is given twice."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.matching import allot as module
from service.matching.allot import allot

CLAIMS = st.lists(st.dictionaries(st.integers(0, 5), st.integers(1, 40), max_size=6), max_size=6)


def _greatest(weights: Sequence[Mapping[int, int]], taken: frozenset[int] = frozenset()) -> int:
    """By trying everything."""
    if not weights:
        return 0
    first, *rest = weights
    with_first = [weight + _greatest(rest, taken | {thing}) for thing, weight in first.items() if thing not in taken]
    return max([_greatest(rest, taken), *with_first])


def _sum(weights: Sequence[Mapping[int, int]], given: Sequence[int | None]) -> int:
    return sum(claims[thing] for claims, thing in zip(weights, given, strict=True) if thing is not None)


@given(CLAIMS)
def test_the_sum_is_the_greatest(weights: list[dict[int, int]]) -> None:
    """As great as the best of all ways to give the things out, each once."""
    given_out = allot(weights)
    things = [thing for thing in given_out if thing is not None]

    assert len(things) == len(set(things))
    assert _sum(weights, given_out) == _greatest(weights)


@given(CLAIMS)
def test_without_effort_left_nothing_is_given_twice(weights: list[dict[int, int]]) -> None:
    """Rows that come too late take the best of what nobody holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "EFFORT", 0)
        given_out = allot(weights)
    things = [thing for thing in given_out if thing is not None]

    assert len(things) == len(set(things))
    assert all(claims.keys() <= set(things) for claims, thing in zip(weights, given_out, strict=True) if thing is None)


def test_thousands_of_rows_that_claim_the_same_end() -> None:
    """Five thousand rows that want the same twenty-five things: as many get one."""
    given_out = allot([dict.fromkeys(range(25), 5)] * 5_000)

    assert sorted(thing for thing in given_out if thing is not None) == list(range(25))
