"""`make bench`: measure, print the table, and write it to RESULTS.md.

python -m benchmarks [--quick | --full] [ROW...]
"""

import argparse
import signal
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from benchmarks import catalog, cold, matcher, memory, stream, unary, workers
from benchmarks.effort import QUICK, WHOLE, Effort, say
from benchmarks.figure import Figure
from benchmarks.load import CallsFailed
from benchmarks.machine import machine
from benchmarks.results import NOTHING, Run, keep_run, table, with_run
from benchmarks.server import ServerFailed

Measure = Callable[[Effort, Collection[str]], Iterator[Figure]]
PIECES: Final[Mapping[Measure, Sequence[str]]] = {
    unary.measure: ("generator", "cache", "postgres", "recall"),
    workers.measure: ("workers",),
    stream.measure: ("stream", "rows"),
    memory.measure: ("memory",),
    matcher.measure: ("matching",),
    cold.measure: ("cold",),
    catalog.measure: ("catalog", "catalog_5m"),
}
"""What measures, and the rows that it can; rows of one piece share their servers."""
ROWS: Final = tuple(row for rows in PIECES.values() for row in rows)
LARGE: Final = frozenset({"catalog_5m"})
"""Rows that are measured only when they are named, or with --full."""
INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when all was measured, 1 when something failed, 130 when interrupted. A mark that is missed fails nothing."""
    chosen = _chosen(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    described = machine()
    label = f"{described['Date'].partition(' ')[0]}{', quick' if chosen.quick else ''}"
    run = Run([], described, label, is_whole=not chosen.quick)
    try:
        failed = list(_measured(QUICK if chosen.quick else WHOLE, chosen.rows, run))
    except KeyboardInterrupt:
        say("Interrupted; the rows that were finished are kept." if run.is_whole else "Interrupted.")
        return INTERRUPTED
    print(table(with_run(NOTHING, run, ROWS)))
    return 1 if failed else 0


def _measured(effort: Effort, rows: Collection[str], run: Run) -> Iterator[str]:
    """Measure piece by piece and write each that is finished. Gives the rows that failed; they leave others be."""
    for measure, names in PIECES.items():
        wanted = [name for name in names if name in rows]
        if not wanted:
            continue
        try:
            run.figures.extend(list(_told(measure(effort, wanted), wanted)))
            keep_run(run, ROWS)
        except (CallsFailed, ServerFailed) as failure:
            say(f"  NOT MEASURED: {failure}")
            yield from wanted


def _told(figures: Iterator[Figure], rows: Sequence[str]) -> Iterator[Figure]:
    say(", ".join(rows))
    for figure in figures:
        say(f"    {figure.what}: {figure.figure} {figure.share}")
        yield figure


def _chosen(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure, and write benchmarks/RESULTS.md.")
    parser.add_argument(
        "rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)}; all usual ones when none is named"
    )
    parser.add_argument("--full", action="store_true", help=f"also what takes very long: {', '.join(LARGE)}")
    parser.add_argument(
        "--quick", action="store_true", help="shorter rounds and fewer rows: a look, which is not written"
    )
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.rows) - set(ROWS):
        parser.error(f"there is no row {', '.join(sorted(unknown))}; the rows are {', '.join(ROWS)}")
    chosen.rows = chosen.rows or [row for row in ROWS if chosen.full or row not in LARGE]
    return chosen


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
