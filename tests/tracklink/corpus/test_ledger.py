import csv
import resource
from pathlib import Path

import pytest

from tracklink.corpus.error import CorpusError
from tracklink.corpus.ledger import CSV, JOURNAL, Ledger
from tracklink.corpus.row import failed_row

NAMES = ("1.jams", "2.jams", "3.jams")


def _written(folder: Path) -> list[dict[str, str]]:
    with (folder / CSV).open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_line_that_was_cut_spoils_no_other(tmp_path: Path) -> None:
    """A full disk cuts one anywhere, within a character too; lines before and after it count."""
    whole = b'{"jams_file": "1.jams", "outcome": "NOT_IN_CATALOG"}'
    (tmp_path / JOURNAL).write_bytes(whole + b'\n{"jams_file": "2.jams", "reason": "\xc3')
    with Ledger(tmp_path, NAMES) as ledger:
        ledger.add(failed_row("3.jams", "UNAVAILABLE", "a\u2028b"))
        killed = (tmp_path / JOURNAL).read_bytes()
    (tmp_path / CSV).unlink()
    (tmp_path / JOURNAL).write_bytes(killed)
    with Ledger(tmp_path, NAMES):
        pass

    assert [(row["jams_file"], row["outcome"]) for row in _written(tmp_path)] == [
        ("1.jams", "NOT_IN_CATALOG"),
        ("3.jams", "UNAVAILABLE"),
    ]


def test_what_a_person_adds_to_the_table_stays(tmp_path: Path) -> None:
    """A column of their own comes last, asked again or not; a carriage return in a cell ends no row."""
    with Ledger(tmp_path, NAMES) as ledger:
        ledger.add(failed_row("1.jams", "UNAVAILABLE", "a\rb") | {"my note": "heard"})
    with Ledger(tmp_path, NAMES):
        pass
    before = [(row["reason"], row["my note"]) for row in _written(tmp_path)]
    with Ledger(tmp_path, NAMES) as ledger:
        ledger.add(failed_row("1.jams", "UNAVAILABLE", "again"))

    assert before == [("a\rb", "heard")]
    assert [(row["reason"], row["my note"]) for row in _written(tmp_path)] == [("again", "heard")]


def test_two_runs_do_not_write_one_table(tmp_path: Path) -> None:
    """The second is told at once."""
    with Ledger(tmp_path, NAMES), pytest.raises(CorpusError, match="is being linked by another run"):
        Ledger(tmp_path, NAMES)


def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    """With the file, in one sentence."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8, before[1]))
    try:
        with pytest.raises(CorpusError, match=r"cannot write .*: File too large"), Ledger(tmp_path, NAMES) as ledger:
            ledger.add(failed_row("1.jams", "UNAVAILABLE", ""))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
