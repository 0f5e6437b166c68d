"""`tracklinkd`: the server's commands, and where its parts are put together."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Annotated, Final, cast

import typer

from domain.errors import StoreUnavailable, TracklinkError

if TYPE_CHECKING:
    from repositories.database import Database
    from service.config import Settings

DONE: Final = 0
FAILED: Final = 1
USAGE: Final = 2

app = typer.Typer(
    name="tracklinkd",
    help="The tracklink server. Flags outrank TRACKLINKD_* variables, and these config.yaml, which lists all.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Config = Annotated[Path | None, typer.Option(help="The settings; default: ./config.yaml, else the one shipped.")]


@app.command()
def serve(
    config: Config = None,
    listen: Annotated[str | None, typer.Option(help="HOST:PORT of gRPC; port 0 takes any free one.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that share the port.")] = None,
    metrics: Annotated[str | None, typer.Option(help="HOST:PORT of the Prometheus page; off by default.")] = None,
) -> None:
    """Serve gRPC until SIGTERM, SIGINT or SIGHUP; prints `listening on HOST:PORT` once calls are answered."""
    signal.signal(signal.SIGTERM, _leave)
    _leave_rich_out()
    from service.serve import run_server

    run_server(_settings(config, {"listen": listen, "workers": workers, "metrics": metrics}), config)
    _leave_threads()


@app.command(hidden=True)
def worker(listen: str, config: Config = None) -> None:
    """Serve as one of the processes of `serve --workers`, no longer than the parent at the other end of stdin."""
    signal.signal(signal.SIGTERM, _leave)
    _leave_rich_out()
    from service.serve import run_worker

    run_worker(_settings(config, {"listen": listen}))
    _leave_threads()


@app.command()
def migrate(config: Config = None) -> None:
    """Bring the database to the tables that this version needs."""
    with _database(_settings(config)):
        pass


@app.command()
def import_catalog(
    files: Annotated[
        list[Path],
        typer.Argument(help="Tracks as JSONL or CSV (also .gz), or MusicBrainz' canonical dump.", metavar="FILE..."),
    ],
    provider: Annotated[str, typer.Option(help="Whose ids the files hold.")] = "catalog",
    config: Config = None,
) -> None:
    """Take files of tracks into the catalog of a provider; the same file twice changes nothing."""
    from rich.console import Console

    from service.import_catalog import run_import

    with _database(_settings(config)) as database:
        raise typer.Exit(run_import(database, provider, files, Console(stderr=True)))


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Labelled pairs or choices as JSONL, also .gz.")],
    predictions: Annotated[Path | None, typer.Option(help="Where each row's answer is written, as JSONL.")] = None,
) -> None:
    """Measure the matcher on labelled tracks; prints one JSON object. Needs no settings, database or network."""
    from service.evaluate import run

    raise typer.Exit(run(file, predictions))


def main() -> None:
    """Run a command: 0 done, 1 failed, 2 used wrongly. An error is one sentence on standard error."""
    try:
        app()
    except StoreUnavailable as error:
        _say(f"{error} Start it, or correct DATABASE_URL.")
        sys.exit(FAILED)
    except TracklinkError as error:
        _say(str(error))
        sys.exit(FAILED)
    except OSError as error:
        _say(f"{error.filename or 'the system'}: {(error.strerror or str(error)).lower()}.")
        sys.exit(FAILED)


def _settings(config: Path | None, flags: Mapping[str, object] | None = None) -> "Settings":
    from providers.registry import DECLARATIONS
    from service.config import load_settings
    from service.config_file import ConfigInvalid

    given = {name: value for name, value in (flags or {}).items() if value is not None}
    try:
        return load_settings(config, given, DECLARATIONS)
    except ConfigInvalid as error:
        _say(str(error))
        raise typer.Exit(USAGE) from error


@contextmanager
def _database(settings: "Settings") -> Iterator["Database"]:
    """The database, migrated; closed at the end."""
    from repositories.database import open_database
    from repositories.schema import migrate as migrate_database
    from service.log import configure_log

    configure_log("warning", "console")
    database = open_database(settings.database_address, settings.data_dir)
    try:
        migrate_database(database.url)
        yield database
    finally:
        asyncio.run(database.close())


def _leave_rich_out() -> None:
    """Rich holds 4 MB, and structlog takes it in where it finds it, for coloured tracebacks; a server's are plain."""
    sys.modules["rich"] = cast(ModuleType, None)  # the import system's own way to say that there is none
    import structlog  # noqa: F401  # without it, for as long as the process lives

    del sys.modules["rich"]


def _leave_threads() -> None:
    """End now: Python would wait for the threads of providers, which wait for services that keep silent."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(DONE)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """SIGTERM before anything is served."""
    sys.exit(DONE)


def _say(sentence: str) -> None:
    sys.stderr.write(f"tracklinkd: {sentence}\n")


if __name__ == "__main__":
    main()
