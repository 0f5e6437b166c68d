"""`tracklink link-partitions` links folders of JAMS files."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from tracklink.cli.connection import LONGEST_SECONDS, connection
from tracklink.cli.options import Market, Server
from tracklink.cli.output import progress_console, say
from tracklink.client import AsyncTrackLinkClient, InvalidRequest, TrackLinkError
from tracklink.corpus import CorpusError, Options, Summary, link_corpus
from tracklink.corpus.rule import KINDS, Kind, read_rules
from tracklink.replaced_file import replace_file

_SUMMARY = "summary.json"


class _Watch:
    """A bar over all files, and a line on standard error for each refusal."""

    def __init__(self, progress: Progress, bar: TaskID) -> None:
        self._progress = progress
        self._bar = bar

    def begun(self, files: int) -> None:
        self._progress.update(self._bar, total=files)

    def advanced(self) -> None:
        self._progress.advance(self._bar)

    def refused(self, file: str, reason: str) -> None:
        say(f"{file}: {reason}")


async def _link(connect: Callable[[], AsyncTrackLinkClient], folder: Path, options: Options, summary: Summary) -> None:
    columns = (TextColumn("linking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=progress_console(), transient=True) as progress:
        watch = _Watch(progress, progress.add_task("linking", total=None))
        async with connect() as client:
            summary.server = client.server
            known = await client.list_providers()
            enabled = [provider.name for provider in known.providers if provider.enabled]
            chosen = replace(options, providers=options.providers or enabled)
            await link_corpus(folder, client, chosen, watch, summary)


def _run(link: Callable[[], None], folder: Path, summary: Summary) -> None:
    """Link, and whatever ends it, leave the summary behind when files were looked at."""
    try:
        link()
    finally:
        if summary.files:
            text = json.dumps(summary.document(), ensure_ascii=False, indent=2) + "\n"
            _write(folder / _SUMMARY, text)


def _write(path: Path, text: str) -> None:
    try:
        replace_file(path, text)
    except OSError as error:
        raise CorpusError(f"cannot write {path}: {error.strerror}") from error


def _kind(limit: str | None) -> Kind | None:
    found: Sequence[Kind] = [kind for kind in KINDS if kind == limit]
    if limit and not found:
        raise typer.BadParameter(f"{limit!r} is neither audio nor score", param_hint="--limit")
    return found[0] if found else None


def link_partitions(  # noqa: PLR0913 typer reads the options from the parameters
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="Folder of partitions, or of JAMS files.", exists=True, file_okay=False),
    ],
    *,
    limit: Annotated[str | None, typer.Option(metavar="audio|score", help="Only files of this type.")] = None,
    save: Annotated[bool, typer.Option(help="Write linked copies into jams-linked/ beside jams/.")] = True,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Ask about what is done again.")] = False,
    jobs: Annotated[int, typer.Option(min=1, max=200, help="Files under way at once.")] = 64,
    provider: Annotated[list[str] | None, typer.Option(help="Ask only this one; repeats.")] = None,
    market: Market = "",
    rules: Annotated[
        Path | None, typer.Option(help="TOML of what is peculiar to your partitions, as tracklink/corpus/rules.toml.")
    ] = None,
    server: Server = None,
) -> None:
    """Link every JAMS file below a folder. Run again, it goes on where it stopped.

    Exits 1 when nothing was linked, or some files could not be asked about.
    """
    options = Options(
        rules=read_rules(rules),
        providers=provider or [],
        limit=_kind(limit),
        save=save,
        overwrite=overwrite,
        jobs=jobs,
        market=market,
    )
    summary = Summary("")
    connect = partial(connection(context).async_client, server, batch_timeout_seconds=LONGEST_SECONDS)
    try:
        _run(lambda: asyncio.run(_link(connect, folder, options, summary)), folder, summary)
    except InvalidRequest:
        raise
    except TrackLinkError as error:
        if not summary.outcomes:
            raise
        say(f"{error}; what was answered is kept: run it again for the rest")
    _tell(summary, folder)


def _tell(summary: Summary, folder: Path) -> None:
    asked = sum(summary.outcomes.values())
    say(
        f"{summary.files} files: {summary.linked} of {asked} linked now, {summary.skipped} done before, "
        f"{summary.not_asked} of the other type, {summary.not_done} still to be asked about; "
        f"linking.csv stands in each partition, {folder / _SUMMARY} has the counts"
    )
    if summary.not_done or (asked and not summary.linked):
        raise typer.Exit(1)
