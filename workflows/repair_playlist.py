"""A playlist's repair for Flyte: fetch -> unavailable -> map over them -> drop the none -> settle -> publish.

    pyflyte run workflows/repair_playlist.py repair_file --playlist tracks.json --provider deezer

Every step is a function of workflows.playlist_repair; here Flyte learns how to distribute it, keep its answers and
try it again.
"""

import asyncio
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flytekit import Cache, map_task, task, workflow
from flytekit.types.file import FlyteFile

from tracklink.playlists import write_json, write_playlist
from tracklink.playlists.report import report as report_of
from workflows import playlist_repair as steps
from workflows.flyte_step import LOGINS, SERVER, another_try, own_folder, take_secrets
from workflows.playlist_repair import MIN_SUCCESS_RATIO, Publish

ANSWERS = Cache(version="2")
"""Kept by question; another version forgets all answers, another `as_of` those of the runs before."""
RETRIES = 2
AT_ONCE = 16
"""Questions under way, each in a container of its own."""


class Fetched(NamedTuple):
    """A playlist as a file, and where its ids are from."""

    playlist: FlyteFile
    provider: str


class Settled(NamedTuple):
    """The repaired playlist, what happened to each entry, and new ids by old ones."""

    playlist: FlyteFile
    report: FlyteFile
    new_ids: dict[str, str]


class Published(NamedTuple):
    """Which playlist was changed or made, if any, and the file for `tracklink undo`."""

    playlist: str
    undo: FlyteFile


class Repaired(NamedTuple):
    """All that a repair at a service leaves behind."""

    report: FlyteFile
    published: str
    undo: FlyteFile


@task(retries=RETRIES, secret_requests=[LOGINS])
def fetch(playlist: str, provider: str, market: str) -> Fetched:
    """The playlist of a service."""
    take_secrets()
    address = steps.address_of(playlist, provider)
    file = own_folder() / "playlist.json"
    with another_try():
        steps.fetch(address, market, file)
    return Fetched(FlyteFile(str(file)), address.provider)


@task
def unavailable(playlist: FlyteFile, provider: str, market: str) -> list[str]:
    """A question for each track that is gone."""
    return steps.unavailable(Path(playlist.download()), provider, market)


@task(cache=ANSWERS, retries=RETRIES, secret_requests=[SERVER])
def find_replacement(question: str, as_of: str) -> str:  # noqa: ARG001 part of what answers are kept by
    """One FindReplacement. What may go better at another try is tried again; a failure is never kept."""
    take_secrets()
    with another_try():
        return asyncio.run(steps.find_replacement(question))


@task(retries=RETRIES, secret_requests=[SERVER])
def settle(playlist: FlyteFile, questions: list[str], answers: list[str | None], provider: str, market: str) -> Settled:
    """The playlist with its replacements."""
    take_secrets()
    file = Path(playlist.download())
    with another_try():
        repair = steps.settle(file, steps.answered(questions, answers), provider, market)
    repaired, report = (own_folder() / name for name in ("repaired.json", "report.json"))
    write_playlist(repaired, repair.text, like=file)
    write_json(report, report_of(repair, provider, market), like=file)
    return Settled(FlyteFile(str(repaired)), FlyteFile(str(report)), steps.substitutions(repair))


@task(secret_requests=[LOGINS])
def publish(playlist: str, provider: str, new_ids: dict[str, str], how: Publish) -> Published:
    """Change the playlist at its service. Not tried again by itself: a second try would make a second playlist."""
    take_secrets()
    undo_file = own_folder() / "playlist.undo.json"
    changed = steps.publish(steps.address_of(playlist, provider), new_ids, how, undo_file)
    undo_file.touch()
    return Published(changed, FlyteFile(str(undo_file)))


@workflow
def repair_file(playlist: FlyteFile, provider: str, market: str = "", as_of: str = "") -> Settled:
    """Repair the file of a playlist whose ids are a provider's. Another text in `as_of`, and all is asked anew."""
    questions = unavailable(playlist=playlist, provider=provider, market=market)
    ask = map_task(partial(find_replacement, as_of=as_of), concurrency=AT_ONCE, min_success_ratio=MIN_SUCCESS_RATIO)
    answers = ask(question=questions)
    return settle(playlist=playlist, questions=questions, answers=answers, provider=provider, market=market)


@workflow
def repair_playlist(
    playlist: str, provider: str = "", market: str = "", as_of: str = "", how: Publish = Publish.NOTHING
) -> Repaired:
    """Repair a playlist at a service, given by its address or by provider and id, and publish what came of it."""
    fetched = fetch(playlist=playlist, provider=provider, market=market)
    settled = repair_file(playlist=fetched.playlist, provider=fetched.provider, market=market, as_of=as_of)
    published = publish(playlist=playlist, provider=provider, new_ids=settled.new_ids, how=how)
    return Repaired(report=settled.report, published=published.playlist, undo=published.undo)
