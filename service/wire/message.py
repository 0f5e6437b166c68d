"""A request as it comes over the wire."""

from typing import TypeVar

from google.protobuf.message import DecodeError, Message

from domain.errors import InvalidQuery, Violation

AnyMessage = TypeVar("AnyMessage", bound=Message)


def read_message(kind: type[AnyMessage], request: bytes) -> AnyMessage:
    """The message. Raises InvalidQuery when the bytes are none of this kind."""
    try:
        return kind.FromString(request)
    except DecodeError as error:
        fault = f"cannot be read: send a {kind.DESCRIPTOR.full_name} in protobuf's binary form"
        raise InvalidQuery([Violation("request", fault)]) from error
