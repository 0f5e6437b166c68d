"""Tables as files: CSV, JSON Lines, Parquet. What is written holds all that was read, in the same order."""

import csv
import io
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path

from tracklink.csv_text import csv_text
from tracklink.json_text import read_json
from tracklink.replaced_file import replace_file
from tracklink.tables.error import TableError
from tracklink.text_of import MARKS, text_of

OURS = "tracklink_"
"""Our columns begin so, and replace those of an earlier run."""


_SEPARATOR = re.compile(r"sep=(?P<separator>.)\r?\n")
"""Excel's own first line."""
_LONGEST_HEADER = 65_536
_QUOTED = re.compile(r'"[^"]*"')


class Table(ABC):
    """Rows as a file has them."""

    headers: Sequence[str]
    rows: Sequence[Mapping[str, object]]

    @abstractmethod
    def write(self, path: Path, answers: Sequence[Mapping[str, str]]) -> None:
        """The rows, each with its answer, in the form of the file that was read. OSError."""

    def answer_headers(self, answers: Sequence[Mapping[str, str]]) -> list[str]:
        """The columns of the answers, in the order in which they first come."""
        return list(dict.fromkeys(f"{OURS}{column}" for answer in answers for column in answer))


def read_table(path: Path) -> Table:
    """The table of a file, by its ending: .csv, .tsv, .jsonl, .parquet. Raises TableError."""
    try:
        match path.suffix.lower():
            case ".csv" | ".tsv" | ".txt":
                return CsvTable(path)
            case ".jsonl" | ".ndjson":
                return JsonlTable(path)
            case ".parquet":
                from tracklink.tables.parquet import ParquetTable  # noqa: PLC0415 an extra that few need

                return ParquetTable(path)
    except OSError as error:
        raise TableError(f"cannot read {path}: {error.strerror or error}") from error
    raise TableError(f"{path} is no table: its name ends with none of .csv, .tsv, .jsonl and .parquet")


def refuse_namesakes(path: Path, headers: Sequence[str]) -> None:
    """Two columns of one name would be read as one. Raises TableError."""
    twice = next((header for place, header in enumerate(headers) if header in headers[:place]), None)
    if twice is not None:
        raise TableError(
            f"{path} has two columns {f'named {twice!r}' if twice else 'without a name'}: rename one of them"
        )


class CsvTable(Table):
    """Comma, semicolon or tab between cells; the first line names the columns. Written in UTF-8, marked as it was."""

    rows: Sequence[Mapping[str, str]]

    def __init__(self, path: Path) -> None:
        octets = path.read_bytes()
        self._mark = "\ufeff" if octets.startswith(MARKS) else ""
        text = _text(path, octets).lstrip("\r\n")
        if not text.strip():
            raise TableError(f"{path} is empty: its first line names the columns")
        stated = _SEPARATOR.match(text)
        text = text[stated.end() :] if stated else text
        self._delimiter = stated["separator"] if stated else _delimiter(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter, strict=True)
        try:
            self.headers, *lines = reader
        except (csv.Error, ValueError) as error:
            raise TableError(f"{path} is no CSV: line {max(reader.line_num, 1)}: {error}") from error
        refuse_namesakes(path, self.headers)
        if wide := next((number for number, line in enumerate(lines, 2) if len(line) > len(self.headers)), None):
            raise TableError(f"{path}, row {wide}: it has more cells than there are columns")
        self.rows = [dict(zip(self.headers, line, strict=False)) for line in lines if line]

    def write(self, path: Path, answers: Sequence[Mapping[str, str]]) -> None:
        """The cells as they were, quoted where they have to be."""
        kept = [header for header in self.headers if not header.startswith(OURS)]
        ours = self.answer_headers(answers)
        lines = [[*kept, *ours]]
        for row, answer in zip(self.rows, answers, strict=True):
            told = (answer.get(header.removeprefix(OURS), "") for header in ours)
            lines.append([*(row.get(header, "") for header in kept), *told])
        replace_file(path, self._mark + csv_text(lines, self._delimiter))


class JsonlTable(Table):
    """A JSON object a line."""

    def __init__(self, path: Path) -> None:
        text = _text(path, path.read_bytes())
        rows = [_object(path, number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        self.headers = list(dict.fromkeys(key for row in rows for key in row))
        self.rows = rows

    def write(self, path: Path, answers: Sequence[Mapping[str, str]]) -> None:
        """Each object with the keys of its answer after its own."""
        lines = []
        for row, answer in zip(self.rows, answers, strict=True):
            kept = {key: value for key, value in row.items() if not key.startswith(OURS)}
            told = {f"{OURS}{column}": value for column, value in answer.items()}
            lines.append(json.dumps(kept | told, ensure_ascii=False) + "\n")
        replace_file(path, "".join(lines))


def _delimiter(text: str) -> str:
    """Of the three the one that stands most often in the header, outside of quotes."""
    header = _QUOTED.sub("", text[:_LONGEST_HEADER]).partition("\n")[0]
    return max(",;\t", key=header.count)


def _text(path: Path, octets: bytes) -> str:
    try:
        return text_of(octets)
    except UnicodeDecodeError as error:
        raise TableError(
            f"{path} is not written in UTF-8, byte {error.start} fits nowhere: save it as UTF-8 (Excel: CSV UTF-8)"
        ) from error


def _object(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        row = read_json(line)
        if "\\u" in line:
            json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise TableError(f"{path}, line {number}: it holds half a surrogate pair, which is no character") from error
    except (ValueError, RecursionError) as error:
        raise TableError(f"{path}, line {number}: not JSON: {error}") from error
    if not isinstance(row, dict):
        raise TableError(f"{path}, line {number}: a row is an object, {{...}}")
    return row
