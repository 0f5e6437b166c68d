"""`make live`: one famous track, asked of every music service over the network, with the environment's credentials.

No test, and part of none: what comes back is for a person to read. Exits 0 unless no service answered.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from domain.identifiers import read_market
from providers.registry import PLUGINS
from tracklink.plugin import Candidate, Capability, Connection, Plugin, Provider, ProviderError, Track, TrackRef

TRACK = Track(title="Bohemian Rhapsody", artists=("Queen",), isrcs=("GBUM71029604",))
SEARCH_LIMIT = 5
LONGEST_PAUSE_SECONDS = 3.0

_WORDS = {Capability.SEARCH: "title", Capability.LOOKUP_ISRC: "ISRC", Capability.LOOKUP_ID: "id"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What one question came to: candidates and how long they took, or the error in their place."""

    question: Capability
    candidates: Sequence[Candidate] = ()
    took_seconds: float = 0.0
    error: str = ""


def ask(plugin: Plugin, environment: Mapping[str, str], market: str | None) -> list[Reply]:
    """What a service says of the track, up to its first error; nothing where it lacks credentials."""
    declaration = plugin.declaration
    if _unset(plugin, environment):
        return []
    connection = Connection(
        base_url=declaration.base_url or "",
        token_url=declaration.token_url,
        secrets={name: environment[name] for name in declaration.required_settings},
    )
    return list(_replies(plugin.open(connection), market))


def _replies(provider: Provider, market: str | None) -> Iterator[Reply]:
    """The title, the ISRC, and the id of the first track found by them, as far as the service takes such questions."""
    refs: list[TrackRef] = []
    questions: Mapping[Capability, Callable[[], Sequence[Candidate]]] = {
        Capability.SEARCH: lambda: provider.search(TRACK, SEARCH_LIMIT, market),
        Capability.LOOKUP_ISRC: lambda: provider.lookup_isrc(TRACK.isrcs[0], market),
        Capability.LOOKUP_ID: lambda: [found for ref in refs[:1] for found in provider.lookup(ref, market)],
    }
    declared = [capability for capability in questions if capability in provider.declaration.capabilities]
    for place, capability in enumerate(declared):
        if place:
            _pause(provider)
        reply = _reply(capability, questions[capability])
        yield reply
        if reply.error:
            return
        refs.extend(candidate.ref for candidate in reply.candidates)


def _reply(capability: Capability, question: Callable[[], Sequence[Candidate]]) -> Reply:
    began = monotonic()
    try:
        candidates = question()
    except ProviderError as error:
        return Reply(capability, error=f"{error}")
    return Reply(capability, candidates, monotonic() - began)


def _pause(provider: Provider) -> None:
    """Keep to what the service allows; in the server, its guard sees to that."""
    quota = provider.declaration.quota
    sleep(min(quota.interval_seconds, LONGEST_PAUSE_SECONDS) if quota else 0.0)


def _unset(plugin: Plugin, environment: Mapping[str, str]) -> list[str]:
    return [name for name in plugin.declaration.required_settings if not environment.get(name)]


def show(console: Console, answers: Mapping[str, Sequence[Reply]]) -> None:
    """A row for every answer; below them, what went wrong."""
    replies = [(name, reply) for name, given in answers.items() for reply in given]
    table = Table("Service", "Asked by", "Took", "Hits", "Id", "Length", "ISRC", "First of them", box=None)
    for name, reply in replies:
        if not reply.error:
            table.add_row(name, _WORDS[reply.question], f"{reply.took_seconds:.2f} s", *_cells(reply.candidates))
    if table.row_count:
        console.print(table)
    for name, reply in replies:
        if reply.error:
            console.print(f"{name}, asked by {_WORDS[reply.question]}: {reply.error}")


def _cells(candidates: Sequence[Candidate]) -> Iterator[str]:
    yield f"{len(candidates)}"
    for candidate in candidates[:1]:
        track = candidate.track
        minutes, seconds = divmod((track.duration_ms or 0) // 1_000, 60)
        yield candidate.ref.id
        yield f"{minutes}:{seconds:02}"
        yield ", ".join(track.isrcs) or "-"
        yield f"{track.title} - {', '.join(track.artists)} ({track.album or '-'}, {track.release_date or '-'})"


def main(
    services: Annotated[list[str] | None, typer.Argument(help=f"Of {', '.join(PLUGINS)}; all of them.")] = None,
    market: Annotated[str | None, typer.Option(help="A country, as in DE.")] = None,
) -> None:
    """Ask music services for one famous track, over the network."""
    console = Console(highlight=False, markup=False, width=None if os.isatty(1) else 160)
    plugins, country = _named(services or list(PLUGINS)), _country(market)
    console.print(f"{TRACK.title} - {TRACK.artists[0]}, ISRC {TRACK.isrcs[0]}\n")
    with ThreadPoolExecutor(len(plugins)) as threads:
        given = threads.map(lambda plugin: ask(plugin, os.environ, country), plugins.values())
        answers = dict(zip(plugins, given, strict=True))
    show(console, answers)
    for name, plugin in plugins.items():
        if unset := _unset(plugin, os.environ):
            console.print(f"{name} was not asked: set {' and '.join(unset)}.")
    if all(reply.error for replies in answers.values() for reply in replies):
        raise typer.Exit(1)


def _named(names: Sequence[str]) -> dict[str, Plugin]:
    if unknown := set(names) - set(PLUGINS):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: services are {', '.join(PLUGINS)}")
    return {name: PLUGINS[name] for name in names}


def _country(market: str | None) -> str | None:
    try:
        return read_market(market) if market else None
    except ValueError as fault:
        raise typer.BadParameter(f"{fault}") from fault


if __name__ == "__main__":
    typer.run(main)
