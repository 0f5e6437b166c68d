"""The labelled comparisons of a folder: files in the two forms of `tracklinkd evaluate`, *.pairs and *.choices."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from domain.text import fold
from service.evaluate import read_candidates, read_rows, read_track
from service.matching.judge import findings_of
from service.matching.prepare import prepare
from tracklink.plugin import Track

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """One labelled comparison of a file."""

    file: str
    """`replacement.choices`, ..."""
    found: frozenset[str]
    """The keys of its findings."""
    label: int
    """1 for the same recording."""
    fold: int
    """From 0; all comparisons of one asked artist stand in one fold."""


def read_folder(folder: Path) -> list[Comparison]:
    """Every labelled comparison of the folder's files, in the order of their names."""
    files = sorted([*folder.glob("*.pairs.jsonl.gz"), *folder.glob("*.choices.jsonl.gz")])
    return [comparison for file in files for comparison in _read(file)]


def _read(file: Path) -> Iterator[Comparison]:
    name = file.name.removesuffix(".jsonl.gz")
    for asked, offered, label in _labelled(file):
        found = frozenset(finding.key for finding in findings_of(prepare(asked), prepare(offered)))
        yield Comparison(name, found, label, fold_of(asked))


def _labelled(file: Path) -> Iterator[tuple[Track, Track, int]]:
    for _, row in read_rows(file):
        if "left" in row:
            yield read_track(row["left"]), read_track(row["right"]), int(bool(row["label"]))
        else:
            gold = {str(id_) for id_ in row.get("gold") or []}  # type: ignore[attr-defined]  # a list, as labelled
            asked = read_track(row["query"])
            yield from ((asked, candidate.track, int(str(id_) in gold)) for id_, candidate in read_candidates(row))


def fold_of(asked: Track) -> int:
    """By the first artist's name alone, so that no artist is both learnt from and measured."""
    name = fold(asked.artists[0]) if asked.artists else ""
    return int(sha256(name.encode()).hexdigest(), 16) % FOLDS
