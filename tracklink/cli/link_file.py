"""`tracklink link-file` links the rows of a table."""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tracklink.answer_columns import Row
from tracklink.cli.connection import LONGEST_SECONDS, connection
from tracklink.cli.options import Market, Server
from tracklink.cli.output import progress_console, say
from tracklink.cli.wording import counted
from tracklink.client import AsyncTrackLinkClient
from tracklink.replaced_file import real
from tracklink.tables import Columns, Counts, Linked, Table, TableError, link_table, read_table


@dataclass(frozen=True, slots=True)
class _Wanted:
    columns: Columns
    providers: list[str]
    market: str
    jobs: int
    one_list: bool


async def _link(connect: Callable[[], AsyncTrackLinkClient], table: Table, wanted: _Wanted) -> Linked:
    columns = (TextColumn("linking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=progress_console(), transient=True) as progress:
        bar = progress.add_task("linking", total=len(table.rows))

        def hear(row: int, left_out: str) -> None:
            progress.advance(bar)
            if left_out:
                say(f"row {row + 1}: asked without what the server cannot read: {left_out}")

        async with connect() as client:
            return await link_table(
                client,
                table.rows,
                wanted.columns,
                providers=wanted.providers,
                market=wanted.market,
                jobs=wanted.jobs,
                one_list=wanted.one_list,
                on_answer=hear,
            )


def _target(file: Path, out: Path | None) -> Path:
    target = out or file.with_name(f"{file.stem}.linked{file.suffix}")
    if real(target) == real(file):
        raise typer.BadParameter("that is the table itself: give the linked one a name of its own", param_hint="--out")
    if target.suffix.lower() != file.suffix.lower():
        raise typer.BadParameter(f"what is read as {file.suffix} is written as {file.suffix}", param_hint="--out")
    if not target.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {target.parent}", param_hint="--out")
    if not os.access(target.parent, os.W_OK):
        raise typer.BadParameter(f"nothing can be written in {target.parent}: name another file", param_hint="--out")
    return target


def link_file(  # noqa: PLR0913 typer reads the options from the parameters
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A table of tracks: .csv, .tsv, .jsonl or .parquet.")],
    *,
    out: Annotated[Path | None, typer.Option(help="Linked table; else NAME.linked.EXT beside it.")] = None,
    column: Annotated[
        list[str] | None, typer.Option(help='FIELD=HEADER, such as title="Song"; repeats. Usual headers are known.')
    ] = None,
    provider: Annotated[list[str] | None, typer.Option(help="Ask only this one; repeats.")] = None,
    market: Market = "",
    jobs: Annotated[int, typer.Option(min=1, max=200, help="Rows under way at once.")] = 64,
    one_list: Annotated[
        bool, typer.Option("--one-list", help="One album or playlist: no track twice among 200 rows.")
    ] = False,
    server: Server = None,
) -> None:
    """Link each row of a table: the same rows come out, in order, with the answers in columns tracklink_...

    Exits 1 when nothing was linked, or some rows could not be asked about.
    """
    table = read_table(file)
    target = _target(file, out)
    wanted = _Wanted(Columns.of(table.headers, column or []), provider or [], market, jobs, one_list)
    connect = partial(connection(context).async_client, server, batch_timeout_seconds=LONGEST_SECONDS)
    linked = asyncio.run(_link(connect, table, wanted))
    try:
        table.write(target, linked.answers)
    except OSError as error:
        raise TableError(f"cannot write {target}: {error.strerror}") from error
    if linked.lost:
        say(f"{linked.lost}; what was answered is kept: run it again for the rest")
    _tell(target, linked.answers)


def _tell(target: Path, answers: Sequence[Row]) -> None:
    counts = Counts(Counter(answer["outcome"] for answer in answers))
    told = ", ".join(
        f"{number} {outcome.lower().replace('_', ' ')}" for outcome, number in counts.outcomes.most_common()
    )
    say(f"wrote {target}: {counted(len(answers), 'row', 'rows')}: {told or 'none'}")
    if counts.failed or (answers and not counts.linked):
        raise typer.Exit(1)
