"""Importing files of tracks."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from repositories.catalog_merge import import_tracks
from repositories.catalog_row import Filed, file_portion
from repositories.database import Database
from repositories.import_report import FileReport
from repositories.in_order import WorkerLost, in_order
from repositories.track_file import TrackFile, TrackFileUnreadable, open_track_file, shown
from repositories.track_portion import Portion

MOST_PROCESSES = 8
WORTHWHILE_BYTES = 1_000_000
"""A smaller file is read in this process: others need half a second to start."""

Watch = Callable[[TrackFile], None]


def import_file(
    database: Database, provider: str, path: Path, watch: Watch = lambda _: None, processes: int | None = None
) -> FileReport:
    """Import a file into a provider's tracks; one that cannot be read to its end changes nothing.

    `watch` is told now and then how far it has come. A large file is read by `processes`, one for each processor unless
    stated. Raises StoreUnavailable.
    """
    report = FileReport(path)
    try:
        with open_track_file(path) as file:
            filed = in_order(file_portion, _watched(file, watch), processes or _processes(file))
            report.merged = import_tracks(database, provider, _counted(filed, report))
    except TrackFileUnreadable as error:
        report.failure = str(error)
    except WorkerLost:
        report.failure = f"{shown(path)} was not imported: a process reading it was killed, perhaps for want of memory."
    return report


def _processes(file: TrackFile) -> int:
    if file.size_bytes < WORTHWHILE_BYTES:
        return 1
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(processors, MOST_PROCESSES)


def _watched(file: TrackFile, watch: Watch) -> Iterator[Portion]:
    for portion in file.portions():
        watch(file)
        yield portion


def _counted(portions: Iterable[Filed], report: FileReport) -> Iterator[bytes]:
    for filed in portions:
        for reason, line in filed.refused:
            report.refuse(reason, line)
        report.warnings.update(filed.warnings)
        yield filed.copy_lines
