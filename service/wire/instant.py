"""Points in time."""

from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp


def timestamp(instant: datetime) -> Timestamp:
    """An aware instant as protobuf writes it."""
    message = Timestamp()
    message.FromDatetime(instant)
    return message
