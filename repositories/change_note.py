"""Noting a change inside the transaction that makes it: for readers of the table, and for listening processes."""

import struct
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import BigInteger, CompoundSelect, Select, bindparam, case, func, literal, select, union
from sqlalchemy.dialects.postgresql import ARRAY, insert

from repositories.change_tables import changes
from repositories.hashed_key import hashed_key
from repositories.link_tables import lookup_keys
from repositories.review_tables import review_keys

CHANNEL: Final = "tracklink_change"
EVERYTHING: Final = "*"
MOST_MARKS: Final = 499
"""Sixteen characters each, in a notification of less than 8,000 bytes; beyond, it says that everything has changed."""

IMPORTS: Final = hashed_key("imports")
"""The mark of every answer: any import may change any."""

Note = dict[str, list[int]]


def subject_mark(subject: str) -> int:
    """The mark of the noes that a question earned."""
    return hashed_key(f"subject:{subject}")


def noted(marks: Iterable[int], *, recordings: Iterable[int] = (), reviews: Iterable[int] = ()) -> Note:
    """What binds NOTE_CHANGE: marks, and recordings and reviews whose keys, while they have them, are marks too."""
    return {"marks": list(marks), "recordings": list(recordings), "reviews": list(reviews)}


def read_note(payload: str) -> frozenset[int] | None:
    """The marks of a notification; None when everything has changed."""
    if payload == EVERYTHING:
        return None
    return frozenset(struct.unpack(f">{len(payload) // 16}q", bytes.fromhex(payload)))


def _numbers(name: str) -> Any:  # noqa: ANN401 - SQLAlchemy's functions have no closer type
    return bindparam(name, type_=ARRAY(BigInteger))


def _marks() -> CompoundSelect[Any]:
    return union(
        select(func.unnest(_numbers("marks")).label("mark")),
        select(lookup_keys.c.key).where(lookup_keys.c.recording_id == func.any(_numbers("recordings"))),
        select(review_keys.c.key).where(review_keys.c.review_id == func.any(_numbers("reviews"))),
    )


def _note_change() -> Select[Any]:
    marks = _marks().subquery("marks")
    noting = insert(changes).from_select(
        ["mark", "changed_by"], select(marks.c.mark, func.pg_current_xact_id()).order_by(marks.c.mark)
    )
    marked = (
        noting.on_conflict_do_update(
            constraint=changes.primary_key,
            set_={"changed_by": noting.excluded.changed_by, "changed_at": func.clock_timestamp()},
        )
        .returning(changes.c.mark)
        .cte("marked")
    )
    listed = func.coalesce(func.string_agg(func.lpad(func.to_hex(marked.c.mark), 16, "0"), ""), "")
    payload = (
        select(case((func.count() > MOST_MARKS, literal(EVERYTHING)), else_=listed).label("payload"))
        .select_from(marked)
        .cte("noted")
    )
    return select(payload.c.payload, func.pg_notify(CHANNEL, payload.c.payload))


NOTE_CHANGE: Final = _note_change()
"""Marks what has changed and tells all who listen, once the transaction commits; its first column is what they hear.

The marks are locked, in ascending order, until then: no lock that another such transaction may hold is waited for
afterwards, so that they never wait for each other in a circle.
"""
