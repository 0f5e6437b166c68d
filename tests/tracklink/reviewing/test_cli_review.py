import io
import json
from pathlib import Path

import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.reviewing.made_report import write_report
from tests.tracklink.sample_server import SampleServicer
from tracklink.client import ReviewLinkRequest

PIN, FORBID = ReviewLinkRequest.ACTION_PIN, ReviewLinkRequest.ACTION_FORBID


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report with two entries in doubt: one taken with 0.7, one with two candidates."""
    return write_report(tmp_path / "report.json")


def _judged(servicer: SampleServicer) -> list[tuple[int, str, str]]:
    return [(request.action, request.track.title, request.ref.id) for request in servicer.reviews]


def _types(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.mark.parametrize(
    ("lines", "judged"),
    [
        (["p1", "p2"], [(PIN, "Kissen", "8"), (PIN, "Kissenschlacht", "19")]),
        (["s", "f1", "p1"], [(FORBID, "Kissenschlacht", "18"), (PIN, "Kissenschlacht", "19")]),
        (
            ["f1", "f1", "f1"],
            [(FORBID, "Kissen", "8"), (FORBID, "Kissenschlacht", "18"), (FORBID, "Kissenschlacht", "19")],
        ),
        (["", "q"], []),
        (["nonsense", "p9", "p0", "P1", "q"], [(PIN, "Kissen", "8")]),
        (["p1"], [(PIN, "Kissen", "8")]),
    ],
)
def test_a_person_walks_through_the_doubtful(
    tracklink: RunCli,
    servicer: SampleServicer,
    report: Path,
    monkeypatch: pytest.MonkeyPatch,
    lines: list[str],
    judged: list[tuple[int, str, str]],
) -> None:
    """Pins end an entry, forbiddances go on with what is left of it; the end of the input is the end of the walk."""
    _types(monkeypatch, *lines)
    ended = tracklink("review", report, "--reviewer", "Ida")

    assert (ended.code, _judged(servicer)) == (0, judged)
    assert f"{len(judged)} {'judgement' if len(judged) == 1 else 'judgements'} recorded" in ended.err
    assert {request.reviewer for request in servicer.reviews} <= {"Ida"}
    assert "1 of 2: entry 3, replaced: told of 3" in ended.err


def test_nothing_in_doubt_is_said(tracklink: RunCli, report: Path) -> None:
    """Nobody is asked when every open offer is sure enough."""
    stated = json.loads(report.read_text())
    del stated["entries"][2:4]
    report.write_text(json.dumps(stated))

    assert "nothing is in doubt" in tracklink("review", report).err


def test_judgements_are_exported_and_imported(tracklink: RunCli, servicer: SampleServicer, tmp_path: Path) -> None:
    """What one server holds another takes over: track, id, decision, note and reviewer."""
    file = tmp_path / "reviews.jsonl"
    out = tracklink("reviews", "export", file, "--provider", "deezer")
    file.write_text(file.read_text().replace('"ref"', '"decision": "DECISION_FORBIDDEN", "note": "live", "ref"'))
    taken = tracklink("reviews", "import", file)

    assert (out.code, taken.code) == (0, 0)
    assert "3 judgements" in out.err
    assert "3 judgements read, 3 of them new" in taken.err
    assert [(request.action, request.ref.provider, request.note) for request in servicer.reviews] == [
        (FORBID, "deezer", "live")
    ] * 3


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 2: no review"),
        ("{}", "line 2: decision: write DECISION_PINNED or DECISION_FORBIDDEN"),
        ('{"decision": "PINNED"}', "line 2: decision: write DECISION_PINNED or DECISION_FORBIDDEN"),
        ('{"decision": "DECISION_PINNED", "ref": {"id": "1"}}', "line 2: ref.provider: it is missing"),
        (
            '{"decision": "DECISION_PINNED", "ref": {"provider": "deezer", "id": 1}}',
            "line 2: no review: ref.id: expected",
        ),
        ("null", 'line 2: no review: write an object, {"decision": ..., "track": ..., "ref": ...}'),
        ("[]", "line 2: no review: write an object"),
        ('{"track": {"refs": [3]}}', "line 2: no review: track.refs: write an object, {...}"),
        ('{"track": {"durationMs": "long"}}', "line 2: no review: track.durationMs: invalid"),
    ],
)
def test_a_bad_line_refuses_the_whole_file(
    tracklink: RunCli, servicer: SampleServicer, tmp_path: Path, line: str, sentence: str
) -> None:
    """Nothing of it is recorded, so that mending and importing again is safe."""
    good = '{"decision": "DECISION_PINNED", "track": {"title": "Bett"}, "ref": {"provider": "deezer", "id": "1"}}'
    (tmp_path / "reviews.jsonl").write_text(f"{good}\n{line}\n")
    ended = tracklink("reviews", "import", tmp_path / "reviews.jsonl")

    assert (ended.code, servicer.reviews) == (2, [])
    assert sentence in ended.err


def test_the_page_is_written_without_a_server(tracklink: RunCli, report: Path, tmp_path: Path) -> None:
    """It stands alone: no address of anything it would load."""
    ended = tracklink("--server", "127.0.0.1:1", "review", report, "--html", tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text()

    assert ended.code == 0
    assert "src=" not in page.replace("<img src=x".replace("<", "\\u003c"), "")
    assert "<link" not in page


def test_the_page_never_takes_the_place_of_the_report(tracklink: RunCli, report: Path) -> None:
    """Judgements are still to come from it."""
    before = report.read_bytes()
    ended = tracklink("review", report, "--html", report)

    assert (ended.code, report.read_bytes()) == (2, before)


def test_control_characters_do_nothing_to_the_terminal(
    tracklink: RunCli, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report may come from elsewhere."""
    stated = json.loads(report.read_text())
    stated["entries"][2]["reason"] = "\x1b[31mred\r\nline"
    report.write_text(json.dumps(stated))

    _types(monkeypatch, "q")

    assert " [31mred line" in tracklink("review", report).err


def test_a_line_that_the_server_refuses_is_named(tracklink: RunCli, servicer: SampleServicer, tmp_path: Path) -> None:
    """With what became of those before it."""
    good = '{"decision": "DECISION_PINNED", "track": {"title": "Bett"}, "ref": {"provider": "deezer", "id": "1"}}'
    (tmp_path / "reviews.jsonl").write_text(f"{good}\n\n{good.replace('deezer', 'walkman')}\n")
    ended = tracklink("reviews", "import", tmp_path / "reviews.jsonl")

    assert (ended.code, len(servicer.reviews)) == (2, 1)
    assert "line 3: ref.provider: walkman is no provider" in ended.err
    assert "the 1 before it are recorded" in ended.err
