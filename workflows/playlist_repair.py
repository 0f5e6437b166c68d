"""The steps of a playlist's repair, in their order: fetch, ask about what is unavailable, settle, publish.

Between steps go files, and questions and answers as the canonical JSON of FindReplacementRequest and of the result
that a stream would have: one text for one question, whoever asks it, so that an engine can keep answers by it.
"""

import asyncio
import json
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

import grpc
from google.protobuf.json_format import MessageToDict, Parse
from google.protobuf.message import Message

from tracklink.client import (
    AsyncTrackLinkClient,
    CallError,
    DeadlineExceeded,
    FindReplacementRequest,
    FindReplacementResponse,
    FindReplacementsResponse,
    InvalidRequest,
    ServerError,
    ServerUnavailable,
)
from tracklink.playlists import PlaylistError, Repair, read_playlist
from tracklink.playlists import repair as repair_playlist
from tracklink.playlists.answer import Answer
from tracklink.playlists.remote.address import Address, read_address
from tracklink.playlists.remote.change import edit_in_place, make_playlist
from tracklink.playlists.remote.lock import playlist_lock
from tracklink.playlists.remote.service import ServiceFailed, ServiceRateLimited
from tracklink.playlists.remote.services import open_publisher, open_reader
from tracklink.playlists.remote.token_store import TokenStore
from tracklink.playlists.repair import questions_of
from tracklink.refusal import own_error_of

LOGINS_VARIABLE: Final = "TRACKLINK_LOGINS"
"""Logins for where nobody can log in: a JSON object of what `tracklink login` keeps, by provider."""
MIN_SUCCESS_RATIO: Final = 0.5
"""Of the questions or shards of a run, those that must come to an answer; with fewer, the run fails."""


_UNKNOWN = CallError(
    code=grpc.StatusCode.INTERNAL.value[0], message="nobody could say: the log of its own task tells why"
)


class NoAnswer(Exception):
    """The provider could not say just now; the message tells why."""


PASSING = (NoAnswer, ServerUnavailable, DeadlineExceeded, ServerError, ServiceRateLimited, ServiceFailed)
"""What may go better at another try."""


class Publish(Enum):
    """What becomes of a playlist at a service."""

    NOTHING = "nothing"
    NEW = "new"
    """A new playlist of the replacements, for listening through."""
    IN_PLACE = "in_place"


def address_of(playlist: str, provider: str) -> Address:
    """The playlist at a service by its address, or by its id there. Raises PlaylistError."""
    address = read_address(playlist, provider)
    if address is None:
        raise PlaylistError(f"{playlist} is no playlist's address: give one, or an id and the provider")
    return address


