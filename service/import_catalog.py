"""`tracklinkd import-catalog`: taking files of tracks into the catalog of a provider."""

from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from domain.errors import StoreUnavailable
from providers.registry import declaration_of
from repositories.catalog_import import import_file
from repositories.database import Database
from repositories.import_report import FileReport
from repositories.track_file import shown


def run_import(database: Database, provider: str, files: Sequence[Path], console: Console) -> int:
    """Import the files, one after the other, each wholly or not at all.

    Counts go to stdout, each file's as soon as it is done; failures and, where it is a terminal, a progress bar to
    `console`. Returns the exit code: 0 when every file brought tracks, 1 when one did not, 2 for an unknown provider,
    130 when interrupted.
    """
    try:
        declaration_of(provider)
    except ValueError as error:
        _complain(console, f"{error}.")
        return 2
    try:
        return max([_told(_import_shown(database, provider, path, console), console) for path in files], default=0)
    except StoreUnavailable as error:
        _complain(console, str(error))
        return 1
    except KeyboardInterrupt:
        _complain(console, "Interrupted. A file is imported wholly or not at all: run the command again for the rest.")
        return 130


def _import_shown(database: Database, provider: str, path: Path, console: Console) -> FileReport:
    """Import a file behind a progress bar."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(shown(Path(path.name)))
        return import_file(
            database,
            provider,
            path,
            lambda file: bar.update(task, total=file.size_bytes, completed=file.position_bytes),
        )


def _told(report: FileReport, console: Console) -> int:
    """Print what became of a file; its exit code."""
    for line in report.lines():
        typer.echo(line)
    if not report.is_done:
        _complain(console, report.failure or f"{shown(report.path)} holds no track that can be imported.")
    return 0 if report.is_done else 1


def _complain(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)
