"""Asking about many tracks through one stream, so many at once, and again where the server refused a part."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from tracklink.client import AsyncTrackLinkClient, LinkTrackRequest, LinkTrackResponse
from tracklink.client.batch import ROWS_PER_MESSAGE
from tracklink.refusal import ask_again, code_name
from tracklink.v1.link_service_pb2 import LinkTracksResponse


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back for one key: a response, or the outcome and reason of a call that failed."""

    key: str
    response: LinkTrackResponse | None = None
    outcome: str = ""
    """Name of a gRPC status code; empty with a response."""
    reason: str = ""
    left_out: str = ""
    """What the server could not read and was not asked with, field by field."""


async def link_all(
    client: AsyncTrackLinkClient, rows: Iterable[tuple[str, LinkTrackRequest]], jobs: int, *, one_list: bool = False
) -> AsyncIterator[Answered]:
    """The answers in the order in which they come, at most `jobs` questions under way; keys are unique.

    Rows are taken as there is room; those of one list a message at a time, whatever `jobs` says. An unknown provider
    or market is the whole run's fault: InvalidRequest. Other errors of the call itself are raised as TrackLinkError.
    """
    room = asyncio.Semaphore(ROWS_PER_MESSAGE if one_list else jobs)
    under_way: dict[str, LinkTrackRequest] = {}

    async def questions() -> AsyncIterator[tuple[str, LinkTrackRequest]]:
        for key, request in rows:
            await room.acquire()
            under_way[key] = request
            yield key, request

    async for result in client.link_tracks(questions(), one_list=one_list):
        yield await _answered(client, under_way.pop(result.key), result)
        room.release()


async def _answered(
    client: AsyncTrackLinkClient, request: LinkTrackRequest, result: LinkTracksResponse.Result
) -> Answered:
    if not result.HasField("error"):
        return Answered(result.key, result.response)
    again = await ask_again(client.link_track, request, result.error)
    if again.response is not None:
        return Answered(result.key, again.response, left_out=again.left_out)
    return Answered(
        result.key, outcome=code_name(result.error.code), reason=str(again.refusal), left_out=again.left_out
    )
