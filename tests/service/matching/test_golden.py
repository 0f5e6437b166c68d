"""Pairs with their verdicts and reasons, in golden.jsonl: every way in which matchers are known to fail, both ways."""

import json
from collections import Counter
from pathlib import Path

import pytest

from domain.match import Verdict
from domain.track_row import read_track_row
from service.matching import judge, same_recording
from tracklink.plugin import Candidate, Track, TrackRef

ROWS = [json.loads(line) for line in Path(__file__).with_name("golden.jsonl").read_text(encoding="utf-8").splitlines()]
KNOWN_FAILURES = 25
LEAST_ROWS = 80


def _track(row: dict[str, object]) -> Track:
    return read_track_row(row, "catalog").track


def _verdict(asked: Track, offered: Track) -> Verdict:
    return judge(asked, Candidate(ref=TrackRef("catalog", "1"), track=offered)).verdict


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['kind']}: {row['reason']}" for row in ROWS])
def test_a_golden_pair_gets_its_verdict(row: dict[str, dict[str, object]]) -> None:
    """The verdict is the one that the row's reason gives, and the same with the sides swapped."""
    asked, offered = _track(row["asked"]), _track(row["offered"])
    assert _verdict(asked, offered) == row["verdict"]
    assert _verdict(offered, asked) == row["verdict"]
    assert same_recording(asked, offered) == Verdict(str(row["verdict"])).is_same


def test_every_known_failure_has_its_pairs() -> None:
    """The golden set covers each of the numbered kinds of failure."""
    kinds = Counter(row["kind"] for row in ROWS)
    assert {str(kind).split()[0] for kind in kinds if kind[0].isdigit()} == {
        str(number) for number in range(1, KNOWN_FAILURES + 1)
    }
    assert len(ROWS) >= LEAST_ROWS
