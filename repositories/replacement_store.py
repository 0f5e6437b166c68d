"""Answers of FindReplacement, in Postgres."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import ARRAY, Row, Text, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.known import StoredReplacement
from repositories.json_form import REPLACEMENT_ANSWER
from repositories.link_tables import replacements
from repositories.store_errors import store_errors

FIND: Final = select(
    replacements.c.digest,
    cast(replacements.c.answer, Text).label("answer"),
    replacements.c.checked_at,
    replacements.c.next_check_at,
    replacements.c.misses,
    replacements.c.generation,
).where(replacements.c.digest == func.any(bindparam("digests", type_=ARRAY(Text))))

_answer: Final = insert(replacements)
PUT: Final = _answer.on_conflict_do_update(
    constraint=replacements.primary_key,
    set_={column.name: _answer.excluded[column.name] for column in replacements.c if not column.primary_key},
)


class SqlReplacementStore:
    """The ReplacementStore of domain.ports."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._reading = engine
        self._writing = engine.execution_options(isolation_level="READ COMMITTED")

    async def find_replacement(self, digest: str) -> StoredReplacement | None:
        """The answer kept under this digest, fresh or not. Raises StoreUnavailable."""
        return (await self.find_replacements([digest])).get(digest)

    async def find_replacements(self, digests: Sequence[str]) -> Mapping[str, StoredReplacement]:
        """The answers kept under these digests, by one statement. Raises StoreUnavailable."""
        with store_errors():
            async with self._reading.connect() as connection:
                rows = (await connection.execute(FIND, {"digests": list(digests)})).all()
        return {row.digest: _stored(row) for row in rows}

    async def save_replacement(self, digest: str, provider: str, stored: StoredReplacement) -> None:
        """Keep an answer in the place of the one before. Raises StoreUnavailable."""
        written = {
            "digest": digest,
            "provider": provider,
            "answer": REPLACEMENT_ANSWER.write(stored.answer),
            "checked_at": stored.checked_at,
            "next_check_at": stored.next_check_at,
            "misses": stored.misses,
            "generation": stored.generation,
        }
        with store_errors():
            async with self._writing.begin() as connection:
                await connection.execute(PUT, written)


def _stored(row: Row[tuple[str, ...]]) -> StoredReplacement:
    return StoredReplacement(
        answer=REPLACEMENT_ANSWER.read(row.answer),
        checked_at=row.checked_at,
        next_check_at=row.next_check_at,
        misses=row.misses,
        generation=row.generation,
    )
