"""People's judgements, in Postgres."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ARRAY, BigInteger, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.review import Decision, Review
from repositories.change_note import NOTE_CHANGE, noted
from repositories.database import Database
from repositories.hashed_key import hashed_key, hashed_keys
from repositories.json_form import REVIEW, TRACK, storable_text
from repositories.review_select import CONCERNING, PAGE
from repositories.review_tables import review_keys, reviews
from repositories.saving import TEXT_PREFIX
from repositories.store_errors import store_errors
from tracklink.plugin import TrackRef

LOCK: Final = select(func.pg_advisory_xact_lock(hashed_key("reviews")))
"""People judge seldom: they take turns, and nothing comes between reading and writing."""

_IDS: Final = reviews.c.id == func.any(bindparam("ids", type_=ARRAY(BigInteger)))

PUT: Final = insert(reviews).returning(reviews.c.id)
PUT_KEYS: Final = insert(review_keys)
REMOVE: Final = delete(reviews).where(_IDS)
CLEAR: Final = update(reviews).where(_IDS).values(decision=Decision.CLEARED, reviewed_at=bindparam("cleared_at"))


class SqlReviewStore:
    """The ReviewStore of domain.ports.

    A judgement is found again by the lookup keys of its track. It concerns another track that shares an identifier
    with it; a title and artists in common count only while one of the two has no identifier.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._changes = database.changes

    async def put(self, review: Review, keys: frozenset[str]) -> bool:
        """Record a judgement in the place of the one on the same pair, and a pin in the place of other pins.

        False when just this judgement, with its note and reviewer, stood already. Raises StoreUnavailable.
        """
        with store_errors():
            async with self._database.transaction() as connection:
                standing = await _concerning(connection, review.ref.provider, keys)
                replaced = {row_id: old for row_id, old in standing.items() if _gives_way(old, review)}
                if replaced and all(_judges_alike(old, review) for old in replaced.values()):
                    return False
                note: str = await connection.scalar(NOTE_CHANGE, noted(hashed_keys(keys), reviews=replaced))
                await connection.execute(REMOVE, {"ids": list(replaced)})
                await _insert(connection, review, keys)
        self._changes.hear(note)
        return True

    async def clear(self, ref: TrackRef, keys: frozenset[str], cleared_at: datetime) -> bool:
        """Take back what was recorded for this pair, leaving a CLEARED mark. Raises StoreUnavailable."""
        with store_errors():
            async with self._database.transaction() as connection:
                standing = await _concerning(connection, ref.provider, keys)
                ids = [
                    row_id
                    for row_id, review in standing.items()
                    if review.ref == ref and review.decision is not Decision.CLEARED
                ]
                note: str = await connection.scalar(NOTE_CHANGE, noted(hashed_keys(keys), reviews=ids))
                await connection.execute(CLEAR, {"ids": ids, "cleared_at": cleared_at})
        self._changes.hear(note)
        return bool(ids)

    async def list_reviews(self, provider: str | None) -> AsyncIterator[Review]:
        """Judgements in force, oldest first; no connection is held between pages. Raises StoreUnavailable."""
        after = {"reviewed_after": datetime.min.replace(tzinfo=UTC), "id_after": 0}
        while True:
            with store_errors():
                async with self._database.engine.connect() as connection:
                    page = (await connection.execute(PAGE, {"provider": provider, **after})).all()
            if not page:
                return
            for row in page:
                yield REVIEW.read(row.review)
            after = {"reviewed_after": page[-1].reviewed_at, "id_after": page[-1].id}


async def _concerning(connection: AsyncConnection, provider: str, keys: frozenset[str]) -> dict[int, Review]:
    """Judgements on the track of these keys by row id, with nobody else judging until the transaction ends."""
    await connection.execute(LOCK)
    asked = {
        "provider": provider,
        "keys": hashed_keys(keys),
        "has_identifier": any(map(_is_identifier, keys)),
    }
    rows = await connection.execute(CONCERNING, asked)
    return {row.id: REVIEW.read(row.review) for row in rows}


async def _insert(connection: AsyncConnection, review: Review, keys: frozenset[str]) -> None:
    written = {
        "track": TRACK.write(review.track),
        "ref_provider": review.ref.provider,
        "ref_id": storable_text(review.ref.id),
        "ref_url": review.ref.url and storable_text(review.ref.url),
        "decision": review.decision,
        "note": storable_text(review.note),
        "reviewer": storable_text(review.reviewer),
        "reviewed_at": review.reviewed_at,
    }
    review_id = (await connection.execute(PUT, written)).scalar_one()
    filed = [{"key": hashed_key(key), "review_id": review_id, "is_identifier": _is_identifier(key)} for key in keys]
    if filed:
        await connection.execute(PUT_KEYS, filed)


def _is_identifier(key: str) -> bool:
    return not key.startswith(TEXT_PREFIX)


def _gives_way(old: Review, new: Review) -> bool:
    return old.ref == new.ref or old.decision is new.decision is Decision.PINNED


def _judges_alike(old: Review, new: Review) -> bool:
    return (old.ref, old.decision, old.note, old.reviewer) == (new.ref, new.decision, new.note, new.reviewer)
