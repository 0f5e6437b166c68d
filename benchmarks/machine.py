"""What the figures were measured on, and with."""

import os
import platform
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from subprocess import run

import psutil

from repositories.embedded.binaries import bundled_binaries

PACKAGES = ("grpcio", "protobuf", "psycopg", "sqlalchemy", "rapidfuzz")


def machine() -> dict[str, str]:
    """Name and value, in the order in which they are shown."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return {
        "Date": f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}",
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "System": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "Postgres": _postgres(),
        "Packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        "Load before the run (1, 5, 15 minutes)": load,
    }


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def resident_mb(pid: int) -> float:
    """The memory of one process that is in use, in MB of 1,000,000 bytes."""
    return float(psutil.Process(pid).memory_info().rss) / 1e6


def processor_seconds(pid: int) -> float:
    """The processor's time that a process and its workers have used so far; an embedded Postgres is not counted."""
    process = psutil.Process(pid)
    workers = [child for child in process.children(recursive=True) if child.name() != "postgres"]
    used = [one.cpu_times() for one in (process, *workers)]
    return float(sum(times.user + times.system for times in used))


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())


def _postgres() -> str:
    printed = run([bundled_binaries().postgres, "--version"], capture_output=True, text=True, check=True).stdout
    return printed.strip().removeprefix("postgres ").removeprefix("(PostgreSQL) ")
