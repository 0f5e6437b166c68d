"""`tracklinkd import-catalog`: taking files of tracks into the catalog of a provider."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from domain.track_row import TrackRow, read_track_row
from providers.registry import declaration_of
from repositories.catalog_import import import_tracks
from repositories.database import Database
from service.import_report import FileReport, ImportReport
from service.track_file import FileRow, TrackFile, TrackFileUnreadable, open_track_file

ROWS_PER_STEP = 500
"""How often the progress bar moves."""

Watch = Callable[[TrackFile], None]
"""Told every few rows how far a file has been read."""


def run_import(database: Database, provider: str, files: Sequence[Path], console: Console) -> int:
    """Import the files, one after the other, each wholly or not at all; 0 when every one brought tracks, else 1.

    Counts go to stdout; failures and, where it is a terminal, a progress bar to `console`.
    ValueError when the provider is not known; StoreUnavailable when Postgres does not answer.
    """
    declaration_of(provider)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task("")
        report = import_files(
            database,
            provider,
            files,
            lambda file: progress.update(
                task, description=file.path.name, total=file.size_bytes, completed=file.position_bytes
            ),
        )
    _tell(report, console)
    return 0 if report.is_done else 1


def import_files(
    database: Database, provider: str, files: Sequence[Path], watch: Watch = lambda _: None
) -> ImportReport:
    """Import the files into a provider's tracks; a file that cannot be read to its end changes nothing.

    Raises StoreUnavailable; what files before brought is kept.
    """
    return ImportReport(tuple(_import_file(database, provider, path, watch) for path in files))


def _import_file(database: Database, provider: str, path: Path, watch: Watch) -> FileReport:
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


def _tell(report: ImportReport, console: Console) -> None:
    for file in report.files:
        for line in file.lines():
            typer.echo(line)
        if file.failure:
            console.print(f"{file.failure} Nothing of it was imported.", style="red", markup=False, highlight=False)
        elif not file.is_done:
            console.print(f"{file.path} holds no track that can be imported.", style="red", markup=False)
