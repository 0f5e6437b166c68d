"""Several processes that serve on one port, and the parent that watches them."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import structlog

from domain.errors import TracklinkError
from service.address import Address
from service.config import Settings
from service.losses import Losses
from service.server import DRAIN_SECONDS
from service.signals import stop_on_signals

LEAVE_SECONDS = DRAIN_SECONDS + 2
"""A worker that has not left by then is killed."""

METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

logger = structlog.get_logger()


class WorkerEnded(TracklinkError):
    """Workers end without being asked to, and another in their place would too."""


async def run_workers(settings: Settings, address: Address, config: Path | None, figures: str) -> None:
    """Start the workers, print `listening on HOST:PORT` when all answer, and stop them on a signal to stop.

    `figures` is the folder in which they keep their metrics. One that ends by itself is replaced. Raises WorkerEnded
    when one cannot start, or too many end; the others are stopped with it.
    """
    stop = stop_on_signals()
    crew = Crew(address, config, os.environ | {METRICS_VARIABLE: figures})
    working = asyncio.create_task(crew.work(settings.workers))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.wait({working})
        await crew.leave()


class Crew:
    """The workers."""

    def __init__(self, address: Address, config: Path | None, environment: dict[str, str]) -> None:
        self._address = address
        named = ["--config", str(config)] if config else []
        self._command = [sys.executable, "-P", "-m", "service", "worker", str(address), *named]
        self._environment = environment
        self._workers: set[Process] = set()
        self._losses = Losses(asyncio.get_running_loop().time)

    async def work(self, count: int) -> None:
        """Start so many, and replace those that end, which is never due. Raises WorkerEnded."""
        await asyncio.gather(*(self._start() for _ in range(count)))
        sys.stdout.write(f"listening on {self._address}\n")
        sys.stdout.flush()
        watching = [asyncio.create_task(self._replace(worker)) for worker in self._workers]
        try:
            await asyncio.gather(*watching)
        finally:
            for watch in watching:
                watch.cancel()
            await asyncio.wait(watching)

    async def leave(self) -> None:
        """Stop them all."""
        await asyncio.gather(*(_end(worker) for worker in self._workers))

    async def _start(self) -> Process:
        """One that answers."""
        worker = await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE, env=self._environment)
        self._workers.add(worker)
        if not (worker.stdout and await worker.stdout.readline()):
            raise WorkerEnded("A worker could not start, and the server ends with it; the lines above say why.")
        return worker

    async def _replace(self, worker: Process) -> None:
        """Put another in its place whenever it ends."""
        while True:
            code = await worker.wait()
            self._workers.discard(worker)
            logger.error("a worker ended by itself", pid=worker.pid, how=_how(code))
            if self._losses.are_too_many():
                raise WorkerEnded(
                    f"{self._losses.most} workers ended by themselves within {self._losses.period_seconds:.0f} s, "
                    f"the last one {_how(code)}; the server ends with them."
                )
            worker = await self._start()
            logger.info("a worker took its place", pid=worker.pid)


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"


async def _end(worker: Process) -> None:
    if worker.returncode is None:
        worker.terminate()
    try:
        async with asyncio.timeout(LEAVE_SECONDS):
            await worker.wait()
    except TimeoutError:
        logger.warning("a worker did not leave in time", pid=worker.pid)
        worker.kill()
        await worker.wait()
