"""The statements by which imported tracks are read, for the tables of one provider."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, Double, Integer, Select, bindparam, column, exists, func, select, table, true

from repositories.catalog_tables import Shelf, catalog_generation, shelf_of

MOST_COMPARED = 100
"""How many of those that share most with the query are compared with it word by word."""
SLIGHT = 0.05
"""The share of the best one's weight below which a track shares too little with the query to be compared at all."""

GENERATION = select(catalog_generation.c.generation).where(catalog_generation.c.provider == bindparam("provider"))

tables = table("pg_tables", column("tablename"), column("schemaname"))


@dataclass(frozen=True, slots=True)
class Selects:
    """Reads of one provider's shelf."""

    by_id: Select[Any]
    by_key: Select[Any]
    by_words: Select[Any]


@cache
def selects_of(provider: str) -> Selects:
    """The reads of a provider that has a shelf."""
    shelf = shelf_of(provider)
    tracks = shelf.tracks
    offered = select(*(column for column in tracks.columns if column.name not in {"digest", "keys"}))
    return Selects(
        by_id=offered.where(tracks.c.id == bindparam("id")),
        by_key=_by_key(shelf, offered),
        by_words=_by_words(shelf, offered),
    )


def is_there(provider: str) -> Select[Any]:
    """Whether a provider has a shelf."""
    name = shelf_of(provider).tracks.name
    there = exists().where(tables.c.tablename == name, tables.c.schemaname == func.current_schema())
    return select(there.label("there"))


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
    weight = func.sum(1 / func.sqrt(per_key.c.n, type_=Double))
    weighed = (
        select(found.c.row_id, weight.label("weight"), (SLIGHT * func.max(weight).over()).label("least"))
        .select_from(asked.join(per_key, per_key.c.n <= bindparam("kept")).join(found, true()))
        .group_by(found.c.row_id)
        .subquery("weighed")
    )
    near = (
        select(weighed.c.row_id)
        .where(weighed.c.weight >= weighed.c.least)
        .order_by(weighed.c.weight.desc(), weighed.c.row_id)
        .limit(MOST_COMPARED)
        .subquery("near")
    )
    return offered.join(near, near.c.row_id == shelf.tracks.c.row_id)
