"""What a caller asks, validated."""

from dataclasses import dataclass
from enum import StrEnum

from tracklink.plugin import Track, TrackRef


class CacheUse(StrEnum):
    """What a request may take from the cache."""

    DEFAULT = "default"
    REFRESH = "refresh"
    ONLY = "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackQuery:
    """LinkTrack's question. Refs parsed from URLs stand in `track.refs`; identifiers are in canonical form."""

    track: Track
    providers: tuple[str, ...]
    """The wanted ones, never empty; each is known to the registry."""
    market: str | None = None
    min_confidence: float = 0.0
    max_alternatives: int = 3
    cache: CacheUse = CacheUse.DEFAULT
    max_age_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a caller accepts as a replacement."""

    allow_versions: frozenset[str] = frozenset()
    """Version kinds that may differ from the track's own, as service.matching names them ("live", "remix", ...)."""
    allow_other_master: bool = True
    allow_explicit_change: bool = False
    max_duration_difference_ms: int | None = None
    exclude_refs: frozenset[TrackRef] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementQuery:
    """FindReplacement's question."""

    provider: str
    track: Track
    """With its dead ref among `refs`, where the caller knows it."""
    gone: bool = False
    market: str | None = None
    policy: Policy = Policy()
    limit: int = 5

    @property
    def dead_refs(self) -> tuple[TrackRef, ...]:
        """The track's own refs on the provider it is gone from; none of them replaces it."""
        return tuple(ref for ref in self.track.refs if ref.provider == self.provider)
