"""Asks providers, each on threads of its own, under the caller's deadline. An error is a value."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from time import monotonic

from domain.answer import Outcome
from domain.deadline import Deadline
from providers.source import Source
from tracklink.plugin import (
    Candidate,
    Capability,
    Provider,
    ProviderError,
    ProviderRateLimited,
    ProviderTimedOut,
    Quota,
    Track,
    TrackRef,
)

logger = logging.getLogger(__name__)

MOST_REQUESTS = 2
"""Of one live provider for one question: by an identifier, then by text or by another identifier."""

SEARCH_LIMIT = 25
"""Candidates asked of one search; matching them costs about as much as encoding the answer."""

THREADS_PER_PROVIDER = 8

OUTCOME_OF_ERROR = {ProviderTimedOut: Outcome.TIMED_OUT, ProviderRateLimited: Outcome.RATE_LIMITED}

SHORT_SECONDS = 0.1

Accept = Callable[[Sequence[Candidate]], bool]
"""Whether what has been offered so far holds an answer, so that nothing more need be asked."""

Imported = Collection[str] | None
"""The providers that have imported tracks, as the same call read it; None where it could not, or did not."""

Observer = Callable[[str, str, float], None]
"""Told of every provider without a guard of its own: its name, "answered" or the failure, the seconds it took."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a provider knows."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a provider did not answer."""

    outcome: Outcome
    reason: str


Gathered = Offered | Failed

Ask = Callable[[Sequence[Provider]], tuple[Candidate, ...]]


class Gather:
    """The providers, each behind a bulkhead: a slow one starves nobody else."""

    def __init__(self, sources: Mapping[str, Source], observe: Observer) -> None:
        self.sources = sources
        self._observe = observe
        self._threads = {
            name: ThreadPoolExecutor(_most_threads(source), thread_name_prefix=f"provider-{name}")
            for name, source in sources.items()
        }

    @property
    def precision_ms(self) -> Mapping[str, int]:
        """The grain of each provider's durations in milliseconds."""
        return {name: source.declaration.duration_precision_ms for name, source in self.sources.items()}

    def is_live(self, name: str) -> bool:
        """Whether asking it costs a request to a service."""
        return self.sources[name].circuit is not None

    @property
    def quotas(self) -> Mapping[str, Quota | None]:
        """What each live service allows."""
        return {name: source.quota for name, source in self.sources.items()}

    async def ask(
        self, name: str, track: Track, market: str | None, accept: Accept, deadline: Deadline, imported: Imported = None
    ) -> Gathered:
        """What a provider offers for the track, or why it does not answer in time."""
        asking = partial(consult, track=track, market=market, accept=accept)
        expecting = self.sources[name].expecting_isrc() if begins_with_isrc(name, track) else None
        if expecting is None:
            return await self._on_thread(name, asking, deadline, imported)
        with expecting:
            # All who ask at this moment are expected before the first of them arrives.
            await asyncio.sleep(0)
            return await self._on_thread(name, asking, deadline, imported)

    async def look_up(
        self, ref: TrackRef, market: str | None, deadline: Deadline, imported: Imported = None
    ) -> Gathered:
        """The track of one id."""

        def look_up(providers: Sequence[Provider]) -> tuple[Candidate, ...]:
            found = (tuple(provider.lookup(ref, market)) for provider in providers)
            return next((candidates for candidates in found if candidates), ())

        return await self._on_thread(ref.provider, look_up, deadline, imported)

    async def missing_settings(self, name: str) -> tuple[str, ...] | None:
        """What the provider lacks before it can answer; None when that cannot be told."""
        return await asyncio.get_running_loop().run_in_executor(self._threads[name], _missing, self.sources[name])

    def close(self) -> None:
        """Let go of the threads; a provider still talking ends by its own time-out."""
        for threads in self._threads.values():
            threads.shutdown(wait=False, cancel_futures=True)

    async def _on_thread(self, name: str, ask: Ask, deadline: Deadline, imported: Imported) -> Gathered:
        started, left = monotonic(), deadline.left()
        loop = asyncio.get_running_loop()
        has_imports = None if imported is None else name in imported
        future = loop.run_in_executor(self._threads[name], _answer, self.sources[name], ask, deadline, has_imports)
        try:
            async with asyncio.timeout(left):
                gathered = await future
        except TimeoutError:
            gathered = _late(name, left)
        outcome = "answered" if isinstance(gathered, Offered) else gathered.outcome.value
        if self.sources[name].circuit is None:
            self._observe(name, outcome, monotonic() - started)
        return gathered


