"""A made-up live provider that does what its script says, and a clock that moves only when somebody sleeps."""

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from types import SimpleNamespace

import pytest

from domain.deadline import Deadline
from tracklink.plugin import Candidate, Capability, Declaration, ProviderError, Track, TrackRef

DECLARATION = Declaration(
    name="box",
    capabilities=frozenset({Capability.LOOKUP_ID, Capability.LOOKUP_ISRC, Capability.SEARCH}),
    duration_precision_ms=1000,
    id_pattern=".+",
    base_url="https://api.box.example/v1",
)
FOUND = Candidate(ref=TrackRef("box", "1"), track=Track(title="Harbour Lights", artists=("Mira Vale",)))


class Box:
    """Fails as its script says, one step for each request, and answers once that is over; counts requests."""

    declaration = DECLARATION

    def __init__(self, *script: Exception | None, always: ProviderError | None = None) -> None:
        self._script: Iterable[Exception | None] = chain(script, repeat(always))
        self.asked: list[tuple[object, ...]] = []

    def missing_settings(self) -> Sequence[str]:
        """It needs nothing."""
        return ()

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:
        """The one track."""
        return self._answer(ref, market)

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:
        """Likewise."""
        return self._answer(isrc, market)

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:
        """Likewise."""
        return self._answer(barcode, market)

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:
        """Likewise."""
        return self._answer(query, limit, market)

    def _answer(self, *asked: object) -> Sequence[Candidate]:
        self.asked.append(asked)
        for step in self._script:
            if step:
                raise step
            break
        return (FOUND,)


class MovingClock:
    """A monotonic clock for everything that waits under a guard."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []
        monkeypatch.setattr("domain.deadline.monotonic", self)
        monkeypatch.setattr("providers.guard.monotonic", self)
        monkeypatch.setattr("providers.guard.sleep", self.sleep)
        monkeypatch.setattr("tenacity.nap.time", SimpleNamespace(sleep=self.sleep))

    def __call__(self) -> float:
        """Now."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self.slept.append(seconds)
        self.now += seconds

    def deadline(self, seconds: float) -> Deadline:
        """That many seconds from now."""
        return Deadline.after(seconds)
