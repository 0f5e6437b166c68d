"""What the shared contract has to know of a provider."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType

from tests.providers.fake.service import FakeService
from tracklink.plugin import Candidate, Capability, Connection, Plugin, Provider, ProviderError, Track, TrackRef

Verb = Callable[[Provider], Sequence[Candidate]]

PATIENT_SECONDS = 20.0
"""For answers that come: longer than any test machine is busy with something else."""
IMPATIENT_SECONDS = 0.3
"""For answers that never come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCase:
    """One provider, its made-up service, and what is known of a track there."""

    plugin: Plugin
    fake: Callable[[], FakeService]
    secrets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Values of the required settings, as the fake expects them."""
    track: Track
    """As `lookup` reads it from the service's full answer: every field, compared for equality."""
    id: str
    unknown_id: str
    searched: Track | None = None
    """What to search for; the track itself where this is None. One of the hits has the id."""
    nowhere: Track = field(default_factory=lambda: Track(title="Zzyzx Quux", artists=("Nobody At All",)))
    """What a search finds nothing for."""
    non_latin_id: str
    """A track whose title and artists are written in another script."""
    non_latin: Track
    """Its title and artists, as `lookup` reads them; other fields are not compared."""
    urls: Mapping[str, str]
    """Addresses as people copy them, each with the id in it."""
    other_urls: tuple[str, ...] = ()
    """Addresses of the service that name no track."""
    unknown_isrc: str = "QZZZZ9999999"
    unknown_barcode: str = "4006381333931"
    questions: Mapping[Capability, int] = field(default_factory=lambda: MappingProxyType({}))
    """Requests to the catalogue that a verb takes, where it is not one."""
    errors: Mapping[int, type[ProviderError] | None] = field(default_factory=lambda: MappingProxyType({}))
    """Statuses that the service uses in its own way, and the error that they mean; None: nothing found."""
    asked_again: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    """Statuses after which a lookup by id is sent in lesser forms, and how many of them there are."""
    barcode: str | None = None
    """Of the release that the track is on; the track's own barcode where this is None."""
    several_in_one_process: bool = True
    """Two of them with different base URLs do not mix."""
    market: str | None = None
    """With which everything is asked."""

    @property
    def name(self) -> str:
        """Of the provider."""
        return self.plugin.declaration.name

    def opened(self, fake: FakeService, timeout_seconds: float = PATIENT_SECONDS) -> Provider:
        """The provider, talking to this fake."""
        return self.opened_at(fake.base_url, fake.token_url, timeout_seconds)

    def opened_at(self, base_url: str, token_url: str | None, timeout_seconds: float = PATIENT_SECONDS) -> Provider:
        """The provider, talking to these addresses."""
        return self.plugin.open(
            Connection(
                base_url=base_url,
                token_url=token_url,
                timeout_seconds=timeout_seconds,
                user_agent="tracklink-tests/1.0 (tests@example.org)",
                secrets=self.secrets,
            )
        )

    @contextmanager
    def running(self, timeout_seconds: float = PATIENT_SECONDS) -> Iterator[tuple[FakeService, Provider]]:
        """A fresh fake and a provider that talks to it, which is closed in the end if it can be."""
        with self.fake() as fake, ExitStack() as stack:
            provider = self.opened(fake, timeout_seconds)
            stack.callback(getattr(provider, "close", lambda: None))
            yield fake, provider

    def lookup(self, provider: Provider) -> Sequence[Candidate]:
        """By the known id."""
        return provider.lookup(TrackRef(self.name, self.id), self.market)

    def verbs(self) -> dict[Capability, Verb]:
        """Each declared verb, asked for the known track."""
        return self._declared(self.id, self.track.isrcs[:1], self._barcode, self.searched or self.track)

    def vain_verbs(self) -> dict[Capability, Verb]:
        """Each declared verb, asked for what the service does not know."""
        return self._declared(self.unknown_id, (self.unknown_isrc,), self.unknown_barcode, self.nowhere)

    @property
    def _barcode(self) -> str:
        return self.barcode or self.track.barcode or ""

    def _declared(self, id_: str, isrcs: Sequence[str], barcode: str, searched: Track) -> dict[Capability, Verb]:
        market = self.market
        verbs: dict[Capability, Verb] = {
            Capability.LOOKUP_ID: lambda provider: provider.lookup(TrackRef(self.name, id_), market),
            Capability.LOOKUP_ISRC: lambda provider: provider.lookup_isrc(isrcs[0], market),
            Capability.LOOKUP_BARCODE: lambda provider: provider.lookup_barcode(barcode, market),
            Capability.SEARCH: lambda provider: provider.search(searched, 10, market),
        }
        declared = self.plugin.declaration.capabilities
        return {capability: verb for capability, verb in verbs.items() if capability in declared}
