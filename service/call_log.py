"""The access log: one line for every call, and never a word of what was asked or answered."""

from collections.abc import Callable
from datetime import UTC, datetime

import orjson
import structlog

from service.call import Call

LogCall = Callable[[Call], None]
"""Writes the line of a call that has ended."""

JSON_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE

logger = structlog.get_logger()


def log_call(call: Call) -> None:
    """As every other line is written."""
    logger.info("call", **_fields(call))


def json_call_log(write: Callable[[str], object]) -> LogCall:
    """As `log_call` writes it in JSON, at a fraction of its price."""

    def log(call: Call) -> None:
        line = {"event": "call", "level": "info", "timestamp": datetime.now(UTC), **_fields(call)}
        write(orjson.dumps(line, option=JSON_OPTIONS).decode())

    return log


def no_call_log(_call: Call) -> None:
    """Nothing: calls are below the level that is logged."""


def _fields(call: Call) -> dict[str, object]:
    fields: dict[str, object] = {
        "method": call.method,
        "code": call.code,
        "duration_ms": round(call.seconds * 1_000, 1),
    }
    if call.cache:
        fields["cache"] = call.cache_outcome
        if (answers := call.cache.total()) > 1:
            fields["answers"] = answers
    return {**fields, "peer": call.peer, "call_id": call.id}
