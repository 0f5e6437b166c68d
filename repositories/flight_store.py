"""Which questions are being asked upstream by any process: leases, each taken, renewed and let go by one statement.

Every statement locks rows in the order of their keys, so that no two wait for each other in a circle.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from sqlalchemy import ARRAY, BigInteger, DateTime, Interval, Text, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from repositories.compiled import Compiled
from repositories.database import Database
from repositories.flight_tables import flights
from repositories.hashed_key import hashed_key
from repositories.store_errors import store_errors

_now = func.clock_timestamp(type_=DateTime(timezone=True))
_keys = bindparam("keys", type_=ARRAY(BigInteger))
_holder = bindparam("by", type_=Text)
_until = _now + bindparam("lease", type_=Interval)

_claimed: Final = insert(flights).from_select(["key", "holder", "until"], select(func.unnest(_keys), _holder, _until))
_claim: Final = _claimed.on_conflict_do_update(
    constraint=flights.primary_key,
    set_={"holder": _claimed.excluded.holder, "until": _claimed.excluded.until},
    where=or_(flights.c.until < _now, flights.c.holder == _claimed.excluded.holder),
)
_own: Final = (
    select(flights.c.key)
    .where(flights.c.key == func.any(_keys), flights.c.holder == _holder)
    .order_by(flights.c.key)
    .with_for_update()
    .cte("own")
)
_is_own: Final = flights.c.key.in_(select(_own.c.key))

CLAIM: Final = Compiled(_claim.returning(flights.c.key))
RENEW: Final = Compiled(update(flights).where(_is_own).values(until=_until).returning(flights.c.key))
RELEASE: Final = Compiled(delete(flights).where(_is_own).returning(flights.c.key))
UNDER_WAY: Final = Compiled(select(flights.c.key).where(flights.c.key == func.any(_keys), flights.c.until >= _now))
FORGET: Final = Compiled(delete(flights).where(flights.c.until < _now).returning(flights.c.key))


class SqlFlightStore:
    """The FlightStore of domain.ports. Each of its statements may be run twice, as the hot connections ask for."""

    def __init__(self, database: Database) -> None:
        self._hot = database.hot

    async def claim(self, keys: Collection[str], holder: str, lease: timedelta) -> frozenset[str]:
        """Take those that nobody else holds: which ones these were. Raises StoreUnavailable."""
        return await self._named(CLAIM, keys, by=holder, lease=lease)

    async def renew(self, keys: Collection[str], holder: str, lease: timedelta) -> None:
        """Hold on to those that this holder has. Raises StoreUnavailable."""
        await self._named(RENEW, keys, by=holder, lease=lease)

    async def release(self, keys: Collection[str], holder: str) -> None:
        """Let go of those that this holder has. Raises StoreUnavailable."""
        await self._named(RELEASE, keys, by=holder)

    async def under_way(self, keys: Collection[str]) -> frozenset[str]:
        """Those that somebody alive holds. Raises StoreUnavailable."""
        return await self._named(UNDER_WAY, keys)

    async def forget_dead(self) -> None:
        """Remove what processes left behind that ended without letting go. Raises StoreUnavailable."""
        with store_errors():
            await self._hot.rows(FORGET)

    async def _named(self, statement: Compiled, keys: Collection[str], **bound: object) -> frozenset[str]:
        """Those of the keys whose rows the statement returns."""
        by_hash = {hashed_key(key): key for key in keys}
        with store_errors():
            rows = await self._hot.rows(statement, binary=False, keys=sorted(by_hash), **bound)
        return frozenset(by_hash[number] for (number,) in rows)
