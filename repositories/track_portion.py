"""Portions of a file of tracks: raw rows enough to be worth handing to another process, which reads them."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from repositories import canonical_dump

ROWS_PER_PORTION = 2_000

Record = tuple[int, Sequence[str] | str]
"""The number of a CSV row's last line, and its fields, or what keeps it from being read."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row: its line number from 1, and its fields, or what keeps it from being read."""

    line: int
    fields: Mapping[str, object] | None
    fault: str = ""
    precedence: int | None = None
    """Of rows of one id the lowest counts; where nothing is stated, the last."""


@dataclass(frozen=True, slots=True)
class JsonPortion:
    """Lines of a JSONL file, numbered from `first_line`; one is empty where it was blank."""

    first_line: int
    lines: Sequence[str]

    def rows(self) -> Iterator[FileRow]:
        """Every row that is not blank."""
        for number, line in enumerate(self.lines, self.first_line):
            if line.strip():
                yield _json_row(number, line)


@dataclass(frozen=True, slots=True)
class CsvPortion:
    """Records of a CSV file."""

    columns: Sequence[str]
    records: Sequence[Record]

    def rows(self) -> Iterator[FileRow]:
        """Every row."""
        read = _canonical_row if canonical_dump.is_canonical(self.columns) else FileRow
        for line, record in self.records:
            if isinstance(record, str):
                yield FileRow(line, None, record)
            else:
                yield read(line, dict(zip_longest(self.columns, record)))


Portion = JsonPortion | CsvPortion


def csv_records(lines: Iterable[str]) -> Iterator[Record]:
    """The records of a CSV file, its first line among them. Blank lines are left out."""
    last: list[str] = []
    reader = csv.reader(_noted(lines, last))
    while True:
        try:
            fields = next(reader, None)
        except csv.Error as error:
            yield reader.line_num, f"not CSV: {error}"
        else:
            if fields is None:
                return
            if fields:
                yield reader.line_num, "not CSV: the file ends within quotes" if _is_open(last) else fields
        last.clear()


def _noted(lines: Iterable[str], noted: list[str]) -> Iterator[str]:
    """The lines, each kept in `noted` until its record is complete; an empty one says that the file has ended."""
    for line in lines:
        noted.append(line)
        yield line
    noted.append("")


def _is_open(lines: Sequence[str]) -> bool:
    """Whether the file ended while a record of these lines was within quotes, which only a strict reader tells."""
    if lines[-1]:
        return False
    try:
        list(csv.reader(lines[:-1], strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _json_row(number: int, line: str) -> FileRow:
    try:
        fields: object = json.loads(line)
    except (ValueError, RecursionError):
        return FileRow(number, None, "not JSON")
    if not isinstance(fields, dict):
        return FileRow(number, None, "not a JSON object")
    return FileRow(number, fields)


def _canonical_row(line: int, row: Mapping[str, str | None]) -> FileRow:
    if fault := canonical_dump.fault(row):
        return FileRow(line, None, fault)
    return FileRow(line, canonical_dump.track_fields(row), precedence=canonical_dump.precedence(row))
