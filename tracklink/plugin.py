"""All that a provider of a third party needs to import: its words, its protocol, its errors.

Only the standard library is used here. The error tree:

    ProviderError               the provider could not answer; never stored as a "no"
    ├── ProviderTimedOut        no answer within the time allowed
    ├── ProviderUnavailable     connection refused, HTTP 5xx
    ├── ProviderRateLimited     quota used up; may say when to come back
    ├── ProviderRefused         credentials missing, wrong or expired
    └── ProviderAnswerInvalid   an answer of another shape than documented: HTML, cut off, fields missing
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable


class ReleaseKind(StrEnum):
    """The kind of release that a track stands on, in MusicBrainz's primary and secondary types."""

    ALBUM = "album"
    SINGLE = "single"
    EP = "ep"
    COMPILATION = "compilation"
    LIVE = "live"
    REMIX = "remix"
    DJ_MIX = "dj_mix"
    SOUNDTRACK = "soundtrack"


@dataclass(frozen=True, slots=True)
class TrackRef:
    """A track's id on one service; `url` is a page for a person to open, and takes no part in equality of refs."""

    provider: str
    id: str
    url: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A recording's place on a release as somebody states it; None and empty mean that nothing was stated."""

    title: str = ""
    artists: tuple[str, ...] = ()
    album: str | None = None
    album_artists: tuple[str, ...] = ()
    duration_ms: int | None = None
    isrcs: tuple[str, ...] = ()
    mbid: str | None = None
    release_mbid: str | None = None
    track_number: int | None = None
    disc_number: int | None = None
    release_date: str | None = None
    """ "1979", "1979-11" or "1979-11-30"."""
    explicit: bool | None = None
    version: str | None = None
    """The version text where a service keeps it apart from the title."""
    refs: tuple[TrackRef, ...] = ()
    iswcs: tuple[str, ...] = ()
    bpm: float | None = None
    popularity: float | None = None
    """0..1."""
    preview_url: str | None = None
    barcode: str | None = None
    release_kind: ReleaseKind | None = None
    genres: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A track that a provider offers."""

    ref: TrackRef
    track: Track
    available: bool | None = None
    """False when it plays nowhere; None when the service does not say."""
    markets: frozenset[str] | None = None
    """The ISO 3166-1 alpha-2 countries in which it plays; None when the service does not list them."""
    duration_precision_ms: int = 1
    relinked_from: TrackRef | None = None
    """The id that was asked for, where the service plays this track in its place."""
    offered_for: TrackRef | None = None
    """The id that was asked for, where the service names this track as a substitute without playing it by itself."""


class Capability(StrEnum):
    """One thing that a provider can do or say."""

    LOOKUP_ID = "lookup_id"
    LOOKUP_ISRC = "lookup_isrc"
    LOOKUP_BARCODE = "lookup_barcode"
    SEARCH = "search"
    RELATIONS = "relations"
    """Knows its tracks' ids on other services, and finds a track by such an id: `lookup` takes foreign refs."""
    STATES_ISRC = "states_isrc"
    STATES_EXPLICIT = "states_explicit"
    STATES_MARKET = "states_market"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What a service allows one address or account: `requests` in every `period_seconds`."""

    requests: int
    period_seconds: float

    @property
    def interval_seconds(self) -> float:
        """The time between two requests when they are spread evenly."""
        return self.period_seconds / self.requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """How to reach a service; `base_url` includes the version path and ends without a slash."""

    base_url: str
    token_url: str | None = None
    timeout_seconds: float = 5.0
    """For one request: to connect, and for every read. The provider must hold to it by itself."""
    user_agent: str = "tracklink"
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The values of the declaration's `required_settings`, all of them."""
    before_another: Callable[[], None] = lambda: None
    """Called by a verb before every request beyond its first: takes a slot of the quota, and may wait for it or raise
    ProviderRateLimited."""
    quota_told: Callable[[Quota], None] = lambda _quota: None
    """Called with what the service says that it allows, whenever an answer says it: less than the quota is kept to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a provider says of itself before it does anything."""

    name: str
    """Lower case, as it stands in TrackRef.provider."""
    capabilities: frozenset[Capability]
    duration_precision_ms: int
    id_pattern: str
    """A regular expression that a whole id matches."""
    url_patterns: tuple[str, ...] = ()
    """Regular expressions that a whole URL or URI matches, each with a group named `id`."""
    url_template: str | None = None
    """The page of a track, with `{id}` in it."""
    base_url: str | None = None
    """Where the live service answers, version path included; None where nothing is asked over the network."""
    token_url: str | None = None
    searches_isrc: bool = False
    """Whether a search for an ISRC as text tends to find its track, although the service never states an ISRC."""
    isrcs_per_request: int = 1
    """How many ISRCs one request may ask for. Above 1 the provider is an IsrcBatchProvider, and lookups of one ISRC
    that are made at the same time are joined."""
    required_settings: tuple[str, ...] = ()
    """Environment variables with the credentials, without which the live service cannot be asked."""
    quota: Quota | None = None
    """What the service is known to allow; an operator may set another."""


class Provider(Protocol):
    """A music service, asked by plain blocking calls on a thread of its own.

    Every verb returns candidates, best first as the service ranks them, and nothing when the service knows of none.
    It raises only ProviderError; it owns no retry loop, no sleep, no global. A verb whose capability is not declared
    is never called.
    `market` is an ISO 3166-1 alpha-2 country code, or None when the caller gave none.
    """

    @property
    def declaration(self) -> Declaration:
        """What the provider is and can do; the same object every time."""
        ...

    def missing_settings(self) -> Sequence[str]:
        """What it lacks before it can answer, as environment variables or a command to run; empty when it is ready."""
        ...

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:
        """The track of this id, playable or not; with RELATIONS also tracks that carry this id of another service."""
        ...

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:
        """Tracks that carry this ISRC (twelve characters, upper case)."""
        ...

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:
        """Tracks of the release with this GTIN."""
        ...

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:
        """At most `limit` tracks near the query's title and artists; recall matters here, the matcher judges."""
        ...


@runtime_checkable
class IsrcBatchProvider(Provider, Protocol):
    """A provider whose service answers for several ISRCs in one request."""

    def lookup_isrcs(self, isrcs: Sequence[str], market: str | None) -> Sequence[Candidate]:
        """Tracks that carry any of these ISRCs, at most `isrcs_per_request` of them, in one request.

        Each candidate states the ISRC by which it was found; an ISRC that no candidate states was not found.
        """
        ...


@dataclass(frozen=True, slots=True)
class Plugin:
    """What an entry point of the group `tracklink.providers` names: who the provider is, and how it is opened.

    `open` makes no request; it is called once, and only when every required setting is there.
    """

    declaration: Declaration
    open: Callable[[Connection], Provider]


class ProviderError(Exception):
    """A provider could not answer. The message is one sentence for the caller and holds no secret."""

    def __init__(self, provider: str, message: str) -> None:
        super().__init__(message)
        self.provider = provider


class ProviderTimedOut(ProviderError):
    """No answer within the time allowed."""


class ProviderUnavailable(ProviderError):
    """Not to be reached, or answering with a server error."""


class ProviderRateLimited(ProviderError):
    """The quota is used up."""

    def __init__(self, provider: str, message: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(provider, message)
        self.retry_after_seconds = retry_after_seconds


class ProviderRefused(ProviderError):
    """Credentials are missing, wrong or expired."""


class ProviderAnswerInvalid(ProviderError):
    """An answer of another shape than the service documents."""
