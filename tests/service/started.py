"""`tracklinkd` as a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TRACKLINKD = Path(sys.executable).with_name("tracklinkd")
MOST_SECONDS = 30


def environment(**variables: str) -> dict[str, str]:
    """The variables of this process without any setting, and with these."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("TRACKLINKD_") and name != "DATABASE_URL"
    }
    return kept | variables


def run(*arguments: str | Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in a folder."""
    return subprocess.run(
        [TRACKLINKD, *arguments],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )


@dataclass
class Started:
    """A server that answers."""

    process: subprocess.Popen[str]
    address: str

    def children(self) -> set[int]:
        """The processes that it started and that live."""
        pid = self.process.pid
        return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}

    def await_line(self, words: str) -> str:
        """The next line of its standard error that holds these words."""
        assert self.process.stderr
        return next(line for line in self.process.stderr if words in line)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Send a signal; the exit code, the rest of stdout, and stderr."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=MOST_SECONDS)
        return self.process.returncode, out, err


@contextmanager
def started(folder: Path, arguments: Sequence[str] = (), **variables: str) -> Iterator[Started]:
    """`tracklinkd serve` on a free port; killed in the end where the test did not stop it."""
    process = subprocess.Popen(
        [TRACKLINKD, "serve", "--listen", "127.0.0.1:0", *arguments],
        cwd=folder,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("listening on "), process.communicate(timeout=MOST_SECONDS)
        yield Started(process, line.removeprefix("listening on ").strip())
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
