"""Candidate search in a catalogue: how long it takes, and whether the right track is among the first twenty."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from random import Random
from time import perf_counter, process_time

from benchmarks.damage import DAMAGES, Damage
from benchmarks.made_tracks import MadeCatalogue
from repositories.catalog_store import SqlCatalogStore
from tracklink.plugin import Track

PROVIDER = "catalog"
CANDIDATES = 20
WARMING = 30
SEED = 7


@dataclass(frozen=True, slots=True)
class Searched:
    """Searches of one kind."""

    kind: str
    milliseconds: tuple[float, ...]
    """Ascending."""
    processor_ms: float
    """What a search takes of this process's processor, in the mean; Postgres's is not in it."""
    found: float
    """The share of searches with the right track among the candidates."""

    def percentile(self, percent: float) -> float:
        """Milliseconds that so many percent of the searches kept to."""
        return self.milliseconds[ceil(len(self.milliseconds) * percent / 100) - 1]

    def shown(self) -> str:
        """Three percentiles, as they stand in the table."""
        return "p50 {:.2f}, p95 {:.2f}, p99 {:.2f} ms".format(*map(self.percentile, (50, 95, 99)))


def search(store: SqlCatalogStore, catalogue: MadeCatalogue, count: int) -> Iterator[Searched]:
    """Searches of every kind of damage, one after the other on one thread; the same ones at every run."""
    for kind, damage in DAMAGES.items():
        yield _searched(store, catalogue, kind, damage, count)


def _searched(store: SqlCatalogStore, catalogue: MadeCatalogue, kind: str, damage: Damage, count: int) -> Searched:
    random = Random(SEED)  # noqa: S311  a sample is no secret
    asked = [_asked(random, catalogue, damage) for _ in range(WARMING + count)]
    for _, query in asked[:WARMING]:
        store.search(PROVIDER, query, CANDIDATES)
    milliseconds, found, began = [], 0, process_time()
    for id_, query in asked[WARMING:]:
        start = perf_counter()
        candidates = store.search(PROVIDER, query, CANDIDATES)
        milliseconds.append((perf_counter() - start) * 1_000)
        found += any(candidate.ref.id == id_ for candidate in candidates)
    processor_ms = (process_time() - began) * 1_000 / count
    return Searched(kind, tuple(sorted(milliseconds)), processor_ms, found / count)


def _asked(random: Random, catalogue: MadeCatalogue, damage: Damage) -> tuple[str, Track]:
    """The id of a track, and a query for it."""
    number = random.randrange(catalogue.size)
    track = catalogue.track(number)
    stated = Track(title=track.title, artists=track.artists, duration_ms=track.duration_ms)
    return catalogue.id(number), damage(random, stated)
