import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.known import StoredReplacement
from domain.ports import ReplacementStore
from domain.replacement import ReplacementAnswer, ReplacementOutcome
from repositories.database import Database
from repositories.replacement_store import SqlReplacementStore
from tests.repositories.learning import LANTERNS, NOON, a_link

MATCH = a_link(LANTERNS).match
ANSWER = ReplacementAnswer(
    outcome=ReplacementOutcome.REPLACED,
    replacement=MATCH,
    candidates=(MATCH,) if MATCH else (),
    reason="The same ISRC.",
)
STORED = StoredReplacement(
    answer=ANSWER, checked_at=NOON, next_check_at=NOON + timedelta(days=14), misses=0, generation=4
)

pytestmark = pytest.mark.every_postgres


@pytest.fixture
def store(database: Database) -> ReplacementStore:
    """The store under contract."""
    return SqlReplacementStore(database.engine)


async def test_an_answer_comes_back_as_it_was_saved(store: ReplacementStore) -> None:
    """The ladder with its evidence, the times, misses and generation, under its digest only."""
    await store.save_replacement("d1", "deezer", STORED)
    assert await store.find_replacement("d1") == STORED
    assert await store.find_replacement("d2") is None


async def test_the_newest_answer_takes_the_place_of_the_one_before(store: ReplacementStore) -> None:
    """Whatever kinds of answer they are."""
    nothing = ReplacementAnswer(outcome=ReplacementOutcome.NOT_FOUND, reason="Nothing like it.")
    newer = replace(STORED, answer=nothing, misses=2, generation=5, checked_at=NOON + timedelta(days=1))
    await store.save_replacement("d1", "deezer", STORED)
    await store.save_replacement("d1", "deezer", newer)
    assert await store.find_replacement("d1") == newer


async def test_answers_saved_at_once_leave_one(store: ReplacementStore) -> None:
    """Concurrent saves under one digest neither fail nor mix."""
    answers = [replace(STORED, misses=number, generation=number) for number in range(12)]
    await asyncio.gather(*(store.save_replacement("d1", "deezer", answer) for answer in answers))
    assert await store.find_replacement("d1") in answers
