"""ReviewLink and ListReviews: a person's word on a pair."""

from collections.abc import AsyncIterator

from domain.keys import keys_of
from domain.ports import Clock, ReviewStore
from domain.review import Decision, Review, ReviewAction, ReviewAnswer, ReviewQuery

DECISION_OF_ACTION = {ReviewAction.PIN: Decision.PINNED, ReviewAction.FORBID: Decision.FORBIDDEN}


class ReviewLink:
    """Records judgements; what is recorded is durable when the call returns."""

    def __init__(self, store: ReviewStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def __call__(self, query: ReviewQuery) -> ReviewAnswer:
        """Pin, forbid or clear a pair."""
        keys = keys_of(query.track)
        if query.action is ReviewAction.CLEAR:
            return ReviewAnswer(review=None, changed=await self._store.clear(query.ref, keys, self._clock()))
        review = Review(
            track=query.track,
            ref=query.ref,
            decision=DECISION_OF_ACTION[query.action],
            note=query.note,
            reviewer=query.reviewer,
            reviewed_at=self._clock(),
        )
        return ReviewAnswer(review=review, changed=await self._store.put(review, keys))

    def list_reviews(self, provider: str | None) -> AsyncIterator[Review]:
        """Judgements in force, oldest first; on one provider's ids only when it is named."""
        return self._store.list_reviews(provider)
