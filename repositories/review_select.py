"""The statements that read people's judgements."""

from typing import Final

from sqlalchemy import ARRAY, BigInteger, Boolean, DateTime, Text, bindparam, cast, exists, func, select, tuple_

from domain.review import Decision
from repositories.json_sql import REVIEW_JSON
from repositories.review_tables import review_keys, reviews

PAGE_ROWS: Final = 200

_REVIEW: Final = cast(REVIEW_JSON, Text).label("review")
_named: Final = review_keys.alias("named")
_IS_NAMED: Final = exists().where(_named.c.review_id == reviews.c.id, _named.c.is_identifier)

CONCERNING: Final = (
    select(reviews.c.id, _REVIEW)
    .join(review_keys, review_keys.c.review_id == reviews.c.id)
    .where(
        reviews.c.ref_provider == bindparam("provider"),
        review_keys.c.key == func.any(bindparam("keys", type_=ARRAY(BigInteger))),
    )
    .group_by(reviews.c.id)
    .having(func.bool_or(review_keys.c.is_identifier) | ~(bindparam("has_identifier", type_=Boolean) & _IS_NAMED))
)
"""Judgements on `provider`'s ids for the track of `keys`, which name an identifier or do not (`has_identifier`)."""

PAGE: Final = (
    select(reviews.c.reviewed_at, reviews.c.id, _REVIEW)
    .where(
        reviews.c.decision != Decision.CLEARED,
        tuple_(reviews.c.reviewed_at, reviews.c.id)
        > tuple_(bindparam("reviewed_after", type_=DateTime(timezone=True)), bindparam("id_after", type_=BigInteger)),
        reviews.c.ref_provider == func.coalesce(bindparam("provider", type_=Text), reviews.c.ref_provider),
    )
    .order_by(reviews.c.reviewed_at, reviews.c.id)
    .limit(PAGE_ROWS)
)
"""The next judgements in force after a time and row id; on the ids of `provider` where that is not NULL."""
