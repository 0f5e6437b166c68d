import gzip
import json
from pathlib import Path

import pytest

from service.evaluate import UnreadableFile, evaluate, run

Row = dict[str, object]
HARBOUR = {"title": "Harbour Lights", "artists": ["The Paper Lanterns"], "duration_ms": 201_000}
LIVE = {**HARBOUR, "title": "Harbour Lights (Live)"}
BUS = {"title": "Night Bus", "artists": ["Olga Brandt"], "duration_ms": 240_000}
PAIRS: list[Row] = [
    {"id": "p1", "kind": "same", "left": HARBOUR, "right": HARBOUR, "label": 1},
    {"id": "p2", "kind": "live", "left": HARBOUR, "right": LIVE, "label": 0},
    {"id": "p3", "kind": "live", "left": HARBOUR, "right": LIVE, "label": 1},
]
CHOICES: list[Row] = [
    {
        "id": "c1",
        "kind": "a",
        "query": HARBOUR,
        "candidates": [{**HARBOUR, "id": "1"}, {**LIVE, "id": "2"}],
        "gold": ["1"],
    },
    {"id": "c2", "kind": "a", "query": HARBOUR, "candidates": [{**LIVE, "id": "2"}], "gold": []},
    {"id": "c3", "kind": "b", "query": HARBOUR, "candidates": [{**HARBOUR, "id": 9}], "gold": []},
    {"id": "c4", "kind": "b", "query": BUS, "candidates": [{**LIVE, "id": "2"}], "gold": ["2"]},
]


def _write(folder: Path, rows: list[Row], name: str = "rows.jsonl") -> Path:
    file = folder / name
    text = "".join(json.dumps(row) + "\n" for row in rows).encode()
    file.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    return file


def _without(rows: list[Row], *keys: str) -> list[Row]:
    return [{key: value for key, value in row.items() if key not in keys} for row in rows]


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
def test_pairs_are_measured(tmp_path: Path, name: str) -> None:
    """Precision and recall of "the same recording"; the figures of choices are null."""
    figures = evaluate(_write(tmp_path, PAIRS, name))
    assert {key: figures[key] for key in ("form", "n", "precision", "recall", "f1")} == {
        "form": "pairs",
        "n": 3,
        "precision": 1.0,
        "recall": 0.5,
        "f1": 0.6667,
    }
    assert figures["accuracy_at_1"] is figures["false_answer_rate"] is None
    by_kind = figures["by_kind"]
    assert isinstance(by_kind, dict)
    assert by_kind["live"] == {
        "n": 2,
        "precision": None,
        "recall": 0.0,
        "f1": 0.0,
        "accuracy_at_1": None,
        "false_answer_rate": None,
    }


def test_choices_are_measured(tmp_path: Path) -> None:
    """Accuracy over rows with gold, precision over answers given, false answers over rows without gold."""
    figures = evaluate(_write(tmp_path, CHOICES))
    del figures["by_kind"]
    assert figures == {
        "form": "choices",
        "n": 4,
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "accuracy_at_1": 0.5,
        "false_answer_rate": 0.5,
    }


@pytest.mark.parametrize("rows", [PAIRS, CHOICES])
def test_labels_are_never_read_for_the_decision(tmp_path: Path, rows: list[Row]) -> None:
    """Without labels and kinds the figures are null and the predictions the same."""
    labelled, blind = tmp_path / "labelled", tmp_path / "blind"
    evaluate(_write(tmp_path, rows), labelled)
    figures = evaluate(_write(tmp_path, _without(rows, "label", "gold", "kind")), blind)
    assert labelled.read_text() == blind.read_text()
    assert [figures[key] for key in ("precision", "recall", "f1", "accuracy_at_1", "false_answer_rate")] == [None] * 5
    assert figures["by_kind"] == {}


def test_every_row_gets_a_prediction(tmp_path: Path) -> None:
    """One line for each row, in order; ids come back as they were written."""
    out = tmp_path / "out.jsonl"
    evaluate(_write(tmp_path, CHOICES), out)
    answers = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(row["id"], row["answer"]) for row in answers] == [("c1", "1"), ("c2", None), ("c3", 9), ("c4", None)]
    assert answers[0]["verdict"] == "SAME_RECORDING"
    assert 0.9 < answers[0]["confidence"] <= 1
    evaluate(_write(tmp_path, PAIRS), out)
    assert [json.loads(line)["same"] for line in out.read_text().splitlines()] == [True, False, False]


