"""What the servicer calls: one function for each question."""

from collections.abc import AsyncIterator, Awaitable, Callable
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
    find_replacement: Callable[[ReplacementQuery, float], Awaitable[ReplacementAnswer]]
    review_link: Callable[[ReviewQuery], Awaitable[ReviewAnswer]]
    list_reviews: Callable[[str | None], AsyncIterator[Review]]
    list_providers: Callable[[], Awaitable[tuple[ProviderStatus, ...]]]
