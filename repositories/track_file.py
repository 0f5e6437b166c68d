"""Files of tracks: JSONL or CSV, packed or not, read row by row whatever stands in them."""

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from zstandard import ZstdError

from repositories.canonical_dump import CSV_NAME, NoCanonicalCsv, is_canonical, open_archive
from repositories.track_portion import (
    ROWS_PER_PORTION,
    CsvPortion,
    FileRow,
    JsonPortion,
    Portion,
    Record,
    csv_records,
)
from repositories.zstd_stream import ZSTD_MAGIC

LONGEST_LINE_BYTES = 1_000_000
GZIP_MAGIC = b"\x1f\x8b"
BYTE_ORDER_MARK = "\ufeff"


class TrackFileUnreadable(Exception):
    """The file cannot be read at all, or not to its end. The message is one sentence naming it."""


class _Stream(Protocol):
    """Bytes read line by line."""

    def readline(self, size: int, /) -> bytes: ...


class TrackFile:
    """An open file of tracks, read once from its beginning."""

    def __init__(self, path: Path, raw: BinaryIO) -> None:
        self.path = path
        self._raw = raw
        self._magic = raw.read(len(ZSTD_MAGIC))
        self.size_bytes = raw.seek(0, 2)
        raw.seek(0)

    @property
    def position_bytes(self) -> int:
        """How much of the file, as it lies on disk, has been read."""
        return self._raw.tell()

    def rows(self) -> Iterator[FileRow]:
        """Every row that is not blank. Raises TrackFileUnreadable."""
        for portion in self.portions():
            yield from portion.rows()

    def portions(self) -> Iterator[Portion]:
        """The file's rows, some thousands at a time. Raises TrackFileUnreadable."""
        with _file_errors(self.path), self._unpacked() as stream:
            lines = _lines(stream)
            is_csv = self._magic == ZSTD_MAGIC or self.path.name.lower().removesuffix(".gz").endswith(".csv")
            yield from self._csv_portions(lines) if is_csv else _json_portions(lines)

    @contextmanager
    def _unpacked(self) -> Iterator["_Stream"]:
        if self._magic == ZSTD_MAGIC:
            with open_archive(self._raw) as stream:
                yield stream
        elif self._magic.startswith(GZIP_MAGIC):
            with gzip.GzipFile(fileobj=self._raw) as stream:
                yield stream
        else:
            yield self._raw

    def _csv_portions(self, lines: Iterator[str]) -> Iterator[Portion]:
        records = csv_records(lines)
        columns = self._columns(next(records, (0, "")))
        while portion := list(islice(records, ROWS_PER_PORTION)):
            yield CsvPortion(columns, portion)

    def _columns(self, first: Record) -> tuple[str, ...]:
        _, fields = first
        columns = () if isinstance(fields, str) else tuple(fields)
        if not is_canonical(columns) and (missing := {"id", "title"} - set(columns)):
            names = " and ".join(f"`{column}`" for column in sorted(missing))
            raise TrackFileUnreadable(
                f"{shown(self.path)} has no column {names}: its first line must name the columns."
            )
        return columns


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


def _json_portions(lines: Iterator[str]) -> Iterator[Portion]:
    first_line = 1
    while portion := list(islice(lines, ROWS_PER_PORTION)):
        yield JsonPortion(first_line, portion)
        first_line += len(portion)


def _lines(stream: "_Stream") -> Iterator[str]:
    """Lines as text; a byte that is not UTF-8 becomes a lone surrogate, which no reader of fields accepts."""
    while line := stream.readline(LONGEST_LINE_BYTES):
        rest = line
        while len(rest) == LONGEST_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE_BYTES)
        yield line.decode(errors="surrogateescape").removeprefix(BYTE_ORDER_MARK)


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, ZstdError, tarfile.TarError) as error:
        raise TrackFileUnreadable(
            f"{shown(path)} is cut off or damaged, and nothing of it was imported: it does not unpack to its end."
        ) from error
    except NoCanonicalCsv as error:
        raise TrackFileUnreadable(f"{shown(path)} holds no {CSV_NAME}: name MusicBrainz' canonical dump.") from error
    except FileNotFoundError as error:
        raise TrackFileUnreadable(f"{shown(path)} does not exist.") from error
    except IsADirectoryError as error:
        raise TrackFileUnreadable(f"{shown(path)} is a directory: name the files in it.") from error
    except OSError as error:
        raise TrackFileUnreadable(f"{shown(path)} cannot be read: {error.strerror or error}.") from error
