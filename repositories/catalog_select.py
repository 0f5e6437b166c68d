"""The statements by which imported tracks are read, for the tables of one provider."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Double,
    Integer,
    Select,
    Text,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    true,
)

from repositories.catalog_tables import Shelf, catalog_generation, shelf_of
from repositories.compiled import Compiled

MOST_COMPARED = 60
"""How many of those that share most with the query are compared with it word by word."""
SLIGHT = 5
"""A track that weighs less than the best one by more than so many times shares too little to be compared at all."""

GENERATION = Compiled(
    select(catalog_generation.c.generation).where(catalog_generation.c.provider == bindparam("provider"))
)
"""How many imports have changed a provider's tracks."""

_TABLES = table("pg_tables", column("tablename"), column("schemaname"))
TABLE = Compiled(
    select(_TABLES.c.tablename).where(
        _TABLES.c.tablename == bindparam("name", type_=Text), _TABLES.c.schemaname == func.current_schema()
    )
)
"""The table of a name, if there is one."""


@dataclass(frozen=True, slots=True)
class Selects:
    """Reads of one provider's shelf."""

    by_id: Compiled
    by_key: Compiled
    by_words: Compiled


@cache
def selects_of(provider: str) -> Selects:
    """The reads of a provider that has a shelf."""
    shelf = shelf_of(provider)
    tracks = shelf.tracks
    offered = select(*(column for column in tracks.columns if column.name not in {"digest", "keys"}))
    return Selects(
        by_id=Compiled(offered.where(tracks.c.id == bindparam("id"))),
        by_key=Compiled(_by_key(shelf, offered)),
        by_words=Compiled(_by_words(shelf, offered)),
    )


def _by_key(shelf: Shelf, offered: Select[Any]) -> Select[Any]:
    filed = select(shelf.keys.c.row_id).where(shelf.keys.c.key == bindparam("key"))
    return offered.where(shelf.tracks.c.row_id.in_(filed)).order_by(shelf.tracks.c.id).limit(bindparam("limit"))


def _by_words(shelf: Shelf, offered: Select[Any]) -> Select[Any]:
    """Tracks filed under the query's keys, those first that share most; a rare key says more than a common one.

    Of a key `read` tracks are read, and none is proposed by it when that is more than `kept`.
    """
    asked = func.unnest(bindparam("keys", type_=ARRAY(Integer))).table_valued("key").render_derived(name="asked")
    filed = select(shelf.keys.c.row_id).where(shelf.keys.c.key == asked.c.key).correlate(asked)
    few = filed.limit(bindparam("read")).subquery("few")
    per_key = select(func.array_agg(few.c.row_id).label("row_ids"), func.count().label("n")).lateral("per_key")
    found = func.unnest(per_key.c.row_ids).table_valued("row_id").render_derived(name="found")
    weight = func.sum(literal_column("1", Integer) / func.sqrt(per_key.c.n, type_=Double))
    weighed = (
        select(
            found.c.row_id,
            weight.label("weight"),
            (func.max(weight).over() / literal_column(str(SLIGHT), Integer)).label("least"),
        )
        .select_from(asked.join(per_key, per_key.c.n <= bindparam("kept")).join(found, true()))
        .group_by(found.c.row_id)
        .subquery("weighed")
    )
    near = (
        select(weighed.c.row_id)
        .where(weighed.c.weight >= weighed.c.least)
        .order_by(weighed.c.weight.desc(), weighed.c.row_id)
        .limit(literal_column(str(MOST_COMPARED)))
        .subquery("near")
    )
    return offered.join(near, near.c.row_id == shelf.tracks.c.row_id)
