"""When to stop: a signal, or the end of the process that started this one."""

import asyncio
import signal
import sys


def stop_on_signals() -> asyncio.Event:
    """Set by SIGTERM, SIGINT and SIGHUP, which do nothing else from now on; a SIGHUP that nohup holds off stays so."""
    stop = asyncio.Event()
    hangs_up = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
    for number in (signal.SIGTERM, signal.SIGINT, *([signal.SIGHUP] if hangs_up else [])):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def stop_with_parent(stop: asyncio.Event) -> None:
    """Set `stop` when standard input ends: a parent that dies, however it dies, closes its end of the pipe."""
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), _at_end, stop)


def _at_end(stop: asyncio.Event) -> None:
    asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
    stop.set()
