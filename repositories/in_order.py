"""Work for several processors: what is given is worked on side by side, and comes back in the order given."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from signal import SIG_IGN, SIGINT, signal
from typing import Generic, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


class WorkerLost(Exception):
    """A process ended before its work was done: killed, or out of memory."""


def in_order(work: Callable[[Given], Made], pieces: Iterable[Given], processes: int) -> Iterator[Made]:
    """What `work` makes of each piece. Each process holds one piece at a time, so memory does not grow.

    `work` is a function of a module and raises nothing; with one process it is called here. Raises WorkerLost.
    """
    if processes == 1:
        yield from map(work, pieces)
        return
    with _crew(work, processes) as idle:
        busy: deque[_Worker[Given, Made]] = deque()
        for piece in pieces:
            made = None
            if not idle:
                idle.append(busy.popleft())
                made = idle[0].receive()
            worker = idle.pop()
            worker.send(piece)
            busy.append(worker)
            if made is not None:
                yield made
        for worker in busy:
            yield worker.receive()


class _Worker(Generic[Given, Made]):
    """A process that waits for pieces at the other end of a pipe, and ends with it."""

    def __init__(self, work: Callable[[Given], Made]) -> None:
        context = get_context("spawn")
        self._pipe, far_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(work, far_end), daemon=True)
        self._process.start()
        far_end.close()

    def send(self, piece: Given) -> None:
        try:
            self._pipe.send(piece)
        except OSError as error:
            raise WorkerLost from error

    def receive(self) -> Made:
        try:
            made: Made = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise WorkerLost from error
        return made

    def end(self) -> None:
        self._pipe.close()
        self._process.join()


@contextmanager
def _crew(work: Callable[[Given], Made], processes: int) -> Iterator[list[_Worker[Given, Made]]]:
    workers = [_Worker[Given, Made](work) for _ in range(processes)]
    try:
        yield list(workers)
    finally:
        for worker in workers:
            worker.end()


def _serve(work: Callable[[Given], Made], pipe: Connection) -> None:
    """In the process: until the other end is closed. An interruption is the parent's to answer."""
    signal(SIGINT, SIG_IGN)
    try:
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, OSError):
        return
