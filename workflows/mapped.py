"""A map without an engine: the plain counterpart of a Flyte map task, with the same rule of what it forgives."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from tracklink.client import InvalidRequest, TrackLinkError
from tracklink.corpus import CorpusError
from workflows.playlist_repair import MIN_SUCCESS_RATIO, NoAnswer

FAILURES = (TrackLinkError, CorpusError, NoAnswer)
"""What spoils one step; anything else is a defect and ends the run."""

_In = TypeVar("_In")
_Out = TypeVar("_Out")
_LOG = logging.getLogger(__name__)


async def mapped(step: Callable[[_In], Awaitable[_Out]], inputs: Iterable[_In], at_once: int) -> list[_Out | None]:
    """What the step gives for each input, in order; None where it failed, which the log tells.

    All steps share the running event loop: the connections of grpc.aio work in one loop of a process at a time.
    With fewer successes than MIN_SUCCESS_RATIO the last failure is raised; at once an InvalidRequest, which says what
    every step would be refused for.
    """
    room = asyncio.Semaphore(at_once)
    failures: list[Exception] = []

    async def attempt(each: _In) -> _Out | None:
        async with room:
            try:
                return await step(each)
            except InvalidRequest:
                raise
            except FAILURES as error:
                _LOG.warning("%s", error)
                failures.append(error)
                return None

    outputs = await asyncio.gather(*map(attempt, inputs))
    if len(outputs) - len(failures) < math.ceil(len(outputs) * MIN_SUCCESS_RATIO):
        raise failures[-1]
    return outputs
