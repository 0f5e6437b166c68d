"""Providers as a third party might write them: each behaves in one way that the service must live with."""

import threading
from collections.abc import Sequence

from domain.deadline import Deadline
from domain.provider_status import Circuit
from tracklink.plugin import (
    Candidate,
    Capability,
    Declaration,
    ProviderError,
    Track,
    TrackRef,
)


class Jukebox:
    """Offers the tracks that it was given; counts what it is asked; hangs or fails when told to."""

    def __init__(
        self, name: str, *tracks: Candidate, error: ProviderError | None = None, searchable: bool = True
    ) -> None:
        self.declaration = Declaration(
            name=name,
            capabilities=frozenset({Capability.LOOKUP_ID, Capability.LOOKUP_ISRC, Capability.SEARCH}),
            duration_precision_ms=1000,
            id_pattern=".+",
        )
        self.tracks = tracks
        self.error = error
        self.searchable = searchable
        self.asked: list[str] = []
        self.is_asked = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()

    def missing_settings(self) -> Sequence[str]:
        """It needs nothing."""
        return ()

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:
        """By its own id."""
        return self._answer("lookup", [found for found in self.tracks if ref in _named(found)])

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:
        """By ISRC."""
        return self._answer("lookup_isrc", [found for found in self.tracks if isrc in found.track.isrcs])

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:
        """Not declared, so never called."""
        raise AssertionError(barcode)

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:
        """Everything that it has, where its search finds anything."""
        return self._answer("search", list(self.tracks) if self.searchable else [])

    def _answer(self, verb: str, found: list[Candidate]) -> list[Candidate]:
        self.asked.append(verb)
        self.is_asked.set()
        self.may_answer.wait(30)
        if self.error:
            raise self.error
        return found


def _named(found: Candidate) -> tuple[TrackRef | None, ...]:
    """The ids that lead to a track."""
    return (found.ref, found.relinked_from, found.offered_for)


class Shelf:
    """A provider as the service asks it, with nothing around it."""

    circuit: Circuit | None = None

    def __init__(self, provider: Jukebox) -> None:
        self.provider = provider
        self.declaration = provider.declaration

    def expecting_isrc(self) -> None:
        """It is asked for one at a time."""

    def missing_settings(self, *, has_imports: bool | None) -> Sequence[str]:
        """Those of the provider."""
        return self.provider.missing_settings()

    def within(self, deadline: Deadline, *, has_imports: bool | None) -> Sequence[Jukebox]:
        """The provider itself, which never looks at the time."""
        return (self.provider,)


class LiveShelf(Shelf):
    """A provider whose questions cost requests to a service."""

    circuit = Circuit.CLOSED