def begins_with_isrc(name: str, track: Track) -> bool:
    """Whether the first question to this provider looks an ISRC up, where it can: a ref of its own comes before."""
    return bool(track.isrcs) and all(ref.provider != name for ref in track.refs)


def _most_threads(source: Source) -> int:
    """Where lookups are joined, those who wait for two full requests take no thread from other questions."""
    most = source.declaration.isrcs_per_request
    return THREADS_PER_PROVIDER + (2 * most if most > 1 else 0)


def _late(name: str, left_seconds: float) -> Failed:
    patience = f"within {left_seconds:.1f} s" if left_seconds >= SHORT_SECONDS else "in the little time that was left"
    return Failed(Outcome.TIMED_OUT, f"{name} did not answer {patience}.")


def consult(providers: Sequence[Provider], track: Track, market: str | None, accept: Accept) -> tuple[Candidate, ...]:
    """Ask by identifiers, then by text, until what is offered holds an answer; imported tracks before the network."""
    offered: dict[TrackRef, Candidate] = {}
    for provider in providers:
        most = None if provider.declaration.quota is None else MOST_REQUESTS
        for verb in islice(_verbs(provider, track, market), most):
            offered |= {candidate.ref: candidate for candidate in verb() if candidate.ref not in offered}
            if accept(tuple(offered.values())):
                return tuple(offered.values())
    return tuple(offered.values())


def _verbs(provider: Provider, track: Track, market: str | None) -> Iterator[Callable[[], Sequence[Candidate]]]:
    """What may be asked, the surest first: its own id, the ISRC, the text, other services' ids, the barcode.

    Without words to search for, a provider whose search understands ISRCs is searched for one: what it finds proves
    nothing by that, and is believed only once another provider has told the words.
    """
    name, capabilities = provider.declaration.name, provider.declaration.capabilities
    refs = _refs(track)
    isrcs = track.isrcs if Capability.LOOKUP_ISRC in capabilities else ()
    if Capability.LOOKUP_ID in capabilities:
        yield from (partial(provider.lookup, ref, market) for ref in refs if ref.provider == name)
    yield from (partial(provider.lookup_isrc, isrc, market) for isrc in isrcs[:1])
    if Capability.SEARCH in capabilities and track.title:
        yield partial(provider.search, track, SEARCH_LIMIT, market)
    elif provider.declaration.searches_isrc and track.isrcs:
        yield partial(provider.search, Track(title=track.isrcs[0]), SEARCH_LIMIT, market)
    yield from (partial(provider.lookup_isrc, isrc, market) for isrc in isrcs[1:])
    if Capability.RELATIONS in capabilities:
        yield from (partial(provider.lookup, ref, market) for ref in refs if ref.provider != name)
    if Capability.LOOKUP_BARCODE in capabilities and track.barcode:
        yield partial(provider.lookup_barcode, track.barcode, market)


def _refs(track: Track) -> tuple[TrackRef, ...]:
    mbid = (TrackRef("musicbrainz", track.mbid),) if track.mbid else ()
    return tuple(dict.fromkeys((*track.refs, *mbid)))


def _missing(source: Source) -> tuple[str, ...] | None:
    try:
        return tuple(source.missing_settings())
    except ProviderError as error:
        logger.warning("whether %s is ready cannot be told: %s", source.declaration.name, error)
        return None


def _answer(source: Source, ask: Ask, deadline: Deadline, has_imports: bool | None) -> Gathered:  # noqa: FBT001  # handed to a thread in its place
    try:
        if missing := source.missing_settings(has_imports=has_imports):
            reason = f"{source.declaration.name} is not configured: it lacks {' and '.join(missing)}."
            return Failed(Outcome.NOT_CONFIGURED, reason)
        return Offered(ask(source.within(deadline, has_imports=has_imports)))
    except ProviderError as error:
        return Failed(OUTCOME_OF_ERROR.get(type(error), Outcome.PROVIDER_UNAVAILABLE), f"{error}")
