"""What the link store knows about a query, and what it is given to keep."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.answer import ProviderLink
from domain.reading import Reading
from domain.replacement import ReplacementAnswer
from domain.review import Review
from tracklink.plugin import Track


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an answer is remembered by.

    `statement` is a digest of all that the query says apart from identifiers, folded: the same words in another case,
    order of artists or Unicode form make the same statement. `identifiers` and `keys` are lookup keys (domain.keys);
    `keys` holds all of them.
    """

    statement: str
    identifiers: frozenset[str]
    keys: frozenset[str]
    market: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLink:
    """A link accepted earlier, with the track that was asked when it was earned."""

    recording_id: int
    asked: Track
    link: ProviderLink
    market: str | None
    generation: int
    """The provider's catalog generation when it was asked; 0 where nothing is imported for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNo:
    """An answer other than a link (not in catalog, near miss, ambiguous): for queries that say nothing more."""

    link: ProviderLink
    identifiers: frozenset[str]
    market: str | None
    misses: int
    """How many times in a row it has been "no": 1 the first time."""
    next_check_at: datetime
    generation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that the keys of a query propose; nothing of it is an answer before the matcher has compared it."""

    links: tuple[StoredLink, ...] = ()
    noes: tuple[StoredNo, ...] = ()
    reviews: tuple[Review, ...] = ()
    generations: tuple[tuple[str, int], ...] = ()
    """(provider, catalog generation now) for every provider that has imported tracks."""
    reading: Reading = field(default=Reading(), compare=False)

    @property
    def imported(self) -> frozenset[str]:
        """The providers that have imported tracks."""
        return frozenset(provider for provider, _ in self.generations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What one LinkTrack call learnt, saved in one transaction."""

    question: Question
    asked: Track
    keys: frozenset[str]
    """The question's keys and those of every accepted candidate: each proposes this recording from now on."""
    links: tuple[ProviderLink, ...] = ()
    """Accepted ones."""
    noes: tuple[StoredNo, ...] = ()
    generations: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReplacement:
    """An answer of FindReplacement kept under the digest of its whole question, policy and market included."""

    answer: ReplacementAnswer
    checked_at: datetime
    next_check_at: datetime
    misses: int
    generation: int