def test_ignored_candidates_are_removed(tmp_path: Path) -> None:
    """They are neither right nor wrong: nobody may answer with them."""
    row: Row = {"id": "i", "query": HARBOUR, "candidates": [{**HARBOUR, "id": "1"}], "gold": [], "ignore": ["1"]}
    assert evaluate(_write(tmp_path, [row]))["false_answer_rate"] == 0.0


def test_a_replacement_is_chosen_by_its_rules(tmp_path: Path) -> None:
    """What does not play may be linked, but never replaces."""
    row: Row = {"id": "r", "query": HARBOUR, "candidates": [{**HARBOUR, "id": "1", "available": False}], "gold": []}
    out = tmp_path / "out.jsonl"
    evaluate(_write(tmp_path, [{**row, "task": "replacement"}]), out)
    assert json.loads(out.read_text())["answer"] is None
    evaluate(_write(tmp_path, [{**row, "task": "link"}]), out)
    assert json.loads(out.read_text())["answer"] == "1"


def test_no_row_is_refused(tmp_path: Path) -> None:
    """An empty title, a strange length, no candidates, an id that is no text: decided, not refused."""
    rows: list[Row] = [
        {"id": None, "query": {}, "candidates": []},
        {"query": {"title": 5, "duration_ms": "long"}, "candidates": [{}, 3, {"id": {"a": 1}, "title": None}]},
        {"id": "x", "query": HARBOUR, "candidates": [HARBOUR], "gold": None, "ignore": 7},
    ]
    assert evaluate(_write(tmp_path, rows))["n"] == 3
    assert evaluate(_write(tmp_path, [{"left": {}, "right": {"title": ""}, "label": 0}]))["n"] == 1


def test_a_part_that_cannot_be_read_is_empty(tmp_path: Path) -> None:
    """Null or text where a track or a list belongs is decided as if it were empty; other rows keep their figures."""
    out = tmp_path / "out.jsonl"
    assert evaluate(_write(tmp_path, [{"left": None, "right": "x", "label": 1}, *PAIRS]), out)["n"] == 4
    assert json.loads(out.read_text().splitlines()[0])["verdict"] == "UNDECIDABLE"
    assert evaluate(_write(tmp_path, [*CHOICES, {"query": None, "candidates": None, "gold": []}]), out)["n"] == 5
    assert json.loads(out.read_text().splitlines()[-1])["answer"] is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "line 1: not a JSON object"),
        (b"[1]\n", "line 1: not a JSON object but a list"),
        (b'{"left": {}, "right": {}}\n\n{"query": {}, "candidates": []}\n', "line 3: not of the form of the first row"),
        (b'{"title": "x"}\n', 'line 1: neither "left" and "right"'),
        (b"\xff\xfe\n", "line 1: not a JSON object"),
        (b"", "holds no rows"),
    ],
)
def test_a_bad_file_gets_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    """The file, the line and what is wrong."""
    file = tmp_path / "bad.jsonl"
    file.write_bytes(content)
    with pytest.raises(UnreadableFile, match=words):
        evaluate(file)


@pytest.mark.parametrize("content", [b"not gzip", gzip.compress(b'{"left": {}, "right": {}}\n' * 900)[:-20]])
def test_a_broken_gzip_file_is_told(tmp_path: Path, content: bytes) -> None:
    """Neither a plain file by that name nor half of a packed one is measured."""
    file = tmp_path / "bad.jsonl.gz"
    file.write_bytes(content)
    with pytest.raises(UnreadableFile, match="gzip"):
        evaluate(file)


def test_the_command_prints_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object to stdout and exit code 0; a sentence to stderr and 1 when it cannot be done."""
    assert run(_write(tmp_path, PAIRS)) == 0
    assert json.loads(capsys.readouterr().out)["n"] == 3
    assert run(tmp_path / "missing.jsonl") == 1
    failed = capsys.readouterr()
    assert failed.out == ""
    assert "missing.jsonl" in failed.err
    assert failed.err.count("\n") == 1
