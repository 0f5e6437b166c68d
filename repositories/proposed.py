"""Which rows the lookup keys of a question propose."""

from typing import Any, Final

from sqlalchemy import BigInteger, Column, Select, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY

MOST_PER_KEY: Final = 25
"""How many recordings, or judgements, one key may propose, newest first. Each key has its own share, so that what an
identifier proposes is never crowded out by a title that half the world uses."""


def proposed_rows(key: Column[Any], row_id: Column[Any]) -> Select[Any]:
    """The ids that any key of the question proposes."""
    asked = func.unnest(bindparam("keys", type_=ARRAY(BigInteger))).table_valued("key", name="asked").render_derived()
    newest = (select(row_id.label("row_id")).where(key == asked.c.key).correlate(asked).order_by(row_id.desc())).limit(
        MOST_PER_KEY
    )
    share = newest.lateral("share")
    return select(share.c.row_id).select_from(asked.join(share, true())).distinct()
