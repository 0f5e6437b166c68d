"""Recordings, their links and the answers that were "no", in Postgres."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.known import Known, Learnt, Question
from repositories.hashed_key import hashed_keys
from repositories.json_form import KNOWN
from repositories.known_select import KNOWN_SELECT
from repositories.link_save import save_learnt
from repositories.saving import Saving, subject_of
from repositories.store_errors import store_errors


class SqlLinkStore:
    """The LinkStore of domain.ports: one statement reads, one transaction writes.

    Reading is quickest on an engine in AUTOCOMMIT, as Database's is.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._reading = engine
        self._writing = engine.execution_options(isolation_level="READ COMMITTED")

    async def find(self, question: Question) -> Known:
        """Everything that the question's keys propose. Raises StoreUnavailable."""
        parameters = {"keys": hashed_keys(question.keys), "subject": subject_of(question)}
        with store_errors():
            async with self._reading.connect() as connection:
                known: str = (await connection.execute(KNOWN_SELECT, parameters)).scalar_one()
        return KNOWN.read(known)

    async def save(self, learnt: Learnt) -> None:
        """Keep what one call learnt, all of it or nothing. Raises StoreUnavailable."""
        with store_errors():
            async with self._writing.begin() as connection:
                await save_learnt(connection, Saving(learnt))
