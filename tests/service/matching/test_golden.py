"""The golden set in golden/: every way in which matchers are known to fail, accepting and refusing."""

from collections import Counter
from statistics import fmean

import pytest

from tests.service.matching.golden_case import GoldenCase, read_cases

CASES = list(read_cases("golden"))
KNOWN_WRONG = list(read_cases("golden_known_wrong.jsonl"))
PAIRS = [case for case in CASES if case.is_pair]
CHOICES = [case for case in CASES if not case.is_pair]
NUMBERED_KINDS = 25
LEAST_CASES = 800
LEAST_OF_A_KIND = 7
LEAST_EITHER_WAY = 2
LEAST_WITH_ISRC = 30
"""Cases in which both sides state one."""


def _ids(cases: list[GoldenCase]) -> list[str]:
    return [case.label for case in cases]


def _fault(case: GoldenCase) -> str | None:
    """What is wrong with the answer to a case, None when it is right."""
    return _fault_of_pair(case) if case.is_pair else _fault_of_choice(case)


def _fault_of_pair(case: GoldenCase) -> str | None:
    judged, swapped = case.judged(), case.judged(swapped=True)
    wrong = next((match for match in (judged, swapped) if not case.agrees(match.verdict)), None)
    return case.shown(str(wrong.verdict), wrong) if wrong else None


def _fault_of_choice(case: GoldenCase) -> str | None:
    decision = case.decided()
    chosen = f":{decision.match.ref.id}" if decision.match else ""
    came_out = f"{decision.outcome}{chosen}"
    if came_out == case.expected and str(case.row.get("says", "")) in decision.reason:
        return None
    return case.shown(f"{came_out} ({decision.reason})", *decision.ranked)


@pytest.mark.parametrize("case", PAIRS, ids=_ids(PAIRS))
def test_a_golden_pair_gets_its_verdict(case: GoldenCase) -> None:
    """The verdict is the expected one, and the same with the sides swapped."""
    if fault := _fault(case):
        pytest.fail(fault, pytrace=False)


@pytest.mark.parametrize("case", CHOICES, ids=_ids(CHOICES))
def test_golden_candidates_come_to_their_outcome(case: GoldenCase) -> None:
    """The outcome is the expected one, the right candidate is chosen, and the reason names what decided."""
    if fault := _fault(case):
        pytest.fail(fault, pytrace=False)


@pytest.mark.parametrize("case", KNOWN_WRONG, ids=_ids(KNOWN_WRONG))
def test_a_known_wrong_answer_is_still_wrong(case: GoldenCase) -> None:
    """Once cured, it moves to golden/ and leaves docs/matching.md."""
    if not _fault(case):
        pytest.fail(f"{case.label} is right now: move it to golden/ and out of docs/matching.md", pytrace=False)


def test_the_confidence_is_as_often_right_as_it_says() -> None:
    """Of a hundred pairs said to be nine in ten likely, ninety are one recording; at one in ten, ten."""
    said = [(case.judged().confidence, case.accepts) for case in PAIRS]

    assert fmean(accepts for confidence, accepts in said if confidence >= 0.9) >= 0.9
    assert fmean(accepts for confidence, accepts in said if confidence <= 0.1) <= 0.1


def test_every_known_failure_is_covered_both_ways() -> None:
    """Each kind has its floor of cases, some that accept and some that refuse; all 25 numbered kinds are there."""
    kinds = Counter(case.kind for case in CASES)
    accepting = Counter(case.kind for case in CASES if case.accepts)
    thin = {kind: (n, accepting[kind]) for kind, n in kinds.items() if n < LEAST_OF_A_KIND}
    one_way = {
        kind: (n, accepting[kind])
        for kind, n in kinds.items()
        if not LEAST_EITHER_WAY <= accepting[kind] <= n - LEAST_EITHER_WAY
    }
    assert (thin, one_way) == ({}, {})
    numbers = {int(kind.split()[0]) for kind in kinds if kind[0].isdigit()}
    assert numbers == set(range(1, NUMBERED_KINDS + 1))
    assert len(CASES) >= LEAST_CASES


def test_many_cases_have_isrcs() -> None:
    """Poisoned, shared and unequal codes are all covered."""
    with_isrc = [case for case in PAIRS if case.track("asked").isrcs and case.track("offered").isrcs]
    assert len(with_isrc) >= LEAST_WITH_ISRC


def test_every_case_has_its_own_id_and_a_reason() -> None:
    """A failure is found by its id, and told with its reason."""
    ids = [case.id for case in (*CASES, *KNOWN_WRONG)]
    assert len(set(ids)) == len(ids)
    assert all(str(case.row["why"]).strip() for case in (*CASES, *KNOWN_WRONG))
    assert all(str(case.row["reason"]).strip() for case in KNOWN_WRONG)
