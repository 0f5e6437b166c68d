"""The commands together, and what becomes of an error."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from tracklink.cli.connection import Connection
from tracklink.cli.link import link
from tracklink.cli.link_file import link_file
from tracklink.cli.link_partitions import link_partitions
from tracklink.cli.login import login, logout
from tracklink.cli.options import Server, flag_of
from tracklink.cli.output import OutputFailed, prepare, say
from tracklink.cli.providers import providers
from tracklink.cli.repair import repair
from tracklink.cli.replace import replace
from tracklink.cli.review import review, reviews
from tracklink.cli.transfer import transfer
from tracklink.cli.undo import undo
from tracklink.client import InvalidRequest, InvalidServer, TrackLinkError
from tracklink.corpus import CorpusError
from tracklink.playlists import PlaylistError
from tracklink.playlists.remote.service import PlaylistServiceError
from tracklink.reviewing import ReviewError
from tracklink.tables import TableError

FAILED = 1
USED_WRONGLY = 2

app = typer.Typer(
    name="tracklink",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (link, replace, repair, undo, transfer, login, logout, review, link_file, link_partitions, providers):
    app.command()(command)
app.add_typer(reviews, name="reviews")


def _print_version(wanted: bool) -> None:  # noqa: FBT001 typer calls it so
    if wanted:
        typer.echo(f"tracklink {version('tracklink')}")
        raise typer.Exit


@app.callback()
def tracklink(
    context: typer.Context,
    *,
    server: Server = None,
    timeout_seconds: Annotated[float, typer.Option(min=0.001, help="The most that one call may take.")] = 15.0,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Say where a track is on each music service, and what replaces one that is gone."""
    context.obj = Connection(server, timeout_seconds)


def _refuse(error: InvalidRequest) -> None:
    for violation in error.violations:
        say(f"{flag_of(violation.field)}: {violation.description}")
    if not error.violations:
        say(str(error))


def _call(arguments: Sequence[str] | None) -> int:
    try:
        app(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def run(arguments: Sequence[str] | None) -> int:
    """Run one command and give its exit code; every error ends in a sentence on standard error."""
    prepare()
    try:
        return _call(arguments)
    except InvalidRequest as error:
        _refuse(error)
        return USED_WRONGLY
    except UnicodeEncodeError as error:
        say(f"{error.object[error.start : error.end]!r} is no text in UTF-8: leave it out")
        return USED_WRONGLY
    except (InvalidServer, PlaylistError, CorpusError, TableError, ReviewError) as error:
        say(str(error))
        return USED_WRONGLY
    except (TrackLinkError, PlaylistServiceError, OutputFailed) as error:
        say(str(error))
        return FAILED
