"""How long a call waits for the store, and what it does without: the cache helps an answer and never prevents one."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import TypeVar

from domain.deadline import RECALL_SHARE, Deadline
from domain.errors import StoreUnavailable

LEAST_KEEPING_SECONDS = 0.5
"""What was learnt is given this long to be kept, even when the providers took all the time there was."""

Read = TypeVar("Read")

logger = logging.getLogger(__name__)


async def recalled(reading: Awaitable[Read], deadline: Deadline) -> Read | None:
    """What the store knows; None when it does not answer within its share of the time."""
    try:
        async with asyncio.timeout(deadline.left() * RECALL_SHARE):
            return await reading
    except (StoreUnavailable, TimeoutError) as error:
        logger.warning("answering without the cache: %s", str(error) or "the store is too slow")
        return None


async def kept(saving: Awaitable[None], deadline: Deadline) -> None:
    """Keep what was learnt; what cannot be kept in time is told in the log and asked again another time."""
    try:
        async with asyncio.timeout(max(LEAST_KEEPING_SECONDS, deadline.left())):
            await saving
    except (StoreUnavailable, TimeoutError) as error:
        logger.warning("what was learnt could not be kept: %s", str(error) or "the store is too slow")
