"""The one statement that reads all that the store knows about some questions."""

from typing import Any, Final

from sqlalchemy import Column, Integer, Select, Text, bindparam, cast, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from repositories.catalog_tables import catalog_generation
from repositories.json_sql import REVIEW_JSON, json_list, json_object
from repositories.link_tables import NO_MARKET, links, lookup_keys, negative_answers, provider_tracks
from repositories.proposed import bound_keys, proposed_rows
from repositories.review_tables import MOST_REVIEWS_PER_KEY, review_keys, reviews

MOST_RECORDINGS_PER_KEY: Final = 25

_ASKED: Final = (
    func.unnest(
        bindparam("subjects", type_=ARRAY(Text)),
        bindparam("firsts", type_=ARRAY(Integer)),
        bindparam("lasts", type_=ARRAY(Integer)),
    )
    .table_valued("subject", "first", "last", with_ordinality="place", name="question")
    .render_derived()
)
_KEYS: Final = bound_keys()[_ASKED.c.first : _ASKED.c.last]
"""One question's keys."""


def _market(stored: Column[Any]) -> Any:  # noqa: ANN401 - SQLAlchemy's functions have no closer type
    return func.nullif(stored, literal_column(f"'{NO_MARKET}'"))


def _links() -> Select[Any]:
    rows = proposed_rows(_KEYS, lookup_keys.c.key, lookup_keys.c.recording_id, MOST_RECORDINGS_PER_KEY)
    proposed = rows.correlate(_ASKED).subquery("proposed")
    stored = json_object(
        recording_id=links.c.recording_id,
        asked=links.c.asked,
        link=func.jsonb_set(links.c.link, text("'{match,track}'"), provider_tracks.c.track),
        market=_market(links.c.market),
        generation=links.c.generation,
    )
    order = (links.c.recording_id, links.c.provider, links.c.market, links.c.subject)
    named = (provider_tracks.c.provider == links.c.provider) & (provider_tracks.c.id == links.c.ref_id)
    joined = proposed.join(links, links.c.recording_id == proposed.c.row_id).join(provider_tracks, named)
    return select(json_list(stored, *order)).select_from(joined)


def _noes() -> Select[Any]:
    stored = json_object(
        link=negative_answers.c.link,
        identifiers=negative_answers.c.identifiers,
        market=_market(negative_answers.c.market),
        misses=negative_answers.c.misses,
        next_check_at=negative_answers.c.next_check_at,
        generation=negative_answers.c.generation,
    )
    order = (negative_answers.c.provider, negative_answers.c.market)
    return select(json_list(stored, *order)).where(negative_answers.c.subject == _ASKED.c.subject)


def _reviews() -> Select[Any]:
    rows = proposed_rows(_KEYS, review_keys.c.key, review_keys.c.review_id, MOST_REVIEWS_PER_KEY)
    proposed = rows.correlate(_ASKED).subquery("proposed")
    return select(json_list(REVIEW_JSON, reviews.c.id)).select_from(
        proposed.join(reviews, reviews.c.id == proposed.c.row_id)
    )


def _generations() -> Select[Any]:
    pair = func.json_build_array(catalog_generation.c.provider, catalog_generation.c.generation)
    return select(json_list(pair, catalog_generation.c.provider))


KNOWN_SELECT: Final = (
    select(
        cast(
            json_object(
                links=_links().scalar_subquery(),
                noes=_noes().scalar_subquery(),
                reviews=_reviews().scalar_subquery(),
                generations=_generations().scalar_subquery(),
            ),
            Text,
        ),
        cast(func.pg_current_snapshot(), Text),
    )
    .select_from(_ASKED)
    .order_by(_ASKED.c.place)
)
"""For each question one row with the JSON text of a Known and the snapshot that it is of, in the order asked.

Binds `keys` (hashed lookup keys, one question's after the other's), and for each question its `subjects`, and the
places of the first and the last of its keys, counted from 1 (`firsts`, `lasts`).
"""
