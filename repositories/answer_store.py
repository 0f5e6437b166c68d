"""Answers as they go over the wire, in Postgres: read by one statement, and never told when what they say has changed.

A reading sees the changes of all transactions that its snapshot sees. An answer made of it stands as long as each of
its marks was changed last by one of these: so neither a change that committed while the answer was made, nor one that
commits after it was stored, leaves it standing, in whatever order they come.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    DateTime,
    LargeBinary,
    Select,
    Text,
    bindparam,
    cast,
    column,
    delete,
    exists,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from domain.reading import Encoded, Reading, Repeatable
from repositories.change_tables import Snapshot, changes
from repositories.compiled import Compiled
from repositories.database import Database
from repositories.encoded_tables import encoded_answers
from repositories.store_errors import store_errors

SLACK: Final = timedelta(days=1)
"""What was changed is remembered for so much longer than an answer lives: clocks differ, and transactions take time."""


def _find() -> Select[Any]:
    changed = exists().where(
        changes.c.mark == func.any(encoded_answers.c.marks),
        ~func.pg_visible_in_snapshot(changes.c.changed_by, encoded_answers.c.as_of),
    )
    return select(
        encoded_answers.c.digest,
        encoded_answers.c.answer,
        encoded_answers.c.marks,
        encoded_answers.c.expires_at,
    ).where(
        encoded_answers.c.digest == func.any(bindparam("digests", type_=ARRAY(LargeBinary))),
        encoded_answers.c.expires_at > bindparam("now", type_=DateTime(timezone=True)),
        ~changed,
    )


FIND: Final = Compiled(_find())

_answer: Final = insert(encoded_answers).values(
    digest=bindparam("digest"),
    answer=bindparam("answer"),
    marks=bindparam("marks", type_=ARRAY(BigInteger)),
    as_of=cast(bindparam("as_of", type_=Text), Snapshot),
    expires_at=bindparam("expires_at"),
)
PUT: Final = _answer.on_conflict_do_update(
    constraint=encoded_answers.primary_key,
    set_={column.name: _answer.excluded[column.name] for column in encoded_answers.c if not column.primary_key},
)
CLUSTER: Final = Compiled(select(column("system_identifier")).select_from(func.pg_control_system()))
CLUSTER_BYTES: Final = 8
FORGET_ANSWERS: Final = delete(encoded_answers).where(encoded_answers.c.expires_at <= bindparam("now"))
FORGET_CHANGES: Final = delete(changes).where(changes.c.changed_at < bindparam("before"))


class SqlAnswerStore:
    """The AnswerStore of domain.ports. `most_age` is how long an answer may live at most."""

    def __init__(self, database: Database, most_age: timedelta) -> None:
        self._database = database
        self._most_age = most_age
        self._cluster = b""

    async def find_answers(self, digests: Sequence[bytes], now: datetime) -> Mapping[bytes, Encoded]:
        """Those of the answers that stand, by their digests. Raises StoreUnavailable."""
        heard = self._database.changes.heard
        with store_errors():
            cluster = self._cluster or await self._name_cluster()
            own = [cluster + digest for digest in digests]
            rows = await self._database.hot.rows(FIND, binary=True, digests=own, now=now)
        return {
            digest[CLUSTER_BYTES:]: Encoded(
                answer=answer,
                repeatable=Repeatable(until=expires_at, reading=Reading(marks=tuple(marks), heard=heard)),
            )
            for digest, answer, marks, expires_at in rows
        }

    async def save_answers(self, answers: Mapping[bytes, Encoded], now: datetime) -> None:
        """Keep answers under their digests. Raises StoreUnavailable."""
        with store_errors():
            cluster = self._cluster or await self._name_cluster()
        rows = [
            {
                "digest": cluster + digest,
                "answer": encoded.answer,
                "marks": list(encoded.repeatable.reading.marks),
                "as_of": encoded.repeatable.reading.as_of,
                "expires_at": min(encoded.repeatable.until, now + self._most_age),
            }
            for digest, encoded in sorted(answers.items())
        ]
        with store_errors():
            async with self._database.transaction() as connection:
                await connection.execute(PUT, rows)

    async def forget_old_answers(self, now: datetime) -> None:
        """Forget answers past their time, and changes that no answer can be held against any more."""
        with store_errors():
            async with self._database.engine.connect() as connection:
                await connection.execute(FORGET_ANSWERS, {"now": now})
                await connection.execute(FORGET_CHANGES, {"before": now - self._most_age - SLACK})

    async def _name_cluster(self) -> bytes:
        """What tells this cluster from one that its tables were copied to, where transactions are counted anew."""
        ((name,),) = await self._database.hot.rows(CLUSTER)
        self._cluster = int(name).to_bytes(CLUSTER_BYTES, signed=True)
        return self._cluster
