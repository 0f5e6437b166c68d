"""The steps of a corpus that many machines link: split it into shards, link each by itself, merge what they wrote.

A shard is a folder in the corpus's own layout with some files of one partition, and what earlier runs left of it. It
has its own linking.csv, so that no two shards wait for one another.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tracklink.answer_columns import Row
from tracklink.client import AsyncTrackLinkClient
from tracklink.corpus import CorpusError, Options, Summary, link_corpus
from tracklink.corpus.error import FileError
from tracklink.corpus.jams_file import octets_of
from tracklink.corpus.ledger import CSV, JOURNAL, Ledger
from tracklink.corpus.partition import Partition, Source, find_partitions, name_of
from tracklink.corpus.rule import KINDS, Kind, Rules, read_rules
from workflows.shard_summary import merged_summary, read_summary, write_summary

_LOG = logging.getLogger(__name__)
_UNREADABLE = "unreadable.json"
"""Of a shard: why files could not be read, by their places."""
_LONGEST_SECONDS = 30 * 86_400.0
"""For a stream that carries a whole shard: each of its questions has its own time."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked about each file."""

    providers: tuple[str, ...] = ()
    """None: all that the server has enabled."""
    market: str = ""
    limit: Kind | None = None
    """Only files of this type."""
    rules: Rules = field(default_factory=read_rules)
    """What is peculiar to partitions."""


def kind_of(limit: str) -> Kind | None:
    """The type of files that a text names; none when it is empty. Raises CorpusError."""
    kind = next((kind for kind in KINDS if kind == limit), None)
    if limit and not kind:
        raise CorpusError(f"limit is audio or score, not {limit!r}")
    return kind


class _Log:
    """Refusals go to the log."""

    def begun(self, files: int) -> None:
        _LOG.info("%d files", files)

    def advanced(self) -> None:
        pass

    def refused(self, file: str, reason: str) -> None:
        _LOG.warning("%s: %s", file, reason)


def split(corpus: Path, into: Path, files_per_shard: int) -> list[Path]:
    """Copy the corpus into shards of at most so many files below a folder. Raises CorpusError and OSError.

    A shard has the name of the corpus, below a numbered folder: rules go by names. A file that cannot be read is an
    empty one there, with the reason beside it.
    """
    if files_per_shard < 1:
        raise CorpusError(f"a shard has at least 1 file, not {files_per_shard}")
    root = corpus.resolve()
    shards: list[Path] = []
    for partition in find_partitions(root):
        if not partition.folder.is_relative_to(root):
            raise CorpusError(f"{corpus} lies within the partition {partition.folder}: give that folder")
        for first in range(0, len(partition.sources), files_per_shard):
            shards.append(into / f"{len(shards):05}" / root.name)
            _copy(root, partition, partition.sources[first : first + files_per_shard], shards[-1])
    if not shards:
        raise CorpusError(f"there are no .jams files in {corpus}")
    return shards


def _copy(corpus: Path, partition: Partition, sources: Sequence[Source], shard: Path) -> None:
    """The files, and what earlier runs left of them."""
    unreadable: dict[str, str] = {}
    for source in sources:
        place = source.path.relative_to(corpus)
        try:
            octets = octets_of(source.path)
        except FileError as error:
            octets, unreadable[name_of(place)] = b"", str(error)
        _write(shard / place, octets)
    _write(shard / _UNREADABLE, json.dumps(unreadable).encode())
    tables = (partition.folder / name for name in (CSV, JOURNAL))
    for file in filter(Path.exists, (*tables, *(source.target for source in sources))):
        _write(shard / file.relative_to(corpus), file.read_bytes())


def _write(file: Path, octets: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(octets)


async def link_shard(shard: Path, asking: Asking) -> Path:
    """Link the files of a shard: copies, linking.csv and summary.json in it. Raises CorpusError and TrackLinkError."""
    summary = Summary("")
    await _link(shard, asking, summary)
    write_summary(shard, summary.document())
    return shard


async def _link(shard: Path, asking: Asking, summary: Summary) -> None:
    async with AsyncTrackLinkClient(batch_timeout_seconds=_LONGEST_SECONDS) as client:
        summary.server = client.server
        known = await client.list_providers()
        enabled = [provider.name for provider in known.providers if provider.enabled]
        options = Options(
            rules=asking.rules,
            providers=asking.providers or enabled,
            market=asking.market,
            limit=asking.limit,
            unreadable=json.loads((shard / _UNREADABLE).read_text(encoding="utf-8")),
        )
        await link_corpus(shard, client, options, _Log(), summary)


def merge(shards: Sequence[Path], linked: Sequence[Path | None], into: Path) -> dict[str, object]:
    """Put the tables and the linked copies of all shards together below a folder, and give the summary, written too.

    `linked` holds what became of each shard, None where it failed: of such a one only what earlier runs knew is kept,
    so that the next run asks about its files; what cannot be read even of that is refused. Raises CorpusError.
    """
    tables: dict[Path, list[Row]] = {}
    refusals: list[dict[str, str]] = []
    for shard, partition in _partitions(shards, linked):
        home = partition.folder.relative_to(shard)
        try:
            rows = _rows(partition)
        except CorpusError as error:
            refusals.append({"file": home.as_posix(), "reason": str(error)})
            continue
        tables.setdefault(home, []).extend(rows)
        _copy_linked(shard, partition, into)
    for home, rows in tables.items():
        _write_table(into / home, rows)
    summary = merged_summary([read_summary(each) for each in linked if each], list(linked).count(None), refusals)
    write_summary(into, summary)
    return summary


def _partitions(shards: Sequence[Path], linked: Sequence[Path | None]) -> Iterator[tuple[Path, Partition]]:
    """The one partition of each shard, as it became, else as it was."""
    for before, after in zip(shards, linked, strict=True):
        shard = (after or before).resolve()
        yield from ((shard, partition) for partition in find_partitions(shard))


def _rows(partition: Partition) -> list[Row]:
    names = [source.name for source in partition.sources]
    with Ledger(partition.folder, names) as ledger:
        return [row for row in map(ledger.row, names) if row]


def _copy_linked(shard: Path, partition: Partition, into: Path) -> None:
    for source in partition.sources:
        if source.target.exists():
            _write(into / source.target.relative_to(shard), source.target.read_bytes())


def _write_table(folder: Path, rows: Sequence[Row]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with Ledger(folder, {row["jams_file"] for row in rows}) as ledger:
        for row in rows:
            ledger.add(row)
