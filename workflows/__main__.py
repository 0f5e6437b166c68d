"""The same jobs as plain commands, without Flyte: `python -m workflows repair-playlist`, `link-partitions`."""

import asyncio
import logging
import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tracklink.cli.writable import check_writable
from tracklink.client import InvalidRequest, TrackLinkError
from tracklink.corpus import CorpusError
from tracklink.corpus.rule import read_rules
from tracklink.playlists import PlaylistError, Repair, write_json, write_playlist
from tracklink.playlists.remote.service import PlaylistServiceError
from tracklink.playlists.report import report as report_of
from tracklink.playlists.report import summary as summary_of
from tracklink.replaced_file import real
from workflows import corpus_shard, playlist_repair
from workflows.corpus_shard import Asking
from workflows.mapped import mapped
from workflows.playlist_repair import LOGINS_VARIABLE, NoAnswer, Publish
from workflows.shard_summary import SUMMARY

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

FAILED = 1
USED_WRONGLY = 2

Provider = Annotated[str, typer.Option(help="Service from which the tracks are gone; an address says it.")]
Market = Annotated[str, typer.Option(help="Country in which it must play, ISO 3166-1 alpha-2 (DE).")]
AtOnce = Annotated[int, typer.Option(min=1, max=64, help="Steps under way at once.")]


def _settled(file: Path, provider: str, market: str, at_once: int) -> Repair:
    questions = playlist_repair.unavailable(file, provider, market)
    answers = asyncio.run(mapped(playlist_repair.find_replacement, questions, at_once))
    return playlist_repair.settle(file, playlist_repair.answered(questions, answers), provider, market)


def _report_of(repaired: Path) -> Path:
    return repaired.with_suffix(".report.json")


def _write(repair: Repair, provider: str, market: str, *, out: Path, like: Path) -> None:
    write_playlist(out, repair.text, like=like)
    write_json(_report_of(out), report_of(repair, provider, market), like=like)
    counts = summary_of(repair)
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    typer.echo(f"wrote {out}: {told}", err=True)
    if counts["failed"] or (counts["gone"] and not counts["replaced"]):
        raise typer.Exit(1)


@app.command()
def repair_file(
    playlist: Annotated[Path, typer.Argument(help="JSON array of entries.", exists=True, dir_okay=False)],
    *,
    provider: Provider,
    out: Annotated[Path | None, typer.Option(help="Repaired file; else NAME.repaired.json beside it.")] = None,
    market: Market = "",
    at_once: AtOnce = 8,
) -> None:
    """Repair the file of a playlist. Exits 1 when nothing was replaced, or some could not be asked about."""
    target = out or playlist.with_name(f"{playlist.stem}.repaired.json")
    if real(playlist) in {real(target), real(_report_of(target))}:
        raise typer.BadParameter("that is the playlist itself: give the repaired one its own name", param_hint="--out")
    check_writable(target, _report_of(target))
    _write(_settled(playlist, provider, market, at_once), provider, market, out=target, like=playlist)


@app.command()
def repair_playlist(
    playlist: Annotated[str, typer.Argument(help="The playlist's address, or its id with --provider.")],
    *,
    provider: Provider = "",
    out: Annotated[Path, typer.Option(help="The playlist as a file, repaired.")] = Path("repaired.json"),
    market: Market = "",
    how: Annotated[Publish, typer.Option(help="What becomes of the playlist at the service.")] = Publish.NOTHING,
    at_once: AtOnce = 8,
) -> None:
    """Repair a playlist at a service. Exits 1 when nothing was replaced, or some could not be asked about."""
    playlist_repair.log_in(os.environ.get(LOGINS_VARIABLE, ""))
    address = playlist_repair.address_of(playlist, provider)
    check_writable(out, _report_of(out))
    fetched = out.with_suffix(".fetched.json")
    playlist_repair.fetch(address, market, fetched)
    repair = _settled(fetched, address.provider, market, at_once)
    undo_file = out.with_suffix(".undo.json")
    if changed := playlist_repair.publish(address, playlist_repair.substitutions(repair), how, undo_file):
        typer.echo(f"published: {changed}", err=True)
    _write(repair, address.provider, market, out=out, like=fetched)


@app.command()
def link_partitions(  # noqa: PLR0913 typer reads the options from the parameters
    corpus: Annotated[Path, typer.Argument(help="Folder of partitions of JAMS files.", exists=True, file_okay=False)],
    *,
    files_per_shard: Annotated[int, typer.Option(min=1, help="The most files of a shard.")] = 500,
    provider: Annotated[list[str] | None, typer.Option(help="Ask only this one; repeats.")] = None,
    market: Market = "",
    limit: Annotated[str, typer.Option(metavar="audio|score", help="Only files of this type.")] = "",
    rules: Annotated[Path | None, typer.Option(help="TOML of what is peculiar to your partitions.")] = None,
    at_once: AtOnce = 2,
) -> None:
    """Link a corpus shard by shard. Exits 1 when a shard failed, or files are to be asked about again."""
    asking = Asking(tuple(provider or ()), market, corpus_shard.kind_of(limit), read_rules(rules))
    with tempfile.TemporaryDirectory(prefix="shards-") as folder:
        shards = corpus_shard.split(corpus, Path(folder), files_per_shard)
        linked = asyncio.run(mapped(partial(corpus_shard.link_shard, asking=asking), shards, at_once))
        summary = corpus_shard.merge(shards, linked, corpus)
    typer.echo(
        f"linked {corpus}: {summary['files']} files in {len(shards)} shards, {summary['failed_shards']} failed, "
        f"{summary['not_done']} files still to be asked about; {corpus / SUMMARY} has the counts",
        err=True,
    )
    if summary["failed_shards"] or summary["not_done"]:
        raise typer.Exit(1)


def main() -> None:
    """Run a command; an error is one sentence on standard error, and exit code 2 where it is the caller's, else 1."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        app()
    except (InvalidRequest, CorpusError, PlaylistError) as error:
        _end(error, USED_WRONGLY)
    except (TrackLinkError, NoAnswer, PlaylistServiceError, OSError) as error:
        _end(error, FAILED)


def _end(error: Exception, code: int) -> None:
    typer.echo(f"workflows: {error}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
