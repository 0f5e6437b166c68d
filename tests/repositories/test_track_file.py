from pathlib import Path

import pytest

from repositories.track_file import LONGEST_LINE_BYTES, TrackFileUnreadable, open_track_file, shown
from repositories.track_portion import FileRow


def read(path: Path, content: bytes) -> list[FileRow]:
    """All rows of a file of this content."""
    path.write_bytes(content)
    with open_track_file(path) as file:
        return list(file.rows())


def test_rows_of_a_csv_file(tmp_path: Path) -> None:
    """Columns by name, quoted commas and line breaks, short rows; line numbers are those of the row's last line."""
    rows = read(tmp_path / "rows.csv", '\ufeffid,title\n1,"One,\ntwo"\n\n2\n'.encode())

    assert [(row.line, dict(row.fields or {})) for row in rows] == [
        (3, {"id": "1", "title": "One,\ntwo"}),
        (5, {"id": "2", "title": None}),
    ]


def test_a_csv_field_without_end_is_one_refused_row(tmp_path: Path) -> None:
    """The rows after it are read."""
    rows = read(tmp_path / "rows.csv", b'id,title\n1,"' + b"x" * 140_000 + b"\n2,T\n")

    assert [row.fault.partition(":")[0] for row in rows] == ["not CSV", ""]


def test_a_csv_file_names_its_columns(tmp_path: Path) -> None:
    """Without id or title in the first line nothing can be imported."""
    with pytest.raises(TrackFileUnreadable, match="has no column `id` and `title`: its first line must name"):
        read(tmp_path / "rows.csv", b"name,artist\nx,y\n")


def test_a_line_without_end_is_one_refused_row(tmp_path: Path) -> None:
    """However long it is, memory is not filled with it."""
    rows = read(tmp_path / "rows.jsonl", b"x" * (3 * LONGEST_LINE_BYTES) + b'\n{"id": 1}\n')

    assert [(row.line, row.fault) for row in rows] == [(1, "not JSON"), (2, "")]


@pytest.mark.parametrize("line", [b"[" * 100_000, b"9" * 5_000, b"\xfe\xff\x00"])
def test_hostile_lines_are_not_json(tmp_path: Path, line: bytes) -> None:
    """Endless nesting, endless numbers, other encodings."""
    assert [row.fault for row in read(tmp_path / "rows.jsonl", line)] == ["not JSON"]


def test_a_file_that_cannot_be_opened_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Missing, a directory, empty."""
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    for path, fault in ((tmp_path / "none", "does not exist."), (tmp_path, "is a directory"), (empty, "is empty.")):
        with pytest.raises(TrackFileUnreadable, match=fault), open_track_file(path):
            pass


def test_a_name_that_is_no_text_can_be_printed() -> None:
    """Bytes of a path that are not UTF-8 are replaced."""
    assert shown(Path("rows\udcff.jsonl")) == "rows?.jsonl"
