"""Log lines on their way to standard error: whoever logs never waits for whoever reads."""

import logging
import threading
from collections import deque
from typing import TextIO

MOST_LINES = 20_000
"""Waiting for a reader that is slow or stuck; more are dropped, and counted."""
GATHERING_SECONDS = 0.02
"""Lines written within so much time go out together."""
FLUSH_SECONDS = 1.0


class LogHandler(logging.StreamHandler["LogWriter"]):
    """The standard library's way to a LogWriter; when logging is shut down, all that was written by then arrives."""

    def close(self) -> None:
        """Wait for the lines under way, structlog's too."""
        self.stream.drain()
        super().close()


class LogWriter:
    """A stream for loggers, with a thread behind it that writes."""

    def __init__(self, stream: TextIO, most_lines: int = MOST_LINES) -> None:
        self._stream = stream
        self._most_lines = most_lines
        self._lines: deque[str] = deque()
        self._dropped = 0
        self._awake = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._thread = threading.Thread(target=self._write_all, name="log", daemon=True)
        self._thread.start()

    def write(self, text: str) -> None:
        """Take text, at once; dropped when too much waits already."""
        if len(self._lines) >= self._most_lines:
            self._dropped += 1
            return
        self._lines.append(text)
        if not self._awake.is_set():
            self._idle.clear()
            self._awake.set()

    def flush(self) -> None:
        """Nothing: loggers flush after every line."""

    def isatty(self) -> bool:
        """Whether people read it."""
        return self._stream.isatty()

    def drain(self, seconds: float = FLUSH_SECONDS) -> bool:
        """Wait until everything is written, but no longer than this; whether it was."""
        return self._idle.wait(seconds)

    def _write_all(self) -> None:
        pause = threading.Event()
        while True:
            self._awake.wait()
            pause.wait(GATHERING_SECONDS)
            self._awake.clear()
            self._write(self._taken())
            if not self._lines:
                self._idle.set()
            if self._lines:
                self._idle.clear()

    def _taken(self) -> str:
        lines: list[str] = []
        while self._lines:
            lines.append(self._lines.popleft())
        dropped, self._dropped = self._dropped, 0
        if dropped:
            lines.append(f'{{"event": "log lines were dropped, because nobody read them", "lines": {dropped}}}\n')
        return "".join(lines)

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            # Nobody reads any more; a server goes on without its log.
            return
