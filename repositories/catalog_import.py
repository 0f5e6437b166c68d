"""Importing files of tracks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from domain.track_row import TrackRow, read_track_row
from repositories.catalog_merge import import_tracks
from repositories.database import Database
from repositories.import_report import FileReport
from repositories.track_file import FileRow, TrackFile, TrackFileUnreadable, open_track_file

ROWS_PER_STEP = 500
"""How often a watcher is told."""

Watch = Callable[[TrackFile], None]


def import_files(database: Database, provider: str, files: Sequence[Path]) -> tuple[FileReport, ...]:
    """Import the files, one after the other, each wholly or not at all. Raises StoreUnavailable."""
    return tuple(import_file(database, provider, path) for path in files)


def import_file(database: Database, provider: str, path: Path, watch: Watch = lambda _: None) -> FileReport:
    """Import a file into a provider's tracks; one that cannot be read to its end changes nothing.

    `watch` is told every few rows how far it has come. Raises StoreUnavailable.
    """
    report = FileReport(path)
    try:
        with open_track_file(path) as file:
            rows = _usable(_watched(file, watch), provider, report)
            report.merged = import_tracks(database, provider, rows)
    except TrackFileUnreadable as error:
        report.failure = str(error)
    return report


def _watched(file: TrackFile, watch: Watch) -> Iterator[FileRow]:
    for count, row in enumerate(file.rows()):
        if count % ROWS_PER_STEP == 0:
            watch(file)
        yield row


def _usable(rows: Iterable[FileRow], provider: str, report: FileReport) -> Iterator[TrackRow]:
    """The rows that have an id and a title; the others are counted as refused."""
    for row in rows:
        if row.fields is None:
            report.refuse(row.fault, row.line)
            continue
        track_row = read_track_row(row.fields, provider)
        if fault := _fault(track_row):
            report.refuse(fault, row.line)
        else:
            report.warnings.update(track_row.unread)
            yield track_row


def _fault(row: TrackRow) -> str | None:
    for name, value in (("id", row.id), ("title", row.track.title)):
        if not value:
            return f"its {name} cannot be read" if name in row.unread else f"it has no {name}"
    return None
