"""Where the processor's time goes in a server: `tracklinkd`, looked at five hundred times a second of its time.

    python -m benchmarks.sampled FILE serve [FLAG...]

Counting begins with SIGUSR1 and ends with SIGUSR2. Between them a signal of the processor's clock stops the main thread
wherever it is, and the function that runs is counted. Time in C counts for the Python function that called it, time of
gRPC's own threads for whatever the main thread does meanwhile. No part of the product knows of this.
"""

import json
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

SAMPLE_SECONDS = 0.002
SHOWN = 12
OURS = ("service.", "repositories.", "domain.", "tracklink.", "providers.")
FRAMES_OF_EVERY_SAMPLE = ("service.__main__", "service.serve")
_OWN: Counter[str] = Counter()
_WITHIN: Counter[str] = Counter()


def read_profile(file: Path) -> list[str]:
    """The functions with the most time of their own, and those of this project with the most time within."""
    counted = json.loads(file.read_text())
    own, within = Counter(counted["own"]), Counter(counted["within"])
    total = max(1, own.total())
    lines = [f"{count / total:5.1%} own     {name}" for name, count in own.most_common(SHOWN)]
    return lines + [f"{count / total:5.1%} within  {name}" for name, count in within.most_common(SHOWN)]


def count_into(file: Path) -> None:
    """Be ready: SIGUSR1 begins to count, SIGUSR2 ends it and writes the file, whole or not at all."""

    def write(_signal: int, _frame: FrameType | None) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        unfinished = file.with_suffix(".unfinished")
        unfinished.write_text(json.dumps({"own": _OWN, "within": _WITHIN}))
        unfinished.rename(file)

    signal.signal(signal.SIGPROF, _count)
    signal.signal(signal.SIGUSR1, _begin)
    signal.signal(signal.SIGUSR2, write)


def _begin(_signal: int, _frame: FrameType | None) -> None:
    signal.setitimer(signal.ITIMER_PROF, SAMPLE_SECONDS, SAMPLE_SECONDS)


def _count(_signal: int, frame: FrameType | None) -> None:
    if frame is not None:
        _OWN[_name(frame)] += 1
        _WITHIN.update({_name(one) for one in _callers(frame) if _is_ours(one)})


def _callers(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _is_ours(frame: FrameType) -> bool:
    module = frame.f_globals.get("__name__", "")
    return module.startswith(OURS) and not module.startswith(FRAMES_OF_EVERY_SAMPLE)


def _name(frame: FrameType) -> str:
    return f"{frame.f_globals.get('__name__', '?')}.{frame.f_code.co_qualname}"


def main() -> None:
    """Run tracklinkd with the arguments that follow FILE."""
    from service.__main__ import main as tracklinkd  # noqa: PLC0415 - reading a profile needs no server

    count_into(Path(sys.argv[1]))
    sys.argv[1:] = sys.argv[2:]
    tracklinkd()


if __name__ == "__main__":
    main()
