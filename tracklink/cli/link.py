"""`tracklink link` says where a track is."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from tracklink.cli.connection import connection
from tracklink.cli.options import Album, Artists, DurationMs, Isrcs, Json, Market, Server, Title, ref_of
from tracklink.cli.output import print_json, print_table, say
from tracklink.cli.rows import Lines, table_of
from tracklink.cli.wording import enum_words, evidence_words, match_words, track_words, verdict_words, why
from tracklink.client import LinkTrackRequest, LinkTrackResponse, ProviderLink, Track, link_request

_HEADINGS = ("PROVIDER", "ANSWER", "TRACK", "WHY")

Row = Sequence[Lines]


def _cache(*, refresh: bool, cached_only: bool) -> LinkTrackRequest.Cache.ValueType:
    if refresh and cached_only:
        raise typer.BadParameter("it goes against --refresh: give one of the two", param_hint="--cached-only")
    if refresh:
        return LinkTrackRequest.CACHE_REFRESH
    return LinkTrackRequest.CACHE_ONLY if cached_only else LinkTrackRequest.CACHE_DEFAULT


def _source(link: ProviderLink) -> str:
    return ("from cache, stale" if link.stale else "from cache") if link.from_cache else ""


def _link_rows(link: ProviderLink) -> Iterator[Row]:
    outcome = enum_words(ProviderLink.Outcome.DESCRIPTOR, link.outcome, "OUTCOME_")
    if link.HasField("match"):
        answer = (outcome, *verdict_words(link.match), _source(link))
        yield (link.provider,), answer, match_words(link.match), why(link.reason, link.match)
        return
    yield (link.provider,), (outcome, _source(link)), (), (link.reason,)
    for match in link.alternatives:
        yield (link.provider,), ("not taken", *verdict_words(match)), match_words(match), evidence_words(match)


def _known(response: LinkTrackResponse) -> Iterator[Row]:
    """What the track is, merged from the question and the links, where the links told anything."""
    sources: dict[str, list[str]] = {}
    for field, provider in sorted(response.recording_sources.items()):
        sources.setdefault(provider, []).append(field)
    if sources.keys() - {"query"}:
        told = [f"{', '.join(fields)} from {provider}" for provider, fields in sorted(sources.items())]
        yield (), ("together",), track_words(response.recording), told


def rows(asked: Track, urls: Sequence[str], response: LinkTrackResponse) -> Iterator[Row]:
    """What was asked, what each provider answered, and what is known now."""
    yield (), ("asked",), (*track_words(asked), *urls), ()
    for each in response.links:
        yield from _link_rows(each)
    yield from _known(response)


def link(  # noqa: PLR0913 typer reads the options from the parameters
    context: typer.Context,
    *,
    title: Title = "",
    artist: Artists = None,
    album: Album = "",
    duration_ms: DurationMs = None,
    isrc: Isrcs = None,
    mbid: Annotated[str, typer.Option(help="MusicBrainz recording identifier.")] = "",
    ref: Annotated[list[str] | None, typer.Option(help="PROVIDER:ID of the track on a service; repeats.")] = None,
    url: Annotated[list[str] | None, typer.Option(help="Address of the track on a service; repeats.")] = None,
    track_number: Annotated[int | None, typer.Option(help="Position on the disc, from 1.")] = None,
    release_date: Annotated[str, typer.Option(help="1979, 1979-11 or 1979-11-30.")] = "",
    market: Market = "",
    provider: Annotated[list[str] | None, typer.Option(help="Ask only this one; repeats.")] = None,
    min_confidence: Annotated[float | None, typer.Option(help="Least confidence to be linked, 0 to 1.")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask the providers again.")] = False,
    cached_only: Annotated[bool, typer.Option("--cached-only", help="Ask no provider.")] = False,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Say where a track is. Exits 1 when no provider has it."""
    request = link_request(
        title=title,
        artists=artist or [],
        album=album,
        duration_ms=duration_ms,
        isrcs=isrc or [],
        mbid=mbid,
        refs=[ref_of(written) for written in ref or []],
        urls=url or [],
        track_number=track_number,
        release_date=release_date,
        market=market,
        providers=provider or [],
        min_confidence=min_confidence,
        cache=_cache(refresh=refresh, cached_only=cached_only),
    )
    with connection(context).client(server) as client:
        response = client.link_track(request)
    if as_json:
        print_json(response)
    else:
        print_table(table_of(_HEADINGS, rows(request.track, request.urls, response)))
    if all(each.outcome != ProviderLink.OUTCOME_LINKED for each in response.links):
        say("no provider has this track for sure")
        raise typer.Exit(1)
