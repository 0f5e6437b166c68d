"""Asks providers, each on threads of its own, under the caller's deadline. An error is a value."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from time import monotonic

from domain.answer import Outcome
from tracklink.plugin import (
    Candidate,
    Capability,
    Provider,
    ProviderError,
    ProviderRateLimited,
    ProviderTimedOut,
    Track,
    TrackRef,
)

SEARCH_LIMIT = 25
"""Candidates asked of one search; matching them costs about as much as encoding the answer."""

THREADS_PER_PROVIDER = 8

OUTCOME_OF_ERROR = {ProviderTimedOut: Outcome.TIMED_OUT, ProviderRateLimited: Outcome.RATE_LIMITED}

Accept = Callable[[Sequence[Candidate]], bool]
"""Whether what has been offered so far holds an answer, so that nothing more need be asked."""

Observer = Callable[[str, str, float], None]
"""Told of every provider asked: its name, "answered" or the failure, and the seconds that it took."""


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


class Gather:
    """The providers, each behind a bulkhead: a slow one starves nobody else."""

    def __init__(self, providers: Mapping[str, Provider], observe: Observer) -> None:
        self.providers = providers
        self._observe = observe
        self._threads = {
            name: ThreadPoolExecutor(THREADS_PER_PROVIDER, thread_name_prefix=f"provider-{name}") for name in providers
        }

    @property
    def precision_ms(self) -> Mapping[str, int]:
        """The grain of each provider's durations in milliseconds."""
        return {name: provider.declaration.duration_precision_ms for name, provider in self.providers.items()}

    async def ask(
        self, name: str, track: Track, market: str | None, accept: Accept, timeout_seconds: float
    ) -> Gathered:
        """What a provider offers for the track, or why it does not answer in time."""
        return await self._on_thread(name, lambda provider: consult(provider, track, market, accept), timeout_seconds)

    async def look_up(self, ref: TrackRef, market: str | None, timeout_seconds: float) -> Gathered:
        """The track of one id."""
        return await self._on_thread(
            ref.provider, lambda provider: tuple(provider.lookup(ref, market)), timeout_seconds
        )

    async def missing_settings(self, name: str) -> tuple[str, ...]:
        """What the provider lacks before it can answer; why that cannot be told, when it cannot."""
        return await asyncio.get_running_loop().run_in_executor(self._threads[name], _missing, self.providers[name])

    def close(self) -> None:
        """Let go of the threads; a provider still talking ends by its own time-out."""
        for threads in self._threads.values():
            threads.shutdown(wait=False, cancel_futures=True)

    async def _on_thread(
        self, name: str, ask: Callable[[Provider], tuple[Candidate, ...]], timeout_seconds: float
    ) -> Gathered:
        started = monotonic()
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._threads[name], _answer, self.providers[name], ask)
        try:
            gathered = await asyncio.wait_for(future, timeout_seconds)
        except TimeoutError:
            gathered = Failed(Outcome.TIMED_OUT, f"{name} did not answer within {timeout_seconds:.1f} s.")
        outcome = "answered" if isinstance(gathered, Offered) else gathered.outcome.value
        self._observe(name, outcome, monotonic() - started)
        return gathered


def consult(provider: Provider, track: Track, market: str | None, accept: Accept) -> tuple[Candidate, ...]:
    """Ask by identifiers, then by text, until what is offered holds an answer."""
    offered: dict[TrackRef, Candidate] = {}
    for verb in _verbs(provider, track, market):
        offered |= {candidate.ref: candidate for candidate in verb() if candidate.ref not in offered}
        if accept(tuple(offered.values())):
            break
    return tuple(offered.values())


def _verbs(provider: Provider, track: Track, market: str | None) -> Iterator[Callable[[], Sequence[Candidate]]]:
    name, capabilities = provider.declaration.name, provider.declaration.capabilities
    refs = _refs(track)
    if Capability.LOOKUP_ID in capabilities:
        yield from (partial(provider.lookup, ref, market) for ref in refs if ref.provider == name)
    if Capability.LOOKUP_ISRC in capabilities:
        yield from (partial(provider.lookup_isrc, isrc, market) for isrc in track.isrcs)
    if Capability.RELATIONS in capabilities:
        yield from (partial(provider.lookup, ref, market) for ref in refs if ref.provider != name)
    if Capability.SEARCH in capabilities and track.title:
        yield partial(provider.search, track, SEARCH_LIMIT, market)
    if Capability.LOOKUP_BARCODE in capabilities and track.barcode:
        yield partial(provider.lookup_barcode, track.barcode, market)


def _refs(track: Track) -> tuple[TrackRef, ...]:
    mbid = (TrackRef("musicbrainz", track.mbid),) if track.mbid else ()
    return tuple(dict.fromkeys((*track.refs, *mbid)))


def _missing(provider: Provider) -> tuple[str, ...]:
    try:
        return tuple(provider.missing_settings())
    except ProviderError as error:
        return (f"{error}",)


def _answer(provider: Provider, ask: Callable[[Provider], tuple[Candidate, ...]]) -> Gathered:
    try:
        if missing := provider.missing_settings():
            return Failed(
                Outcome.NOT_CONFIGURED, f"{provider.declaration.name} is not configured: {'; '.join(missing)}."
            )
        return Offered(ask(provider))
    except ProviderError as error:
        return Failed(OUTCOME_OF_ERROR.get(type(error), Outcome.PROVIDER_UNAVAILABLE), f"{error}")
