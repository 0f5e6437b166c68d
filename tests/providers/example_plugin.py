"""A provider as a third party would write it: one module that imports nothing of tracklink but tracklink.plugin."""

from collections.abc import Sequence

from tracklink.plugin import Candidate, Capability, Connection, Declaration, Plugin, Track, TrackRef

DECLARATION = Declaration(
    name="jukebox",
    capabilities=frozenset({Capability.LOOKUP_ID, Capability.SEARCH}),
    duration_precision_ms=1_000,
    id_pattern="[A-Z][0-9]",
    url_patterns=(r"https://jukebox\.example/(?P<id>[A-Z][0-9])",),
    url_template="https://jukebox.example/{id}",
    base_url="https://jukebox.example/api",
)

RECORDS = {"A1": Track(title="Nickel Waltz", artists=("The Slot Machines",), duration_ms=150_000)}


class Jukebox:
    """The records in the box on the wall."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.declaration = DECLARATION

    def missing_settings(self) -> Sequence[str]:
        """It needs a coin, which is no setting."""
        return ()

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:
        """By the letter and the digit."""
        record = RECORDS.get(ref.id)
        return [] if record is None else [Candidate(ref=ref, track=record, duration_precision_ms=1_000)]

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:
        """Records carry none; not declared, so never called."""
        return []

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:
        """Likewise."""
        return []

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:
        """Every record: the box is small, and the matcher judges."""
        return [Candidate(ref=TrackRef("jukebox", id_), track=record) for id_, record in RECORDS.items()][:limit]


PLUGIN = Plugin(DECLARATION, Jukebox)
