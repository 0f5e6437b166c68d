"""`tracklink` as a process of its own, which is killed at a moment that the fake service chooses."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock

from tests.providers.fake.exchange import Exchange
from tests.providers.fake.service import FakeService

TRACKLINK = Path(sys.executable).with_name("tracklink")
MOST_SECONDS = 60


class Halt:
    """A fault: so many requests are answered, the next one is done and never answered."""

    def __init__(self, answered: int) -> None:
        self.reached = Event()
        self._left = answered
        self._lock = Lock()

    def __call__(self, exchange: Exchange) -> None:
        """Answer, or keep silent."""
        with self._lock:
            self._left -= 1
            is_answered = self._left >= 0
        if is_answered:
            exchange.send(exchange.reply)
        else:
            self.reached.set()
            exchange.released.wait()


def start(*arguments: str | Path, **variables: str) -> subprocess.Popen[str]:
    """A command under way, in this folder and with these variables of the environment besides ours."""
    environment = os.environ | variables
    return subprocess.Popen(
        [TRACKLINK, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def run(*arguments: str | Path, **variables: str) -> tuple[int, str]:
    """Run a command to its end; its exit code, and what it wrote to standard error."""
    process = start(*arguments, **variables)
    _, err = process.communicate(timeout=MOST_SECONDS)
    return process.returncode, err


def halted(service: FakeService, answered: int, *arguments: str | Path, on: str = ".*") -> subprocess.Popen[str]:
    """A command that waits for its answer number `answered + 1` from these paths; or one that has ended."""
    halt = Halt(answered)
    service.inject(halt, on=on)
    process = start(*arguments)
    while process.poll() is None and not halt.reached.is_set():
        halt.reached.wait(0.01)
    return process


def kill(process: subprocess.Popen[str], service: FakeService) -> bool:
    """SIGKILL, and the service is well again; False where the command had come to its end before."""
    was_alive = process.poll() is None
    with suppress(ProcessLookupError):
        process.kill()
    process.communicate(timeout=MOST_SECONDS)
    service.heal()
    return was_alive
