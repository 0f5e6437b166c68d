"""Where log lines go and how they look: structlog's and the standard library's alike, to standard error."""

import logging
import sys
from typing import Literal, TextIO, cast

import stamina.instrumentation
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from service.call import CURRENT
from service.call_log import LogCall, json_call_log, log_call, no_call_log
from service.log_writer import LogHandler, LogWriter

LogFormat = Literal["auto", "console", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]


def configure_log(level: LogLevel, log_format: LogFormat) -> LogCall:
    """`auto` is for people on a terminal and JSON, one object a line, everywhere else. How calls are logged.

    Lines go through a thread: a reader that is slow or stuck holds nobody up.
    """
    writer = LogWriter(sys.stderr)
    readable = log_format == "console" or (log_format == "auto" and sys.stderr.isatty())
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*_shared(), *_rendering(readable=readable)],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, writer)),
        cache_logger_on_first_use=True,
    )
    handler = LogHandler(writer)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_shared(),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(readable=readable)],
        )
    )
    logging.basicConfig(level=max(threshold, logging.INFO), handlers=[handler], force=True)
    # httpx would tell of every request, with its address and query, and stamina of every retry.
    for chatty in ("alembic", "httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    stamina.instrumentation.set_on_retry_hooks([])
    logging.captureWarnings(capture=True)
    if threshold > logging.INFO:
        return no_call_log
    return log_call if readable else json_call_log(writer.write)


def _shared() -> list[Processor]:
    return [structlog.processors.add_log_level, structlog.processors.TimeStamper("iso"), _name_call]


def _rendering(*, readable: bool) -> list[Processor]:
    if readable:
        colors = sys.stderr.isatty()
        return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _name_call(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    call = CURRENT.get()
    if call is not None:
        event.setdefault("call_id", call.id)
    return event
