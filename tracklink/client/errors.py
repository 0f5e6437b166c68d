"""The errors of the client.

TrackLinkError
├── InvalidServer       the address of the server cannot be read
├── InvalidRequest      the server cannot understand the request; `violations` name each field and its cure
├── ServerUnavailable   nobody answers, or the server says that it cannot just now; already retried
├── ServerOverloaded    more calls are in flight than the server takes
├── DeadlineExceeded    no answer in the time allowed
└── ServerError         a defect of the server, or a call that it does not know; `call_id` finds it in the server's log
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

import grpc
from google.protobuf.message import DecodeError, Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

_LOST_IN_WRITING = "Internal error from Core"
"""What grpc.aio itself says of a stream that ended while a message was being written to it."""
CALL_ID_KEY = "call_id"

_Detail = TypeVar("_Detail", bound=Message)


class TrackLinkError(Exception):
    """The root of the tree. The message is one sentence that a person may read."""


class InvalidServer(TrackLinkError):
    """The address of the server cannot be read."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One field at fault: its path in the request ("track.isrcs[0]"), and what is wrong and how to put it right."""

    field: str
    description: str


class InvalidRequest(TrackLinkError):
    """The server cannot understand the request."""

    def __init__(self, message: str, violations: Iterable[Violation] = ()) -> None:
        self.violations = tuple(violations)
        fields = "; ".join(f"{violation.field}: {violation.description}" for violation in self.violations)
        super().__init__(fields or message)


class ServerUnavailable(TrackLinkError):
    """Nobody answers at the address, or the server says that it cannot just now."""

    def __init__(self, message: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class ServerOverloaded(ServerUnavailable):
    """More calls are in flight than the server was set to take."""


class DeadlineExceeded(TrackLinkError):
    """No answer in the time allowed."""


class ServerError(TrackLinkError):
    """A defect of the server; its log tells more under `call_id`, where it sent one."""

    def __init__(self, message: str, call_id: str | None = None) -> None:
        untold = call_id and call_id not in message
        super().__init__(f"{message} (call {call_id} in the server's log)" if untold else message)
        self.call_id = call_id


class _FailedCall(Protocol):
    """What the errors of grpc and of grpc.aio have in common."""

    def code(self) -> grpc.StatusCode: ...
    def details(self) -> str | None: ...
    def trailing_metadata(self) -> Iterable[tuple[str, str | bytes]] | None: ...


class _Failure:
    """A failed call, with the details that the server sent along."""

    def __init__(self, call: _FailedCall) -> None:
        was_lost = call.details() == _LOST_IN_WRITING
        self.code = grpc.StatusCode.UNAVAILABLE if was_lost else call.code()
        self.message = (call.details() or self.code.name).rstrip(".")
        self.metadata = dict(call.trailing_metadata() or ())
        self.status = _status(call)

    def detail(self, kind: type[_Detail]) -> _Detail | None:
        """The first detail of this kind, if the server sent one."""
        for packed in self.status.details:
            detail = kind()
            if packed.Unpack(detail):
                return detail
        return None

    @property
    def violations(self) -> tuple[Violation, ...]:
        """The fields at fault."""
        request = self.detail(BadRequest)
        return tuple(Violation(each.field, each.description) for each in request.field_violations) if request else ()

    @property
    def call_id(self) -> str | None:
        """The id under which the server's log tells more."""
        cause = self.detail(ErrorInfo)
        stated = cause.metadata.get(CALL_ID_KEY) if cause else None
        return stated or str(self.metadata.get(CALL_ID_KEY, "")) or None

    @property
    def retry_after_seconds(self) -> float | None:
        """When the server asks to be asked again."""
        retry = self.detail(RetryInfo)
        return retry.retry_delay.ToTimedelta().total_seconds() if retry else None


def _status(call: _FailedCall) -> Status:
    try:
        return rpc_status.from_call(cast("grpc.Call", call)) or Status()
    except (ValueError, DecodeError):
        return Status()


def _unavailable(failure: _Failure, server: str) -> TrackLinkError:
    if failure.detail(ErrorInfo):
        return ServerUnavailable(failure.message, failure.retry_after_seconds)
    return ServerUnavailable(
        f"no server answers at {server}: start one with `make serve` or `tracklinkd serve`, "
        "or name another with --server or TRACKLINK_SERVER"
    )


def error_of(call: _FailedCall, server: str) -> TrackLinkError:
    """What a failed call to this server means."""
    failure = _Failure(call)
    match failure.code:
        case grpc.StatusCode.INVALID_ARGUMENT:
            return InvalidRequest(failure.message, failure.violations)
        case grpc.StatusCode.UNAVAILABLE:
            return _unavailable(failure, server)
        case grpc.StatusCode.RESOURCE_EXHAUSTED:
            return ServerOverloaded(failure.message, failure.retry_after_seconds)
        case grpc.StatusCode.DEADLINE_EXCEEDED:
            return DeadlineExceeded(f"{server} gave no answer in the time allowed: allow more, or ask for less at once")
        case grpc.StatusCode.UNIMPLEMENTED:
            return ServerError(f"{server} is no tracklink server, or an older one: it does not know this call")
        case _:
            return ServerError(failure.message, failure.call_id)


@contextmanager
def typed_errors(server: str) -> Iterator[None]:
    """Turn what grpc raises inside into a TrackLinkError."""
    try:
        yield
    except grpc.RpcError as error:
        raise error_of(cast("_FailedCall", error), server) from error
