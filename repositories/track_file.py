"""Files of tracks: JSONL or CSV, gzipped or not, read row by row whatever stands in them."""

import csv
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

LONGEST_LINE_BYTES = 1_000_000
GZIP_MAGIC = b"\x1f\x8b"
BYTE_ORDER_MARK = "\ufeff"


class TrackFileUnreadable(Exception):
    """The file cannot be read at all, or not to its end. The message is one sentence naming it."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row: its line number from 1, and its fields, or what keeps it from being read."""

    line: int
    fields: Mapping[str, object] | None
    fault: str = ""


class TrackFile:
    """An open file of tracks, read once from its beginning."""

    def __init__(self, path: Path, raw: BinaryIO) -> None:
        self.path = path
        self._raw = raw
        self._is_gzip = raw.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        self.size_bytes = raw.seek(0, 2)
        raw.seek(0)

    @property
    def position_bytes(self) -> int:
        """How much of the file, as it lies on disk, has been read."""
        return self._raw.tell()

    def rows(self) -> Iterator[FileRow]:
        """Every row that is not blank. Raises TrackFileUnreadable."""
        is_csv = self.path.name.lower().removesuffix(".gz").endswith(".csv")
        yield from self._csv_rows() if is_csv else self._json_rows()

    def _json_rows(self) -> Iterator[FileRow]:
        for number, line in enumerate(self._lines(), 1):
            if line.strip():
                yield _json_row(number, line)

    def _csv_rows(self) -> Iterator[FileRow]:
        reader = csv.DictReader(self._lines())
        if missing := {"id", "title"} - set(reader.fieldnames or ()):
            columns = " and ".join(f"`{column}`" for column in sorted(missing))
            raise TrackFileUnreadable(
                f"{shown(self.path)} has no column {columns}: its first line must name the columns."
            )
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield FileRow(reader.line_num, None, f"not CSV: {error}")
            else:
                yield FileRow(reader.line_num, cast(Mapping[str, object], fields))

    def _lines(self) -> Iterator[str]:
        """Lines as text; a byte that is not UTF-8 becomes a lone surrogate, which no reader of fields accepts."""
        stream = gzip.GzipFile(fileobj=self._raw) if self._is_gzip else self._raw
        with _file_errors(self.path):
            while line := stream.readline(LONGEST_LINE_BYTES):
                rest = line
                while len(rest) == LONGEST_LINE_BYTES and not rest.endswith(b"\n"):
                    rest = stream.readline(LONGEST_LINE_BYTES)
                yield line.decode(errors="surrogateescape").removeprefix(BYTE_ORDER_MARK)


def _json_row(number: int, line: str) -> FileRow:
    try:
        fields: object = json.loads(line)
    except (ValueError, RecursionError):
        return FileRow(number, None, "not JSON")
    if not isinstance(fields, dict):
        return FileRow(number, None, "not a JSON object")
    return FileRow(number, fields)


@contextmanager
def open_track_file(path: Path) -> Iterator[TrackFile]:
    """Raises TrackFileUnreadable, here and while the rows are read."""
    with ExitStack() as stack:
        with _file_errors(path):
            file = TrackFile(path, stack.enter_context(path.open("rb")))
        if not file.size_bytes:
            raise TrackFileUnreadable(f"{shown(path)} is empty.")
        yield file


def shown(path: Path) -> str:
    """The path for a message; bytes that are no text are replaced."""
    return str(path).encode(errors="replace").decode()


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise TrackFileUnreadable(
            f"{shown(path)} is cut off or damaged, and nothing of it was imported: it does not unpack to its end."
        ) from error
    except FileNotFoundError as error:
        raise TrackFileUnreadable(f"{shown(path)} does not exist.") from error
    except IsADirectoryError as error:
        raise TrackFileUnreadable(f"{shown(path)} is a directory: name the files in it.") from error
    except OSError as error:
        raise TrackFileUnreadable(f"{shown(path)} cannot be read: {error.strerror or error}.") from error
