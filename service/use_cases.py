"""What the servicer calls: one function for each question."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from domain.answer import LinkAnswer
from domain.provider_status import ProviderStatus
from domain.query import ReplacementQuery, TrackQuery
from domain.replacement import ReplacementAnswer
from domain.review import Review, ReviewAnswer, ReviewQuery


@dataclass(frozen=True, slots=True)
class UseCases:
    """The questions that the server answers; the float beside a query is the time left for it, in seconds."""

    link_track: Callable[[TrackQuery, float], Awaitable[LinkAnswer]]
    recall_links: Callable[[Sequence[TrackQuery], float], Awaitable[Sequence[LinkAnswer | None]]]
    """Of many questions those whose answer needs no asking, read at once."""
    find_replacement: Callable[[ReplacementQuery, float], Awaitable[ReplacementAnswer]]
    recall_replacements: Callable[[Sequence[ReplacementQuery], float], Awaitable[Sequence[ReplacementAnswer | None]]]
    """Likewise."""
    review_link: Callable[[ReviewQuery], Awaitable[ReviewAnswer]]
    list_reviews: Callable[[str | None], AsyncIterator[Review]]
    list_providers: Callable[[], Awaitable[tuple[ProviderStatus, ...]]]
