"""Which rows the lookup keys of a question propose."""

from typing import Any

from sqlalchemy import BigInteger, Column, Select, bindparam, func, literal_column, select, true
from sqlalchemy.dialects.postgresql import ARRAY


def proposed_rows(key: Column[Any], row_id: Column[Any], most_per_key: int) -> Select[Any]:
    """The ids that any of the bound `keys` proposes, newest first. Each key has its own share of `most_per_key`.

    So what an identifier proposes is never crowded out by a title that half the world uses.

    The keys come out of a subquery, so that the planner cannot count them: it would find a plan for just so many keys
    cheaper than the general one, and plan anew at every call, which takes longer than the reading itself.
    """
    keys = select(bindparam("keys", type_=ARRAY(BigInteger))).scalar_subquery()
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
