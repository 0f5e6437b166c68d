"""Recordings, their links and the answers that were "no", in Postgres."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from domain.known import Known, Learnt, Question
from domain.reading import Reading
from repositories.change_note import IMPORTS, subject_mark
from repositories.compiled import Compiled
from repositories.database import Database
from repositories.hashed_key import hashed_keys
from repositories.json_form import KNOWN
from repositories.known_select import KNOWN_SELECT
from repositories.link_save import save_learnt
from repositories.new_save import save_new
from repositories.saving import Saving, subject_of
from repositories.store_errors import store_errors

READ: Final = Compiled(KNOWN_SELECT)
READ_AT_ONCE: Final = 20
"""Answers to many questions are taken apart in portions of so many, between which other calls get their turn."""


class SqlLinkStore:
    """The LinkStore of domain.ports: one statement reads, one transaction writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, question: Question) -> Known:
        """Everything that the question's keys propose. Raises StoreUnavailable."""
        (known,) = await self.find_many([question])
        return known

    async def find_many(self, questions: Sequence[Question]) -> Sequence[Known]:
        """The same for each of the questions, in their order, by one statement. Raises StoreUnavailable."""
        if not questions:
            return []
        heard = self._database.changes.heard
        keys = [hashed_keys(question.keys) for question in questions]
        subjects = [subject_of(question) for question in questions]
        lasts = list(accumulate(len(few) for few in keys))
        with store_errors():
            rows = await self._database.hot.rows(
                READ,
                keys=[key for few in keys for key in few],
                subjects=subjects,
                firsts=[last - len(few) + 1 for last, few in zip(lasts, keys, strict=True)],
                lasts=lasts,
            )
        known = await _read([text for text, _ in rows])
        return [
            replace(one, reading=Reading(marks=(*few, subject_mark(subject), IMPORTS), as_of=as_of, heard=heard))
            for one, few, subject, (_, as_of) in zip(known, keys, subjects, rows, strict=True)
        ]

    def stands(self, reading: Reading) -> bool:
        """Whether nothing of what was read is known, in this process, to have changed since."""
        return self._database.changes.stands(reading.marks, reading.heard)

    async def save(self, learnt: Learnt) -> None:
        """Keep what one call learnt, all of it or nothing. Raises StoreUnavailable."""
        saving = Saving(learnt)
        with store_errors():
            async with self._database.hot.transaction() as transaction:
                note = await save_new(transaction, saving)
            if note is None:
                async with self._database.transaction() as connection:
                    note = await save_learnt(connection, saving)
        self._database.changes.hear(note)


async def _read(texts: Sequence[str]) -> list[Known]:
    known: list[Known] = []
    for start in range(0, len(texts), READ_AT_ONCE):
        if start:
            await asyncio.sleep(0)
        known += [KNOWN.read(text) for text in texts[start : start + READ_AT_ONCE]]
    return known
