"""Several processes that serve on one port, and the parent that watches them."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import structlog

from domain.errors import TracklinkError
from service.address import Address
from service.config import Settings
from service.server import DRAIN_SECONDS
from service.signals import stop_on_signals

LEAVE_SECONDS = DRAIN_SECONDS + 2
"""A worker that has not left by then is killed."""

METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

logger = structlog.get_logger()


class WorkerEnded(TracklinkError):
    """A worker ended without being asked to; its own sentence stands above on standard error."""


async def run_workers(settings: Settings, address: Address, config: Path | None, figures: str) -> None:
    """Start the workers, print `listening on HOST:PORT` when all answer, and stop them on SIGTERM or SIGINT.

    `figures` is the folder in which they keep their metrics. Raises WorkerEnded when one ends by itself; the others
    are stopped with it.
    """
    stop = stop_on_signals()
    environment = os.environ | {METRICS_VARIABLE: figures}
    workers = [await _start(address, config, environment) for _ in range(settings.workers)]
    watching = asyncio.create_task(_watch(workers, address))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({watching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            watching.result()
    finally:
        watching.cancel()
        stopping.cancel()
        await asyncio.gather(*(_end(worker) for worker in workers))


async def _start(address: Address, config: Path | None, environment: dict[str, str]) -> Process:
    named = ["--config", str(config)] if config else []
    worker = ["-P", "-m", "service", "worker", str(address), *named]
    return await asyncio.create_subprocess_exec(sys.executable, *worker, stdin=PIPE, stdout=PIPE, env=environment)


async def _watch(workers: list[Process], address: Address) -> None:
    """Wait for the line of every worker, then for the end of one, which is never due. Raises WorkerEnded."""
    if all(await asyncio.gather(*(_line(worker) for worker in workers))):
        sys.stdout.write(f"listening on {address}\n")
        sys.stdout.flush()
        ending = [asyncio.create_task(worker.wait()) for worker in workers]
        await asyncio.wait(ending, return_when=asyncio.FIRST_COMPLETED)
    raise WorkerEnded("A worker ended by itself, and the server with it; the lines above say why.")


async def _line(worker: Process) -> bytes:
    return await worker.stdout.readline() if worker.stdout else b""


async def _end(worker: Process) -> None:
    if worker.returncode is None:
        worker.terminate()
    try:
        await asyncio.wait_for(worker.wait(), LEAVE_SECONDS)
    except TimeoutError:
        logger.warning("a worker did not leave in time", pid=worker.pid)
        worker.kill()
        await worker.wait()
