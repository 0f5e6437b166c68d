"""`tracklink replace` finds what plays in place of a dead track."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from tracklink.cli.connection import connection
from tracklink.cli.options import Album, Artists, DurationMs, Isrcs, Json, Market, Provider, Server, Title
from tracklink.cli.output import print_json, print_table, say
from tracklink.cli.rows import Lines, table_of
from tracklink.cli.wording import enum_words, evidence_words, match_words, track_words, verdict_words, why
from tracklink.client import FindReplacementRequest, FindReplacementResponse, Match, Track, replacement_request

_HEADINGS = ("ANSWER", "TRACK", "WHY")
_SETTLED = frozenset(
    {
        FindReplacementResponse.OUTCOME_REPLACED,
        FindReplacementResponse.OUTCOME_RELINKED_BY_PROVIDER,
        FindReplacementResponse.OUTCOME_STILL_AVAILABLE,
    }
)

Row = Sequence[Lines]


def _candidate(match: Match) -> Row:
    return ("not taken", *verdict_words(match)), match_words(match), evidence_words(match)


def rows(asked: Track, response: FindReplacementResponse) -> Iterator[Row]:
    """What is gone, what replaces it or why nothing does, and the other candidates."""
    yield ("gone",), track_words(asked), ()
    outcome = enum_words(FindReplacementResponse.Outcome.DESCRIPTOR, response.outcome, "OUTCOME_")
    source = "from cache" if response.from_cache else ""
    if response.HasField("replacement"):
        found = response.replacement
        answer = (outcome, *verdict_words(found), source)
        yield answer, match_words(found), why(response.reason, found)
    else:
        yield (outcome, source), (), (response.reason,)
    yield from (_candidate(each) for each in response.candidates if each.ref != response.replacement.ref)


def replace(  # noqa: PLR0913 typer reads the options from the parameters
    context: typer.Context,
    *,
    provider: Provider,
    dead_id: Annotated[str, typer.Option("--id", help="Its id there.")],
    title: Title = "",
    artist: Artists = None,
    album: Album = "",
    duration_ms: DurationMs = None,
    isrc: Isrcs = None,
    market: Market = "",
    gone: Annotated[bool, typer.Option("--gone", help="It does not play: do not check whether it does.")] = False,
    allow_version: Annotated[
        list[str] | None, typer.Option(help="Accept another version: live, remix, edit, acoustic ...; repeats.")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Most candidates to show, 1 to 50.")] = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Find a playable track of the same recording for one that is gone. Exits 1 when none is sure."""
    request = replacement_request(
        provider=provider,
        id=dead_id,
        title=title,
        artists=artist or [],
        album=album,
        duration_ms=duration_ms,
        isrcs=isrc or [],
        market=market,
        gone=gone,
        policy=FindReplacementRequest.Policy(allow_versions=allow_version or []),
        limit=limit,
    )
    with connection(context).client(server) as client:
        response = client.find_replacement(request)
    if as_json:
        print_json(response)
    else:
        print_table(table_of(_HEADINGS, rows(request.track, response)))
    if response.outcome not in _SETTLED:
        say("nothing sure replaces this track")
        raise typer.Exit(1)
