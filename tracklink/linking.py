"""Asking about many tracks through one stream, so many at once, and again where the server refused a part."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import grpc

from tracklink.client import AsyncTrackLinkClient, InvalidRequest, LinkTrackRequest, LinkTrackResponse, Violation
from tracklink.client.batch import ROWS_PER_MESSAGE
from tracklink.v1.link_service_pb2 import CallError, LinkTracksResponse

INVALID = "INVALID_ARGUMENT"

_CODES = {code.value[0]: code.name for code in grpc.StatusCode}
_DISPENSABLE = frozenset(
    {
        *("track.duration_ms", "track.isrcs", "track.mbid", "track.refs", "track.release_date"),
        *("track.release_mbid", "track.track_number", "track.disc_number", "urls"),
    }
)
"""Fields without which a question is still one."""
_ELEMENT = re.compile(r"(?P<path>[\w.]+)\[(?P<place>\d+)\]")
_WHOLE = -1


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


def code_name(number: int) -> str:
    """The name of a gRPC status code; the number of one that nobody knows."""
    return _CODES.get(number, str(number))


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
    refusal, left_out = _refusal(result.error), ""
    while (cleaned := _without_refused(request, refusal)) is not None:
        left_out = f"{left_out}; {refusal}".lstrip("; ")
        try:
            return Answered(result.key, await client.link_track(cleaned), left_out=left_out)
        except InvalidRequest as again:
            request, refusal = cleaned, again
    return Answered(result.key, outcome=code_name(result.error.code), reason=str(refusal), left_out=left_out)


def _refusal(error: CallError) -> InvalidRequest:
    refusal = InvalidRequest(error.message, [Violation(each.field, each.description) for each in error.violations])
    if any(violation.field.startswith(("providers", "market")) for violation in refusal.violations):
        raise refusal
    return refusal


def _without_refused(request: LinkTrackRequest, refusal: InvalidRequest) -> LinkTrackRequest | None:
    """The question without what the server could not read; None when nothing would be left of it."""
    faults = {_place(violation.field) for violation in refusal.violations}
    if not faults or not {path for path, _ in faults} <= _DISPENSABLE:
        return None
    cleaned = LinkTrackRequest()
    cleaned.CopyFrom(request)
    for path, place in sorted(faults, reverse=True):  # the last first, so that those before it keep their places
        outer, _, name = path.rpartition(".")
        holder = cleaned.track if outer else cleaned
        if place == _WHOLE:
            holder.ClearField(name)  # type: ignore[arg-type]  # one of the names above
        else:
            del getattr(holder, name)[place : place + 1]
    return cleaned if cleaned != request else None


def _place(field: str) -> tuple[str, int]:
    """`track.isrcs` and 1 of `track.isrcs[1]`; a field without a number is meant as a whole."""
    found = _ELEMENT.match(field)
    return (found["path"], int(found["place"])) if found else (field, _WHOLE)
