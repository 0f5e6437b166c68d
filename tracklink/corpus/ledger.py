"""What is done of a partition: linking.csv, and while a run goes on a journal beside it with a line for each file done.

A run that is killed leaves the journal; the next one reads both and writes the CSV that an uninterrupted run writes.
"""

import csv
import fcntl
import json
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from tracklink.answer_columns import Row, is_done, providers_of
from tracklink.corpus.error import CorpusError
from tracklink.corpus.row import columns, own_columns
from tracklink.csv_text import csv_text
from tracklink.replaced_file import replace_file

CSV = "linking.csv"
JOURNAL = ".linking.journal"


class Ledger:
    """The lines of one partition. Use it in a `with` block: the CSV is written at its end, whatever ended it."""

    def __init__(self, folder: Path, names: Collection[str]) -> None:
        """Read what earlier runs left about these files. Raises CorpusError, also when another run is at work."""
        self._csv, path = folder / CSV, folder / JOURNAL
        try:
            self._journal: IO[str] = path.open("a+", encoding="utf-8", errors="replace")
        except OSError as error:
            raise CorpusError(f"cannot write {path}: {error.strerror}") from error
        try:
            self._lock(folder)
            rows = [*_csv_rows(self._csv), *self._journal_rows()]
        except CorpusError:
            self._journal.close()
            raise
        self._rows = {row["jams_file"]: row for row in rows if row.get("jams_file") in names}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._write()
        except OSError as error:
            raise CorpusError(f"cannot write {self._csv}: {error.strerror}") from error
        finally:
            with suppress(OSError):
                self._journal.close()

    def row(self, name: str) -> Row | None:
        """What is known of a file."""
        return self._rows.get(name)

    def is_done(self, name: str, providers: Collection[str]) -> bool:
        """Whether the file needs no asking."""
        row = self._rows.get(name)
        return row is not None and is_done(row, providers)

    def asked(self, name: str) -> frozenset[str]:
        """The providers that a file was asked of before."""
        return frozenset(providers_of(self._rows.get(name, {})))

    def add(self, row: Row) -> None:
        """Keep the line of a file, for this run and, whatever happens, for the next. Raises CorpusError.

        What a person added to the line before it stays.
        """
        row = own_columns(self._rows.get(row["jams_file"], {})) | row
        self._rows[row["jams_file"]] = row
        try:
            self._journal.write("\n" + json.dumps(row))
            self._journal.flush()
        except OSError as error:
            raise CorpusError(f"cannot write {self._journal.name}: {error.strerror}") from error

    def _lock(self, folder: Path) -> None:
        try:
            fcntl.flock(self._journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CorpusError(f"{folder} is being linked by another run: wait for its end") from error
        if os.fstat(self._journal.fileno()).st_nlink == 0:
            self._journal.close()
            raise CorpusError(f"{folder} was being linked by another run, which has just ended: start again")

    def _journal_rows(self) -> Iterable[Row]:
        """The lines of a run that did not come to its end. One that was cut spoils no other, for each begins anew."""
        self._journal.seek(0)
        for line in self._journal.read().split("\n"):
            try:
                yield json.loads(line)
            except ValueError:
                continue

    def _write(self) -> None:
        rows = [self._rows[name] for name in sorted(self._rows)]
        header = columns(rows)
        replace_file(self._csv, csv_text([header, *([row.get(column, "") for column in header] for row in rows)]))
        self._journal.truncate(0)
        Path(self._journal.name).unlink()


def _csv_rows(path: Path) -> Iterable[Row]:
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                yield {name: value for name, value in row.items() if name and value}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(f"cannot read {path}: {error}; move it away to begin anew") from error
