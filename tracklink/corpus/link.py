"""Linking the JAMS files of a corpus through one stream of questions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tracklink.answer_columns import UNREADABLE
from tracklink.client import AsyncTrackLinkClient, LinkTrackRequest
from tracklink.corpus.error import CorpusError, FileError
from tracklink.corpus.jams_file import JamsFile
from tracklink.corpus.ledger import Ledger
from tracklink.corpus.partition import Partition, find_partitions, name_of
from tracklink.corpus.rule import Kind, Rule, Rules
from tracklink.corpus.summary import Summary
from tracklink.corpus.work import Work
from tracklink.linking import Answered, link_all

OPEN_AT_ONCE = 100
"""Partitions whose tables are open together: a process may have so many open files and no more. The others follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a corpus is linked."""

    rules: Rules
    providers: Sequence[str]
    """At least one."""
    limit: Kind | None = None
    """Only files of this type."""
    save: bool = True
    """Whether linked copies are written."""
    overwrite: bool = False
    """Whether what is done is asked about again."""
    jobs: int = 16
    """Files under way at once."""
    market: str = ""
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """Why files could not be read, by their places in the corpus, where that is known before."""


class Progress(Protocol):
    """Who watches a run."""

    def begun(self, files: int) -> None:
        """So many files are to be looked at."""
        ...

    def advanced(self) -> None:
        """One of them is behind us."""
        ...

    def refused(self, file: str, reason: str) -> None:
        """A file was not taken, or not as it stands."""
        ...


async def link_corpus(
    root: Path, client: AsyncTrackLinkClient, options: Options, progress: Progress, summary: Summary
) -> None:
    """Link every JAMS file below the folder that is not done, and leave linking.csv in the folder of each partition.

    Raises CorpusError, and TrackLinkError when the server cannot be asked any more; what is done by then is kept.
    """
    partitions = find_partitions(root)
    if not partitions:
        raise CorpusError(f"there are no .jams files in {root}")
    summary.files = sum(len(each.sources) for each in partitions)
    progress.begun(summary.files)
    run = _Run(client, options, progress, summary)
    for first in range(0, len(partitions), OPEN_AT_ONCE):
        with ExitStack() as stack:
            together = partitions[first : first + OPEN_AT_ONCE]
            works = [work for each in together for work in _works(root, each, options.rules, stack)]
            await run.link(works)


def _works(root: Path, partition: Partition, rules: Rules, stack: ExitStack) -> Iterator[Work]:
    rule, root = rules.get(partition.name, Rule()), root.resolve()
    ledger = stack.enter_context(Ledger(partition.folder, _names(root, partition)))
    for source in partition.sources:
        yield Work(source, name_of(source.path.relative_to(root)), ledger, rule)


def _names(root: Path, partition: Partition) -> set[str]:
    """Of all files of the partition: its table tells of those too that lie beside the folder given."""
    whole = [] if partition.folder.is_relative_to(root) else find_partitions(partition.folder)
    return {source.name for each in (partition, *whole) if each.folder == partition.folder for source in each.sources}


class _Run:
    """The files under way."""

    def __init__(self, client: AsyncTrackLinkClient, options: Options, progress: Progress, summary: Summary) -> None:
        self._client = client
        self._options = options
        self._progress = progress
        self._summary = summary
        self._under_way: dict[str, tuple[Work, JamsFile]] = {}

    async def link(self, works: Iterable[Work]) -> None:
        """Ask about all, and write down what comes back, in the order in which it comes."""
        async for answered in link_all(self._client, self._questions(works), self._options.jobs):
            self._take(answered, *self._under_way.pop(answered.key))
            self._progress.advanced()

    def _questions(self, works: Iterable[Work]) -> Iterator[tuple[str, LinkTrackRequest]]:
        for work in works:
            asked = self._to_ask(work)
            if asked is None:
                self._progress.advanced()
                continue
            jams, request = asked
            self._under_way[work.place] = (work, jams)
            yield work.place, request

    def _to_ask(self, work: Work) -> tuple[JamsFile, LinkTrackRequest] | None:
        """The file and its question, unless it is done, not wanted or not readable."""
        if not self._options.overwrite and work.is_done(self._options.providers, save=self._options.save):
            self._summary.skipped += 1
            return None
        if reason := self._options.unreadable.get(work.place):
            self._fail(work, UNREADABLE, reason)
            return None
        try:
            jams = work.read()
            request = work.request(jams, self._options.providers, self._options.market)
        except FileError as error:
            self._fail(work, UNREADABLE, str(error))
            return None
        if self._options.limit not in {None, jams.kind}:
            self._summary.not_asked += 1
            return None
        return jams, request

    def _take(self, answered: Answered, work: Work, jams: JamsFile) -> None:
        if unread := jams.identifiers.unread:
            self._refuse(work, f"asked without what is no identifier: {', '.join(unread)}")
        if answered.left_out:
            self._refuse(work, f"asked without what the server cannot read: {answered.left_out}")
        if answered.response is None:
            self._fail(work, answered.outcome, answered.reason)
            return
        try:
            outcome = work.finish(jams, answered.response, save=self._options.save)
        except FileError as error:
            self._fail(work, UNREADABLE, str(error))
        else:
            self._summary.count(outcome, answered.response)

    def _fail(self, work: Work, outcome: str, reason: str) -> None:
        work.fail(outcome, reason)
        self._summary.count(outcome)
        self._refuse(work, reason)

    def _refuse(self, work: Work, reason: str) -> None:
        self._summary.refuse(work.place, reason)
        self._progress.refused(work.place, reason)
