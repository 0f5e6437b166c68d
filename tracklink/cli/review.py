"""`tracklink review` lets a person judge what a repair was not sure of; `tracklink reviews` shares such judgements."""

import contextlib
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from tracklink.cli.connection import connection
from tracklink.cli.options import Server
from tracklink.cli.output import print_table, say
from tracklink.cli.rows import Lines, table_of
from tracklink.cli.wording import counted, evidence_words, match_words, name_words, track_words, verdict_words
from tracklink.client import InvalidRequest, Match
from tracklink.replaced_file import real, replace_file
from tracklink.reviewing import Asked, Report, ReviewError, html_of, read_report
from tracklink.reviewing.listen import page_of
from tracklink.reviewing.shared import read_reviews, write_reviews
from tracklink.reviewing.walk import Choice, walk

_HELP = "p1 pins the first, f1 forbids it, o1 opens its page, s skips the entry, q ends"

reviews = typer.Typer(no_args_is_help=True, help="Pins and forbiddances as a file: one line each, to be shared.")


class _Terminal:
    """A person at the terminal."""

    def show(self, number: int, of: int, asked: Asked) -> None:
        say(f"{number} of {of}: entry {asked.position}, {name_words(asked.outcome, 'OUTCOME_')}: {asked.reason}")
        print_table(table_of(("", "TRACK", "LISTEN", "THINKS", "WHY"), [_asked_row(asked), *_offered_rows(asked)]))

    def choose(self, asked: Asked) -> Choice:
        while True:
            try:
                written = typer.prompt(f"[{_HELP}]", default="s", show_default=False, err=True).strip().lower()
            except typer.Abort:
                return Choice("quit")
            choice = _choice(written, asked)
            if choice:
                return choice
            say(f"{written!r} is none of these: {_HELP}")

    def open(self, match: Match) -> None:
        page = page_of(match.ref)
        if not page:
            say(f"no page is known of {match.ref.provider}:{match.ref.id}")
            return
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(page)
        say(page)


def _choice(written: str, asked: Asked) -> Choice | None:
    letter, number = written[:1], written[1:].strip()
    if letter in {"s", "q"} and not number:
        return Choice("quit" if letter == "q" else "skip")
    if letter not in {"p", "f", "o"} or not (number.isascii() and number.isdigit()):
        return None
    if not 1 <= int(number) <= len(asked.offered):
        return None
    match = asked.offered[int(number) - 1]
    return Choice("pin" if letter == "p" else "forbid" if letter == "f" else "open", match)


def _asked_row(asked: Asked) -> Sequence[Lines]:
    pages = [page for page in map(page_of, asked.track.refs) if page]
    return ("asked",), track_words(asked.track), pages, (), ()


def _offered_rows(asked: Asked) -> list[Sequence[Lines]]:
    return [
        (
            (str(number), "taken" if match is asked.replacement else ""),
            match_words(match),
            (page_of(match.ref),),
            verdict_words(match),
            evidence_words(match),
        )
        for number, match in enumerate(asked.offered, 1)
    ]


def _doubtful(report: Report, sure: float) -> list[Asked]:
    return [asked for asked in report.asked if asked.is_doubtful(sure)]


def review(
    context: typer.Context,
    report: Annotated[Path, typer.Argument(help="What `tracklink repair --report` wrote.")],
    *,
    html: Annotated[Path | None, typer.Option(help="Write the report as a page for the browser instead.")] = None,
    sure: Annotated[float, typer.Option(min=0, max=1, help="Replacements of this confidence need no look.")] = 0.95,
    reviewer: Annotated[str, typer.Option(help="Your name, kept with your judgements.")] = "",
    server: Server = None,
) -> None:
    """Walk through what a repair was not sure of, and pin or forbid what was offered; the next repair obeys."""
    read = read_report(report)
    if html and real(html) == real(report):
        raise typer.BadParameter("that is the report itself: give the page a name of its own", param_hint="--html")
    if html:
        try:
            replace_file(html, html_of(read))
        except OSError as error:
            raise ReviewError(f"cannot write {html}: {error.strerror}") from error
        say(f"wrote {html}: {counted(len(read.asked), 'entry that was', 'entries that were')} asked about")
        return
    doubtful = _doubtful(read, sure)
    if not doubtful:
        say(
            f"nothing is in doubt: {len(read.asked)} of {counted(read.entries, 'entry', 'entries')} "
            f"{'was' if len(read.asked) == 1 else 'were'} asked about, none has an open offer"
        )
        return
    with connection(context).client(server) as client:
        judged = walk(doubtful, _Terminal(), lambda request: _record(client.review_link(request)), reviewer)
    say(f"{counted(judged, 'judgement', 'judgements')} recorded, which the next repair of the playlist obeys")


def _record(_response: object) -> None:
    say("recorded")


@reviews.command("export")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where to write them, JSON Lines.")],
    *,
    provider: Annotated[str, typer.Option(help="Only those of one provider.")] = "",
    server: Server = None,
) -> None:
    """Write the judgements in force into a file."""
    with connection(context).client(server) as client:
        number = write_reviews(file, client.list_reviews(provider))
    say(f"wrote {file}: {counted(number, 'judgement', 'judgements')}")


@reviews.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What `tracklink reviews export` wrote, here or elsewhere.")],
    *,
    server: Server = None,
) -> None:
    """Record the judgements of a file; the same file twice changes nothing.

    A line that is no judgement refuses the file as a whole; one that the server refuses ends the import.
    """
    requests = read_reviews(file)
    changed = 0
    with connection(context).client(server) as client:
        for read, (line, request) in enumerate(requests):
            try:
                changed += client.review_link(request).changed
            except InvalidRequest as refusal:
                raise ReviewError(f"{file}, line {line}: {refusal}; the {read} before it are recorded") from refusal
    say(f"{counted(len(requests), 'judgement', 'judgements')} read, {changed} of them new")
