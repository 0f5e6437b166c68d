"""Linking the JAMS files of a corpus through one stream of questions."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import grpc

from tracklink.client import AsyncTrackLinkClient, InvalidRequest, LinkTrackRequest, LinkTrackResponse, Violation
from tracklink.corpus.error import CorpusError
from tracklink.corpus.jams_file import JamsFile
from tracklink.corpus.ledger import Ledger
from tracklink.corpus.partition import Partition, find_partitions
from tracklink.corpus.row import UNREADABLE
from tracklink.corpus.rule import Kind, Rule, Rules
from tracklink.corpus.summary import Summary
from tracklink.corpus.work import Work, without_refused
from tracklink.v1.link_service_pb2 import CallError, LinkTracksResponse

_CODES = {code.value[0]: code.name for code in grpc.StatusCode}


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
    with ExitStack() as stack:
        works = [work for partition in partitions for work in _works(root, partition, options.rules, stack)]
        summary.files = len(works)
        progress.begun(len(works))
        await _Run(client, options, progress, summary).link(works)


def _works(root: Path, partition: Partition, rules: Rules, stack: ExitStack) -> Iterator[Work]:
    ledger = stack.enter_context(Ledger(partition.folder, {source.name for source in partition.sources}))
    rule = rules.get(partition.name, Rule())
    for source in partition.sources:
        yield Work(source, source.path.relative_to(root).as_posix(), ledger, rule)


class _Run:
    """The files under way, at most `jobs` of them."""

    def __init__(self, client: AsyncTrackLinkClient, options: Options, progress: Progress, summary: Summary) -> None:
        self._client = client
        self._options = options
        self._progress = progress
        self._summary = summary
        self._room = asyncio.Semaphore(options.jobs)
        self._under_way: dict[str, tuple[Work, JamsFile, LinkTrackRequest]] = {}

    async def link(self, works: Iterable[Work]) -> None:
        """Ask about all, and write down what comes back, in the order in which it comes."""
        async for result in self._client.link_tracks(self._questions(works)):
            work, jams, request = self._under_way.pop(result.key)
            await self._take(work, jams, request, result)
            self._room.release()
            self._progress.advanced()

    async def _questions(self, works: Iterable[Work]) -> AsyncIterator[tuple[str, LinkTrackRequest]]:
        for work in works:
            jams = self._to_ask(work)
            if jams is None:
                self._progress.advanced()
                continue
            await self._room.acquire()
            request = work.request(jams, self._options.providers, self._options.market)
            self._under_way[work.place] = (work, jams, request)
            yield work.place, request

    def _to_ask(self, work: Work) -> JamsFile | None:
        """The file, unless it is done, not wanted or not readable."""
        if not self._options.overwrite and work.is_done(self._options.providers):
            self._summary.skipped += 1
            return None
        try:
            jams = work.read()
        except CorpusError as error:
            self._fail(work, UNREADABLE, str(error))
            return None
        if self._options.limit not in {None, jams.kind}:
            self._summary.not_asked += 1
            return None
        return jams

    async def _take(
        self, work: Work, jams: JamsFile, request: LinkTrackRequest, result: LinkTracksResponse.Result
    ) -> None:
        if result.HasField("error"):
            await self._mend(work, jams, request, result.error)
        else:
            self._finish(work, jams, result.response)

    async def _mend(self, work: Work, jams: JamsFile, request: LinkTrackRequest, error: CallError) -> None:
        """Ask once more without the identifiers that the server could not read; else write down the refusal."""
        violations = [Violation(each.field, each.description) for each in error.violations]
        refusal = InvalidRequest(error.message, violations)
        if any(violation.field.startswith(("providers", "market")) for violation in violations):
            raise refusal
        cleaned = without_refused(request, refusal)
        if cleaned is None:
            self._fail(work, _CODES.get(error.code, str(error.code)), str(refusal))
            return
        self._refuse(work, f"asked without what the server cannot read: {refusal}")
        try:
            self._finish(work, jams, await self._client.link_track(cleaned))
        except InvalidRequest as again:
            self._fail(work, "INVALID_ARGUMENT", str(again))

    def _finish(self, work: Work, jams: JamsFile, response: LinkTrackResponse) -> None:
        self._summary.count(work.finish(jams, response, save=self._options.save), response)

    def _fail(self, work: Work, outcome: str, reason: str) -> None:
        work.fail(outcome, reason)
        self._summary.count(outcome)
        self._refuse(work, reason)

    def _refuse(self, work: Work, reason: str) -> None:
        self._summary.refuse(work.place, reason)
        self._progress.refused(work.place, reason)
