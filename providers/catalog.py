"""Tracks imported from files: searchable without a network, under the name `catalog` or a service's own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from domain.errors import StoreUnavailable
from domain.ports import CatalogStore
from domain.track_url import page_of
from tracklink.plugin import Candidate, Capability, Declaration, ProviderUnavailable, Track, TrackRef

DECLARATION = Declaration(
    name="catalog",
    capabilities=frozenset(Capability),
    duration_precision_ms=1,
    id_pattern=r"(?=.*\S)[^\x00-\x1f\x7f]{1,200}",
)

Answer = TypeVar("Answer")

MOST_COPIES = 100
"""How many tracks one identifier may lead to."""


def offline(declaration: Declaration) -> Declaration:
    """A service as imported tracks serve it: its ids and addresses, our capabilities, no network and no quota."""
    return replace(declaration, capabilities=DECLARATION.capabilities, base_url=None, quota=None, required_settings=())


class CatalogProvider:
    """A provider over the catalog store."""

    def __init__(self, declaration: Declaration, store: CatalogStore) -> None:
        self._declaration = declaration
        self._store = store

    @property
    def declaration(self) -> Declaration:
        """What it is and can do."""
        return self._declaration

    def missing_settings(self) -> Sequence[str]:
        """The import that a service's offline form needs first; our own catalog is always ready."""
        name = self._declaration.name
        if name == DECLARATION.name or self._ask(lambda: self._store.generation(name)):
            return ()
        return (f"tracklinkd import-catalog --provider {name} FILE",)

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:  # noqa: ARG002  # markets are told, not filtered
        """The imported track of this id; for another service's id, tracks that carry it."""
        return self._paged(self._ask(lambda: self._store.lookup(self._declaration.name, ref, MOST_COPIES)))

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:  # noqa: ARG002  # likewise
        """Imported tracks with this ISRC."""
        return self._paged(self._ask(lambda: self._store.lookup_isrc(self._declaration.name, isrc, MOST_COPIES)))

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:  # noqa: ARG002  # likewise
        """Imported tracks of the release with this GTIN."""
        return self._paged(self._ask(lambda: self._store.lookup_barcode(self._declaration.name, barcode, MOST_COPIES)))

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:  # noqa: ARG002  # likewise
        """Imported tracks near the query, nearest first."""
        return self._paged(self._ask(lambda: self._store.search(self._declaration.name, query, limit)))

    def _paged(self, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """The candidates, each with the page of its id on the service."""
        return [
            replace(candidate, ref=replace(candidate.ref, url=page_of(self._declaration, candidate.ref.id)))
            for candidate in candidates
        ]

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        try:
            return question()
        except StoreUnavailable as error:
            raise ProviderUnavailable(self._declaration.name, str(error)) from error
