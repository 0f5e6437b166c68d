"""The access log: one line for every call, and never a word of what was asked or answered."""

import structlog

from service.call import Call

logger = structlog.get_logger()


def log_call(call: Call) -> None:
    """Write the line of a call that has ended."""
    cache = {"cache": call.cache_outcome} if call.cache else {}
    answers = {"answers": call.cache.total()} if call.cache.total() > 1 else {}
    logger.info(
        "call",
        method=call.method,
        code=call.code,
        duration_ms=round(call.seconds * 1_000, 1),
        **cache,
        **answers,
        peer=call.peer,
        call_id=call.id,
    )
