"""One row per quota, one statement per request: the pace that all processes keep together.

The row holds the times of the newest slots, taken or promised, by the clock of Postgres alone. The next slot is
one period after the oldest of as many as the quota allows, so that no period ever sees more; while callers wait,
slots are spread evenly, so that processes that ask in turn are served in turn. This is the generic cell rate
algorithm with a burst that is paid for within the same period: a quota of one request is its plain form.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Engine,
    Integer,
    Interval,
    bindparam,
    case,
    extract,
    func,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, array, insert
from sqlalchemy.sql.dml import ReturningInsert

from repositories.compiled import Compiled
from repositories.quota_tables import request_slots
from repositories.thread_connections import ThreadConnections
from tracklink.plugin import Quota

MOST_AT_ONCE: Final = 10
"""A larger quota is given out in equal portions of at most as many: 50 in 5 s as 10 in 1 s. The row stays small,
and the first of several processes cannot take all."""
MARGIN: Final = 1.03
"""Periods are this much longer than the service says, because requests arrive a little earlier or later than sent."""

SLOTS: Final = ARRAY(DateTime(timezone=True))
_slots = request_slots.c.slots
_newest = _slots[1]
_now = func.clock_timestamp(type_=DateTime(timezone=True))
_at_once = bindparam("at_once", type_=Integer)
_period = bindparam("period", type_=Interval)


def _next_slot() -> ColumnElement[object]:
    """A period after the oldest of a full portion, and behind those who wait; where neither is, now."""
    behind = case((_newest > _now, _newest + bindparam("interval", type_=Interval)))
    return func.greatest(_now, _slots[_at_once] + _period, behind)


def _reservation() -> ReturningInsert[float]:
    """Take a slot unless it is too far away; the lock on the row lets the askers in one after the other."""
    return (
        insert(request_slots)
        .values(name=bindparam("name"), slots=array([_now]))
        .on_conflict_do_update(
            constraint=request_slots.primary_key,
            set_={"slots": func.array_prepend(_next_slot(), _slots, type_=SLOTS)[1:_at_once]},
            where=_next_slot() <= _now + bindparam("max_wait", type_=Interval),
        )
        .returning(extract("epoch", _newest - _now))
    )


RESERVE: Final = Compiled(_reservation())
_slot = func.unnest(_slots).table_valued("at").render_derived(name="slot")
TAKEN: Final = Compiled(
    select(func.count())
    .select_from(request_slots.join(_slot, true()))
    .where(request_slots.c.name == bindparam("name"), _slot.c.at > _now - _period)
)


class SqlQuotaStore:
    """The QuotaStore of domain.ports."""

    def __init__(self, engine: Engine) -> None:
        self._connections = ThreadConnections(engine)

    def reserve(self, name: str, quota: Quota, max_wait_seconds: float) -> float | None:
        """Take the next slot: the seconds to wait for it, or None when it is too far away. Raises StoreUnavailable."""
        portion, interval = portion_of(quota)
        asked = {
            "name": name,
            "at_once": portion,
            "period": portion * interval,
            "interval": interval,
            "max_wait": timedelta(seconds=max_wait_seconds),
        }
        rows = self._connections.rows(RESERVE, **asked)
        return max(0.0, float(rows[0][0])) if rows else None

    def remaining(self, name: str, quota: Quota) -> int:
        """How many slots could be used at once now, at most a portion. Raises StoreUnavailable."""
        portion, interval = portion_of(quota)
        ((taken,),) = self._connections.rows(TAKEN, name=name, period=portion * interval)
        return max(0, portion - int(taken))


def portion_of(quota: Quota) -> tuple[int, timedelta]:
    """The largest equal share of the quota that may be used at once, and the even time from slot to slot."""
    portion = max(count for count in range(1, MOST_AT_ONCE + 1) if quota.requests % count == 0)
    return portion, timedelta(seconds=quota.interval_seconds * MARGIN)
