"""A whole house without gRPC: real stores, the catalog provider, the use cases, and a clock that the test moves."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.answer import LinkAnswer, ProviderLink
from domain.query import CacheUse, Policy, ReplacementQuery, TrackQuery
from domain.replacement import ReplacementAnswer
from domain.review import ReviewAction, ReviewAnswer, ReviewQuery
from providers.source import Source
from repositories.catalog_import import import_file
from repositories.database import Database
from repositories.flight_store import SqlFlightStore
from repositories.link_store import SqlLinkStore
from repositories.replacement_store import SqlReplacementStore
from repositories.review_store import SqlReviewStore
from service.find_replacement import FindReplacement
from service.flights import Flights
from service.freshness import Freshness
from service.gather import Gather
from service.link_track import LinkTrack
from service.memory import Memory
from service.refreshes import Refreshes, RefreshLimits
from service.replacement_memory import ReplacementMemory
from service.review import ReviewLink
from service.upstream import Upstream
from tracklink.plugin import Track, TrackRef


class MovingClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time that it shows."""
        return self.now

    def move(self, **by: float) -> None:
        """Forward by `days=`, `hours=`, `seconds=`."""
        self.now += timedelta(**by)


@dataclass
class House:
    """The use cases over one database."""

    database: Database
    folder: Path
    sources: Mapping[str, Source]
    clock: MovingClock = field(default_factory=MovingClock)
    asked: Counter[str] = field(default_factory=Counter)
    refreshed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Put the use cases together as a server would when it starts."""
        self.restart()

    def restart(self, flights: Flights | None = None) -> None:
        """Nothing survives but the database."""
        self.gather = Gather(self.sources, self._observe)
        links, replacements = SqlLinkStore(self.database), SqlReplacementStore(self.database.engine)
        self.refreshes = Refreshes(RefreshLimits(), lambda outcome: self.refreshed.update([outcome]))
        self.flights = flights or Flights(SqlFlightStore(self.database))
        self.memory = Memory(links, Freshness(), self.gather.precision_ms, self.clock)
        self.link_track = LinkTrack(self.memory, Upstream(self.memory, self.gather, self.flights), self.refreshes)
        replacement_memory = ReplacementMemory(links, replacements, Freshness(), self.clock)
        self.find_replacement = FindReplacement(replacement_memory, self.gather, self.flights)
        self.review_link = ReviewLink(SqlReviewStore(self.database), self.clock)

    async def close(self) -> None:
        """Let go of what goes on behind the callers, and of the threads."""
        await self.refreshes.end()
        await self.flights.end()
        self.gather.close()

    def _observe(self, provider: str, outcome: str, seconds: float) -> None:
        assert seconds >= 0
        self.asked[provider] += 1
        self.asked[outcome] += 1

    def stock(self, *rows: Mapping[str, object], provider: str = "catalog") -> None:
        """Import rows of a track file."""
        file = self.folder / "rows.jsonl"
        file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        import_file(self.database, provider, file)

    async def link(
        self,
        track: Track,
        *,
        providers: tuple[str, ...] = ("catalog",),
        market: str | None = None,
        cache: CacheUse = CacheUse.DEFAULT,
        max_age_seconds: int | None = None,
        timeout_seconds: float = 30.0,
    ) -> LinkAnswer:
        """One LinkTrack."""
        query = TrackQuery(
            track=track, providers=providers, market=market, cache=cache, max_age_seconds=max_age_seconds
        )
        return await self.link_track(query, timeout_seconds)

    async def catalog_link(self, track: Track, market: str | None = None) -> ProviderLink:
        """The catalog's link for a track."""
        return (await self.link(track, market=market)).links[0]

    async def replace(
        self,
        track: Track,
        *,
        provider: str = "catalog",
        gone: bool = False,
        market: str | None = None,
        policy: Policy | None = None,
    ) -> ReplacementAnswer:
        """One FindReplacement."""
        query = ReplacementQuery(provider=provider, track=track, gone=gone, market=market, policy=policy or Policy())
        return await self.find_replacement(query, 30.0)

    async def review(self, action: ReviewAction, track: Track, ref_id: str, *, note: str = "") -> ReviewAnswer:
        """One ReviewLink on a catalog id."""
        self.clock.move(seconds=1)
        query = ReviewQuery(track=track, ref=TrackRef("catalog", ref_id), action=action, note=note, reviewer="ada")
        answer = await self.review_link(query)
        self.clock.move(seconds=1)
        return answer
