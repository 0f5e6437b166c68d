"""Errors as gRPC statuses, and as the errors of single rows in a stream."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from urllib.parse import quote

import grpc
import structlog
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

from domain.errors import Draining, InvalidQuery, StoreUnavailable, Violation
from service.call import Call
from service.wire.result import failed
from tracklink.v1.error_reason_pb2 import ErrorReason
from tracklink.v1.link_service_pb2 import CallError

DOMAIN = "tracklink.v1"
RETRY_SECONDS = 1.0
MOST_VIOLATION_BYTES = 2_500
"""Clients take about 8 KB of metadata, where the violations travel in base64 beside the percent-encoded message."""

MOST_MESSAGE_BYTES = 1_500

Answer = TypeVar("Answer")

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a question has no answer, in words for its caller."""

    code: grpc.StatusCode
    reason: ErrorReason.ValueType
    message: str
    violations: tuple[Violation, ...] = ()
    retry_seconds: float | None = None
    """When asking again makes sense; None when it does not."""


DRAINING = Fault(
    grpc.StatusCode.UNAVAILABLE,
    ErrorReason.ERROR_REASON_DRAINING,
    "The server is shutting down; ask another replica, or this one in a moment.",
    retry_seconds=RETRY_SECONDS,
)
STARTING = Fault(
    grpc.StatusCode.UNAVAILABLE,
    ErrorReason.ERROR_REASON_STORE_UNAVAILABLE,
    "The server is still opening its database; ask again in a moment.",
    retry_seconds=RETRY_SECONDS,
)
OVERLOADED = Fault(
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    ErrorReason.ERROR_REASON_OVERLOADED,
    "The server has as many calls in flight as it takes; ask again in a moment.",
    retry_seconds=RETRY_SECONDS,
)
OUT_OF_TIME = Fault(
    grpc.StatusCode.DEADLINE_EXCEEDED,
    ErrorReason.ERROR_REASON_DEADLINE_EXCEEDED,
    "The stream's deadline left no time to ask for this row.",
)


async def attempt(answer: Awaitable[Answer], call: Call) -> Answer | Fault:
    """The answer, or the fault that its error comes to: here alone every error is caught, told, masked and logged."""
    try:
        return await answer
    except (grpc.aio.AbortError, asyncio.CancelledError):
        raise
    except InvalidQuery as error:
        return _invalid(error)
    except Draining:
        return DRAINING
    except StoreUnavailable as error:
        return Fault(
            grpc.StatusCode.UNAVAILABLE,
            ErrorReason.ERROR_REASON_STORE_UNAVAILABLE,
            str(error),
            retry_seconds=RETRY_SECONDS,
        )
    except Exception:  # the one place where a defect becomes a status; its details stay in the log
        logger.exception("a call failed", method=call.method, call_id=call.id)
        return Fault(
            grpc.StatusCode.INTERNAL,
            ErrorReason.ERROR_REASON_INTERNAL,
            f"The server has a defect; its log has the details of call {call.id}.",
        )


async def abort(context: "grpc.aio.ServicerContext[object, object]", fault: Fault, call: Call) -> None:
    """End the call with the fault's status, its details and the call's id. Always raises AbortError."""
    status = rpc_status.to_status(_status_message(fault))
    metadata = (*(status.trailing_metadata or ()), ("call_id", call.id))
    if fault.retry_seconds is not None:
        metadata += (("grpc-retry-pushback-ms", str(round(fault.retry_seconds * 1_000))),)
    await context.abort(status.code, status.details or "", metadata)


def call_error(fault: Fault) -> CallError:
    """The fault as the error of one row."""
    return CallError(
        code=fault.code.value[0],
        reason=fault.reason,
        message=fault.message,
        violations=[
            CallError.Violation(field=violation.field, description=violation.description)
            for violation in fault.violations
        ],
    )


def row_error(fault: Fault) -> Callable[[str], bytes]:
    """The error as the result of a row, for its key."""
    return partial(failed, call_error(fault))


def _invalid(error: InvalidQuery) -> Fault:
    first, *others = error.violations
    message = str(error)
    if len(quote(message)) > MOST_MESSAGE_BYTES:
        message = f"{first.field}: {first.description} (and {len(others)} more)"
    return Fault(
        grpc.StatusCode.INVALID_ARGUMENT,
        ErrorReason.ERROR_REASON_INVALID_QUERY,
        message,
        _clipped(error.violations),
    )


def _clipped(violations: tuple[Violation, ...]) -> tuple[Violation, ...]:
    kept: list[Violation] = []
    room = MOST_VIOLATION_BYTES
    for violation in violations:
        room -= len(violation.field.encode()) + len(violation.description.encode())
        if room < 0:
            left = len(violations) - len(kept)
            return (*kept, Violation(violation.field, f"is at fault too, as are others: {left:,} more are not shown"))
        kept.append(violation)
    return tuple(kept)


def _status_message(fault: Fault) -> Status:
    details: list[Message] = [ErrorInfo(reason=ErrorReason.Name(fault.reason), domain=DOMAIN)]
    if fault.violations:
        details.append(
            BadRequest(
                field_violations=[
                    BadRequest.FieldViolation(field=violation.field, description=violation.description)
                    for violation in fault.violations
                ]
            )
        )
    if fault.retry_seconds is not None:
        delay = Duration()
        delay.FromMilliseconds(round(fault.retry_seconds * 1_000))
        details.append(RetryInfo(retry_delay=delay))
    return Status(code=fault.code.value[0], message=fault.message, details=[_packed(detail) for detail in details])


def _packed(message: Message) -> AnyMessage:
    packed = AnyMessage()
    packed.Pack(message)
    return packed
