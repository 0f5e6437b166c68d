"""What the server refused of one question among many, and the question asked again without it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import grpc

from tracklink.client import CallError, FindReplacementRequest, InvalidRequest, LinkTrackRequest, Violation

INVALID = "INVALID_ARGUMENT"

_CODES = {code.value[0]: code.name for code in grpc.StatusCode}
_OWN = ("track", "urls")
"""Fields in which questions differ; any other is the same in all of a run."""
_DISPENSABLE = frozenset(
    {
        *("track.duration_ms", "track.isrcs", "track.mbid", "track.refs", "track.release_date"),
        *("track.release_mbid", "track.track_number", "track.disc_number", "urls"),
    }
)
"""Fields without which a question is still one."""
_ELEMENT = re.compile(r"(?P<path>[\w.]+)\[(?P<place>\d+)\]")
_WHOLE = -1

_Question = TypeVar("_Question", LinkTrackRequest, FindReplacementRequest)
_Response = TypeVar("_Response")


@dataclass(frozen=True, slots=True)
class Remainder(Generic[_Question, _Response]):
    """A question without what the server could not read, and its response, or the last refusal where there is none."""

    question: _Question
    response: _Response | None
    refusal: InvalidRequest
    left_out: str
    """Field by field; empty where nothing could be left out."""


def code_name(number: int) -> str:
    """The name of a gRPC status code; the number of one that nobody knows."""
    return _CODES.get(number, str(number))


def refusal_of(error: CallError) -> InvalidRequest:
    """The error of one question. One that every question would meet, a provider's or a market's, is raised."""
    violations = [Violation(each.field, each.description) for each in error.violations]
    return _own(InvalidRequest(error.message, violations))


def own_error_of(refusal: InvalidRequest) -> CallError:
    """The same as a stream would tell it of one question, likewise."""
    violations = [
        CallError.Violation(field=each.field, description=each.description) for each in _own(refusal).violations
    ]
    return CallError(code=grpc.StatusCode.INVALID_ARGUMENT.value[0], message=str(refusal), violations=violations)


def _own(refusal: InvalidRequest) -> InvalidRequest:
    shared = [violation for violation in refusal.violations if not violation.field.startswith(_OWN)]
    if shared:
        raise InvalidRequest(str(refusal), shared)
    return refusal


async def ask_again(
    ask: Callable[[_Question], Awaitable[_Response]], question: _Question, error: CallError
) -> Remainder[_Question, _Response]:
    """Ask without what is at fault, until there is an answer, or nothing more can be left out.

    Raises InvalidRequest where every question would be refused, and other errors of the call as TrackLinkError.
    """
    refusal, left_out = refusal_of(error), ""
    while (cleaned := _without_refused(question, refusal)) is not None:
        question, left_out = cleaned, f"{left_out}; {refusal}".lstrip("; ")
        try:
            return Remainder(question, await ask(question), refusal, left_out)
        except InvalidRequest as again:
            refusal = again
    return Remainder(question, None, refusal, left_out)


def _without_refused(question: _Question, refusal: InvalidRequest) -> _Question | None:
    """The question without what the server could not read; None when nothing would be left of it."""
    faults = {_place(violation.field) for violation in refusal.violations}
    if not faults or not {path for path, _ in faults} <= _DISPENSABLE:
        return None
    cleaned = type(question)()
    cleaned.CopyFrom(question)
    for path, place in sorted(faults, reverse=True):  # the last first, so that those before it keep their places
        outer, _, name = path.rpartition(".")
        holder = cleaned.track if outer else cleaned
        if place == _WHOLE:
            holder.ClearField(name)  # type: ignore[arg-type]  # one of the names above
        else:
            del getattr(holder, name)[place : place + 1]
    return cleaned if cleaned != question else None


def _place(field: str) -> tuple[str, int]:
    """`track.isrcs` and 1 of `track.isrcs[1]`; a field without a number is meant as a whole."""
    found = _ELEMENT.match(field)
    return (found["path"], int(found["place"])) if found else (field, _WHOLE)
