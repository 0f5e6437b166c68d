import csv
from pathlib import Path

import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.sample_server import SampleServicer


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_answers_stand_beside_their_rows(tracklink: RunCli, tmp_path: Path) -> None:
    """In the order of the table, whatever the order of the answers; stdout stays empty."""
    path = tmp_path / "songs.csv"
    path.write_text("Track Name;Mood\nKissenschlacht;happy\nOther;sad\n夜の枕;calm\n")
    ended = tracklink("link-file", path)
    first, second, third = _rows_of(tmp_path / "songs.linked.csv")

    assert (ended.code, ended.out) == (0, "")
    assert (first["Mood"], first["tracklink_outcome"], first["tracklink_catalog_id"]) == ("happy", "LINKED", "17")
    assert (second["tracklink_outcome"], second["tracklink_reason"]) == (
        "NOT_IN_CATALOG",
        "catalog offered nothing near",
    )
    assert (third["tracklink_outcome"], third["tracklink_spotify_outcome"]) == ("AMBIGUOUS", "NEAR_MISS")
    assert "3 rows: 1 linked, 1 not in catalog, 1 ambiguous" in ended.err


def _rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_a_cell_that_the_server_refuses_is_left_out(tracklink: RunCli, tmp_path: Path) -> None:
    """The row is linked by its words, and the message names row and field."""
    path = tmp_path / "songs.csv"
    path.write_text("title,isrc\nKissenschlacht,QZ\n")
    ended = tracklink("link-file", path, "--out", tmp_path / "out.csv")

    assert (ended.code, _rows(tmp_path / "out.csv")[0]["tracklink_outcome"]) == (0, "LINKED")
    assert "row 1: asked without what the server cannot read: track.isrcs[0]" in ended.err


def test_what_stands_beside_a_refused_value_is_asked_with(
    tracklink: RunCli, servicer: SampleServicer, tmp_path: Path
) -> None:
    """The ISRC that is one stays, however many of the others are refused, one after the other."""
    path = tmp_path / "songs.csv"
    path.write_text("title,isrc\nKissenschlacht,QZ;ZZZ;QZABC2400001\n")
    ended = tracklink("link-file", path)

    assert (ended.code, ended.err.count("track.isrcs[0]")) == (0, 2)
    assert [list(request.track.isrcs) for request in servicer.asked] == [["ZZZ", "QZABC2400001"], ["QZABC2400001"]]


def test_a_table_may_be_one_list(tracklink: RunCli, servicer: SampleServicer, tmp_path: Path) -> None:
    """More rows than --jobs go together, each 200 as a list."""
    path = tmp_path / "songs.csv"
    path.write_text("title\n" + "Kissenschlacht\n" * 201)
    ended = tracklink("link-file", path, "--one-list", "--jobs", "2")

    assert (ended.code, len(_rows(tmp_path / "songs.linked.csv"))) == (0, 201)
    assert servicer.messages == [(200, True), (1, True)]


def test_what_was_answered_is_kept_when_the_server_goes_away(
    tracklink: RunCli, servicer: SampleServicer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole table is written; rows without an answer say so, and the command that there is more to do."""
    monkeypatch.setattr("tracklink.client.patience.FIRST_PAUSE_SECONDS", 0.0)
    path = tmp_path / "songs.csv"
    path.write_text("title\n" + "Kissenschlacht\n" * 4)
    servicer.broken_streams, servicer.silent_streams = 1, 100
    ended = tracklink("link-file", path)
    rows = _rows(tmp_path / "songs.linked.csv")
    servicer.silent_streams = 0
    again = tracklink("link-file", path)

    assert (ended.code, again.code) == (1, 0)
    assert [row["tracklink_outcome"] for row in rows] == ["LINKED", "UNAVAILABLE", "LINKED", "UNAVAILABLE"]
    assert rows[1]["tracklink_reason"] == "The server went away: the server is shutting down."
    assert "shutting down; what was answered is kept: run it again for the rest" in ended.err
    assert "4 rows: 2 linked, 2 unavailable" in ended.err
    assert {row["tracklink_outcome"] for row in _rows(tmp_path / "songs.linked.csv")} == {"LINKED"}


def test_no_server_leaves_no_table(tracklink: RunCli, tmp_path: Path) -> None:
    """A table of nothing but failures helps nobody."""
    path = tmp_path / "songs.csv"
    path.write_text("title\nKissenschlacht\n")
    ended = tracklink("link-file", path, "--server", "127.0.0.1:1")

    assert (ended.code, ended.err.count("\n"), list(tmp_path.iterdir())) == (1, 1, [path])


def test_a_row_in_error_is_told_and_the_command_ends_with_1(tracklink: RunCli, tmp_path: Path) -> None:
    """A row that says nothing."""
    path = tmp_path / "songs.csv"
    path.write_text("title,mood\n,sad\n")
    ended = tracklink("link-file", path)

    assert ended.code == 1
    assert _rows(tmp_path / "songs.linked.csv")[0]["tracklink_outcome"] == "INVALID_ARGUMENT"


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["--out", "songs.csv"], "that is the table itself"),
        (["--out", "songs.jsonl"], "what is read as .csv is written as .csv"),
        (["--out", "none/songs.csv"], "there is no folder none"),
        (["--column", "mood=title"], "'mood' is no field"),
    ],
)
def test_bad_usage_is_told(
    tracklink: RunCli,
    servicer: SampleServicer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    flags: list[str],
    sentence: str,
) -> None:
    """Before anything is asked or written."""
    monkeypatch.chdir(tmp_path)
    Path("songs.csv").write_text("title\nKissenschlacht\n")
    ended = tracklink("link-file", "songs.csv", *flags)

    assert (ended.code, servicer.asked, list(tmp_path.iterdir())) == (2, [], [tmp_path / "songs.csv"])
    assert sentence in ended.err
