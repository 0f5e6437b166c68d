"""Rows as the text of a CSV."""

import csv
import io
from collections.abc import Iterable

_ENDING = "\r\n"


def csv_text(rows: Iterable[Iterable[str]], delimiter: str = ",") -> str:
    """A line feed after each row, and quotes around every cell that holds a line feed or a carriage return.

    Python's writer quotes the characters of its own line ending only, and a reader ends a row at either of the two.
    """
    return "".join(_line(row, delimiter) for row in rows)


def _line(row: Iterable[str], delimiter: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=_ENDING).writerow(row)
    return text.getvalue().removesuffix(_ENDING) + "\n"
