import json
from pathlib import Path

import pytest

from tests.tracklink.reviewing.made_report import document, write_report
from tracklink.reviewing import ReviewError, read_report

UNSURE = '{"ref": {"provider": "catalog", "id": "1"}, "confidence": "NaN"}'


def test_a_report_is_read_back(tmp_path: Path) -> None:
    """The entries that were asked about, with what was taken first and each candidate once."""
    report = read_report(write_report(tmp_path / "report.json"))

    assert (report.provider, report.market, report.entries) == ("catalog", "DE", 5)
    assert [(asked.position, [match.ref.id for match in asked.offered]) for asked in report.asked] == [
        (2, ["9", "19"]),
        (3, ["8"]),
        (4, ["18", "19"]),
        (5, []),
    ]


def test_a_person_can_help_where_something_is_offered_and_not_surely_taken(tmp_path: Path) -> None:
    """A sure replacement needs no look, and nothing offered gives nothing to look at."""
    report = read_report(write_report(tmp_path / "report.json"))

    assert [asked.position for asked in report.asked if asked.is_doubtful(0.95)] == [3, 4]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "is not JSON"),
        ("[]", "is no report: `tracklink repair PLAYLIST --report FILE` writes one"),
        ('{"provider": "catalog", "entries": [{"asked": {"title": 3}}]}', "entry 1: it holds no Track"),
        ('{"provider": "catalog", "entries": [{"asked": {}, "candidates": [3]}]}', "entry 1: it holds no Match"),
        ('{"provider": "catalog", "entries": [{"asked": {}, "candidates": 5}]}', "entry 1: its candidates are no list"),
        ('{"provider": "catalog", "entries": [{"asked": {}, "position": "x"}]}', "entry 1: its position is no number"),
        ('{"provider": "catalog", "entries": [{"asked": {}, "candidates": [{}]}]}', "a ref with provider and id"),
        (f'{{"provider": "catalog", "entries": [{{"asked": {{}}, "replacement": {UNSURE}}}]}}', "a confidence from 0"),
    ],
)
def test_what_is_no_report_is_told(tmp_path: Path, content: str, sentence: str) -> None:
    """With the place in it."""
    (tmp_path / "report.json").write_text(content)

    with pytest.raises(ReviewError, match=sentence):
        read_report(tmp_path / "report.json")


def test_an_older_client_reads_a_newer_report(tmp_path: Path) -> None:
    """Unknown keys are passed over."""
    newer = document() | {"mood": "calm"}
    newer["entries"][1]["asked"]["mood"] = "calm"
    (tmp_path / "report.json").write_text(json.dumps(newer))

    assert len(read_report(tmp_path / "report.json").asked) == 4
