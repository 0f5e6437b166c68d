"""The catalogue at scale: importing made-up tracks, and finding them again whatever is done to their words.

python -m benchmarks catalog              1,000,000 tracks
python -m benchmarks catalog_5m           that, and 5,000,000
"""

import asyncio
import resource
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import perf_counter
from typing import Final

from sqlalchemy import text

from benchmarks.candidates import PROVIDER, Searched, search
from benchmarks.damage import EXACT, FUZZY
from benchmarks.effort import Effort, say
from benchmarks.figure import Figure, Mark
from benchmarks.machine import cores
from benchmarks.made_file import write_made_file
from benchmarks.made_tracks import MadeCatalogue
from repositories.catalog_import import import_file
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database, open_database
from repositories.schema import migrate

LARGEST_TRACKS: Final = 5_000_000
SEARCHES: Final = 1_000
ENOUGH_CORES: Final = 4
MARKS: Final = {
    EXACT: Mark(1.0, "p99 <= 1 ms", at_most=True),
    FUZZY: Mark(5.0, "p99 <= 5 ms", at_most=True),
}
FOUND: Final = Mark(0.98, ">= 98 %")
GROWTH: Final = Mark(2.0, "p99 <= 2 x that of the smaller", at_most=True)
SIZE: Final = "SELECT pg_database_size(current_database())"


@dataclass(frozen=True, slots=True)
class Measured:
    """One catalogue, imported and searched."""

    tracks: int
    import_seconds: float
    processor_seconds: float
    """Of the processes that read the file; Postgres's is not in it."""
    size_bytes: int
    searched: tuple[Searched, ...]

    @property
    def fuzzy(self) -> Searched:
        """The searches with one typo in the title."""
        return next(one for one in self.searched if one.kind == FUZZY)


def measure(effort: Effort, wanted: Collection[str]) -> Iterator[Figure]:
    """Import rate, size and searches of a catalogue; with `catalog_5m` of the largest too, held against the smaller."""
    smaller = measure_catalogue(effort.catalog_tracks)
    yield from _figures("catalog", smaller, None)
    if "catalog_5m" in wanted:
        yield from _figures("catalog_5m", measure_catalogue(LARGEST_TRACKS), smaller)


def measure_catalogue(tracks: int, searches: int = SEARCHES) -> Measured:
    """Make so many tracks, import them into an embedded Postgres of their own, search, and remove it all."""
    with _folder() as folder:
        file = folder / "made.jsonl"
        say(f"  making {tracks:,} tracks")
        write_made_file(file, tracks)
        database = open_database(None, folder / "data")
        try:
            migrate(database.url)
            return _measured(database, file, tracks, searches)
        finally:
            asyncio.run(database.close())


def _measured(database: Database, file: Path, tracks: int, searches: int) -> Measured:
    say(f"  importing {tracks:,} tracks")
    processor, start = _processor_seconds(), perf_counter()
    report = import_file(database, PROVIDER, file)
    seconds, processor = perf_counter() - start, _processor_seconds() - processor
    assert report.merged, report.failure
    assert report.merged.new == tracks
    with database.sync_engine.connect() as connection:
        size = connection.execute(text(SIZE)).scalar_one()
    say(f"  searching, {searches:,} times in each way")
    found = tuple(search(SqlCatalogStore(database.sync_engine), MadeCatalogue(tracks), searches))
    return Measured(tracks, seconds, processor, size, found)


def _figures(row: str, measured: Measured, smaller: Measured | None) -> Iterator[Figure]:
    rate = measured.tracks / measured.import_seconds
    yield Figure(
        row=row,
        what=f"import of {measured.tracks:,} tracks, indexes included",
        figure=f"{rate:,.0f} tracks/s",
        ceiling=f"{measured.processor_seconds / measured.tracks * 1e6:.0f} µs of processor to read a track",
        share=f"{measured.size_bytes / measured.tracks:,.0f} bytes on disk each",
    ).judged(_import_mark(), rate)
    for searched in measured.searched:
        yield from _of_search(row, measured, searched, smaller)


def _of_search(row: str, measured: Measured, searched: Searched, smaller: Measured | None) -> Iterator[Figure]:
    figure = Figure(
        row=row,
        what=f"20 candidates of {measured.tracks:,}: {searched.kind}",
        figure=searched.shown(),
        share=f"{searched.found:.1%} found",
    )
    if smaller and searched.kind == FUZZY:
        growth = searched.percentile(99) / smaller.fuzzy.percentile(99)
        yield _with_ceiling(figure, smaller).judged(GROWTH, growth)
    else:
        yield figure.judged(None if smaller else MARKS.get(searched.kind), searched.percentile(99))
    if searched.kind == FUZZY:
        found = Figure(row=row, what=f"the right one among them: {searched.kind}", figure=f"{searched.found:.1%}")
        yield found.judged(None if smaller else FOUND, searched.found)


def _with_ceiling(figure: Figure, smaller: Measured) -> Figure:
    return Figure(
        row=figure.row,
        what=figure.what,
        figure=figure.figure,
        ceiling=f"{smaller.tracks:,} tracks: {smaller.fuzzy.percentile(99):.2f} ms",
        share=figure.share,
    )


def _import_mark() -> Mark:
    return Mark(15_000, ">= 15,000/s") if cores() >= ENOUGH_CORES else Mark(6_000, ">= 6,000/s on 2 cores")


def _processor_seconds() -> float:
    usages = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


@contextmanager
def _folder() -> Iterator[Path]:
    """A temporary folder that the account of Postgres can enter."""
    folder = Path(mkdtemp(prefix="tracklink-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)