def log_in(logins: str) -> None:
    """Keep logins (LOGINS_VARIABLE) where there are none. Raises PlaylistError."""
    try:
        tokens = {TokenStore(provider): dict(each) for provider, each in json.loads(logins or "{}").items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise PlaylistError(f"{LOGINS_VARIABLE} is no JSON object of logins by provider") from error
    for store, each in tokens.items():
        if not store.path.exists():
            store.write(each)


def fetch(address: Address, market: str, file: Path) -> None:
    """Write the playlist as a file of entries. Raises PlaylistServiceError and PlaylistError."""
    with closing(open_reader(address.provider)) as service:
        playlist = service.read(address.id, market, lambda _: None)
    file.write_text(json.dumps([entry.fields for entry in playlist.entries], ensure_ascii=False), encoding="utf-8")


def unavailable(file: Path, provider: str, market: str) -> list[str]:
    """A question for each track of the playlist that is gone. Raises PlaylistError."""
    questions = questions_of(read_playlist(file).entries)
    return list(dict.fromkeys(_text(question.request(provider, market)) for question in questions))


async def find_replacement(question: str) -> str:
    """The result of one question: its answer, or what the server refuses of it.

    Raises NoAnswer and TrackLinkError, so that a failure is never kept as an answer; InvalidRequest where every
    question would be refused.
    """
    result = FindReplacementsResponse.Result()
    async with AsyncTrackLinkClient() as client:
        try:
            result.response.CopyFrom(await client.find_replacement(Parse(question, FindReplacementRequest())))
        except InvalidRequest as refusal:
            result.error.CopyFrom(own_error_of(refusal))
            return _text(result)
    answer = Answer.of(result.response)
    if answer.failed:
        raise NoAnswer(f"{answer.outcome}: {answer.reason}")
    return _text(result)


@dataclass(frozen=True, slots=True)
class _Answered:
    """Results by their questions; the server says what is not among them: what a list comes to, what else there is."""

    answers: Mapping[str, str]
    client: AsyncTrackLinkClient

    async def find_replacements(
        self, rows: AsyncIterable[tuple[str, FindReplacementRequest]], *, one_list: bool = False
    ) -> AsyncIterator[FindReplacementsResponse.Result]:
        if one_list:
            async for result in self.client.find_replacements(rows, one_list=True):
                yield result
            return
        async for key, request in rows:
            yield await self._result(key, request)

    async def find_replacement(self, request: FindReplacementRequest) -> FindReplacementResponse:
        return await self.client.find_replacement(request)

    async def _result(self, key: str, request: FindReplacementRequest) -> FindReplacementsResponse.Result:
        result = FindReplacementsResponse.Result(key=key)
        if known := self.answers.get(_text(request)):
            Parse(known, result)
        elif request.policy.exclude_refs:
            result.response.CopyFrom(await self.client.find_replacement(request))
        else:
            result.error.CopyFrom(_UNKNOWN)
        return result


def answered(questions: Iterable[str], answers: Iterable[str | None]) -> dict[str, str]:
    """Answers by their questions, without those that there are not."""
    return {question: answer for question, answer in zip(questions, answers, strict=True) if answer is not None}


def settle(file: Path, answers: Mapping[str, str], provider: str, market: str) -> Repair:
    """What the playlist becomes. No track is given twice: where two answers clash, one is asked about again here.

    A question without an answer leaves its entries as they are, marked. Raises PlaylistError and TrackLinkError.
    """
    return asyncio.run(_settle(file, answers, provider, market))


async def _settle(file: Path, answers: Mapping[str, str], provider: str, market: str) -> Repair:
    async with AsyncTrackLinkClient() as client:
        repair = await repair_playlist(
            read_playlist(file), _Answered(answers, client), provider=provider, market=market
        )
    if repair.lost:
        raise ServerUnavailable(repair.lost)
    return repair


def substitutions(repair: Repair) -> dict[str, str]:
    """New ids by old ones, in the order of the playlist."""
    return {
        question.entries[0].id: question.new_id
        for question in repair.questions
        if question.entries[0].id and question.new_id
    }


def publish(address: Address, new_ids: Mapping[str, str], how: Publish, undo_file: Path) -> str:
    """Change the playlist at its service, or make a new one, and say which. Nothing to change: an empty text.

    `undo_file` is for `tracklink undo`, and for going on after an interruption. Raises PlaylistServiceError and
    PlaylistError.
    """
    if how is Publish.NOTHING or not new_ids:
        return ""
    name = f"{address.provider}-{address.id}"
    with playlist_lock(name, "a workflow"), closing(open_publisher(address.provider)) as service:
        playlist = service.read(address.id, "", lambda _: None)
        if how is Publish.IN_PLACE:
            changed = edit_in_place(service, playlist, new_ids, undo_file=undo_file)
        else:
            source, title = f"{address.provider}:{address.id}", f"{playlist.title}: replacements"
            changed = make_playlist(service, source, title, list(new_ids.values()), undo_file=undo_file)
    return changed.url or changed.id


def _text(message: Message) -> str:
    return json.dumps(MessageToDict(message), ensure_ascii=False, sort_keys=True)
