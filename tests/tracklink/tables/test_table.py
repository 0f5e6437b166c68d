import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracklink.tables.error import TableError
from tracklink.tables.table import read_table

ANSWER = {"outcome": "LINKED", "deezer_id": "17"}
cells = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cells, cells), max_size=5), st.sampled_from(",;\t"))
def test_no_cell_of_a_csv_is_lost(tmp_path: Path, lines: list[tuple[str, str]], delimiter: str) -> None:
    """Quotes, line breaks and delimiters within cells come out as they went in, with the answers beside them."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([("title", "note"), *lines])
    path, out = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text(text.getvalue(), newline="")
    table = read_table(path)
    table.write(out, [ANSWER] * len(table.rows))
    with out.open(newline="") as stream:
        written = list(csv.reader(stream, delimiter=delimiter))

    assert written[0] == ["title", "note", *(["tracklink_outcome", "tracklink_deezer_id"] if lines else [])]
    assert written[1:] == [[*line, "LINKED", "17"] for line in lines]


@pytest.mark.parametrize(
    ("content", "written"),
    [
        ("\ufefftitle,note\r\nAmber Anchor,x\r\n".encode(), "\ufefftitle,note"),
        ("title\tnote\r\nAmber Anchor\tx\r\n".encode("utf-16"), "\ufefftitle\tnote"),
        (b"sep=;\r\ntitle;note\r\nAmber Anchor;x\r\n", "title;note"),
        (b'"title";"note"\n"Amber Anchor";"x, y, z"\n', "title;note"),
        (b'"title";"note, at length, of us"\n"Amber Anchor";"x"\n', "title;note, at length, of us"),
        (b"\r\n\ntitle,note\nAmber Anchor,x\n", "title,note"),
    ],
)
def test_what_excel_writes_is_read(tmp_path: Path, content: bytes, written: str) -> None:
    """Its marks, its UTF-16, its line about the separator; written in UTF-8, with a mark where there was one."""
    path, out = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_bytes(content)
    table = read_table(path)
    table.write(out, [ANSWER])

    assert table.rows[0]["title"] == "Amber Anchor"
    assert out.read_bytes().decode().startswith(written)


def test_a_second_run_replaces_the_answers_of_the_first(tmp_path: Path) -> None:
    """A linked table that is linked again has each of our columns once."""
    path, out, again = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv"
    path.write_text("title\nAmber Anchor\n")
    read_table(path).write(out, [ANSWER])
    read_table(out).write(again, [ANSWER])

    assert again.read_bytes() == out.read_bytes()


def test_json_lines_keep_every_key(tmp_path: Path) -> None:
    """Lists, numbers and nulls too."""
    rows: list[dict[str, Any]] = [{"title": "夜の港", "tags": ["a", 1, None]}, {"id": 3.5}]
    path, out = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    table = read_table(path)
    table.write(out, [ANSWER, ANSWER])

    told = {"tracklink_outcome": "LINKED", "tracklink_deezer_id": "17"}
    assert list(table.headers) == ["title", "tags", "id"]
    assert [json.loads(line) for line in out.read_text().splitlines()] == [row | told for row in rows]


def test_parquet_keeps_the_types_of_its_columns(tmp_path: Path) -> None:
    """Ours are text, and null where an answer says nothing."""
    path, out = tmp_path / "a.parquet", tmp_path / "b.parquet"
    pq.write_table(pa.table({"title": ["Amber Anchor", None], "plays": pa.array([3, 4], pa.int16())}), path)
    table = read_table(path)
    table.write(out, [ANSWER, {"outcome": "NOT_IN_CATALOG"}])
    written = pq.read_table(out)

    assert table.rows == [{"title": "Amber Anchor", "plays": 3}, {"title": None, "plays": 4}]
    assert written.schema.field("plays").type == pa.int16()
    assert written["tracklink_deezer_id"].to_pylist() == ["17", None]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "is empty: its first line names the columns"),
        ("a.csv", b"title,title\n", "two columns named 'title'"),
        ("a.csv", b"title,,\n", "two columns without a name"),
        ("a.csv", b"title\nAmber,Anchor\n", "row 2: it has more cells"),
        ("a.csv", b'title\n"Amber\n', "is no CSV: line"),
        ("a.csv", b"title\n\xff\n", "not written in UTF-8"),
        ("a.jsonl", b'{"a": 1}\n{\n', "line 2: not JSON"),
        ("a.jsonl", b'{"title": "\\ud800"}\n', "line 1: it holds half a surrogate pair"),
        ("a.jsonl", b'{"a": 1}\n{"a": {"b": 1, "b": 2}}\n', "line 2: not JSON: an object has the same key twice, 'b'"),
        ("a.jsonl", b'{"a": [-1e999]}\n', "line 1: not JSON: the number -1e999 is too large"),
        ("a.jsonl", b"[1]\n", "line 1: a row is an object"),
        ("a.parquet", b"title\n", "is no Parquet file"),
        ("a.xlsx", b"", "ends with none of .csv, .tsv, .jsonl and .parquet"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    """With the file, the place in it and the cause."""
    (tmp_path / name).write_bytes(content)

    with pytest.raises(TableError, match=sentence):
        read_table(tmp_path / name)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """In one sentence."""
    with pytest.raises(TableError, match="No such file"):
        read_table(tmp_path / "none.csv")


def test_parquet_columns_that_python_cannot_hold_stay(tmp_path: Path) -> None:
    """Years beyond 9999 and broken text are written as they were; the file is as open to others as any new one."""
    path, out = tmp_path / "a.parquet", tmp_path / "b.parquet"
    broken = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")])
    far = pa.array([10**7], pa.date32())
    pq.write_table(pa.table({"title": ["Amber Anchor"], "day": far, "note": broken}), path)
    table = read_table(path)
    table.write(out, [ANSWER])
    written = pq.read_table(out)

    assert table.rows == [{"title": "Amber Anchor", "day": None, "note": None}]
    assert (written["day"].chunk(0), written["note"].chunk(0)) == (far, broken)
    assert out.stat().st_mode == path.stat().st_mode


def test_two_columns_of_one_name_in_parquet_are_told(tmp_path: Path) -> None:
    """By the name."""
    pq.write_table(
        pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["title", "title"]), tmp_path / "a.parquet"
    )

    with pytest.raises(TableError, match="two columns named 'title'"):
        read_table(tmp_path / "a.parquet")


def test_a_parquet_file_whose_header_is_damaged_is_told(tmp_path: Path) -> None:
    """The name of a column that is no text any more, for one."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"title": ["a"]}), path)
    path.write_bytes(path.read_bytes().replace(b"title", b"tit\xcfe"))

    with pytest.raises(TableError, match="is no Parquet file"):
        read_table(path)
