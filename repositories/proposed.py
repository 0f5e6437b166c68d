"""Which rows the lookup keys of a question propose."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ScalarSelect,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY


def bound_keys() -> ScalarSelect[Any]:
    """The bound `keys` (hashed lookup keys).

    They come out of a subquery, so that the planner cannot count them: it would find a plan for just so many keys
    cheaper than the general one, and plan anew at every call, which takes longer than the reading itself.
    """
    return select(bindparam("keys", type_=ARRAY(BigInteger))).scalar_subquery()


def proposed_rows(keys: ColumnElement[Any], key: Column[Any], row_id: Column[Any], most_per_key: int) -> Select[Any]:
    """The ids that any of the keys proposes, newest first. Each key has its own share of `most_per_key`.

    So what an identifier proposes is never crowded out by a title that half the world uses.
    """
    asked = func.unnest(keys).table_valued("key", name="asked").render_derived()
    newest = (
        select(row_id.label("row_id"))
        .where(key == asked.c.key)
        .correlate(asked)
        .order_by(row_id.desc())
        .limit(literal_column(str(most_per_key)))
        .lateral("newest")
    )
    return select(newest.c.row_id).select_from(asked.join(newest, true())).distinct()
