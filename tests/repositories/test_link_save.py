import asyncio
import random
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from domain.keys import question_of
from domain.known import Learnt
from domain.ports import LinkStore
from repositories.database import Database
from repositories.link_store import SqlLinkStore
from tests.repositories.counting import counted
from tests.repositories.learning import LANTERNS, a_link, a_no, learnt
from tracklink.plugin import Track

PROVIDERS = ("deezer", "spotify", "musicbrainz", "tidal")

pytestmark = pytest.mark.every_postgres


@pytest.fixture
def store(database: Database) -> LinkStore:
    """The store under contract."""
    return SqlLinkStore(database)


def anything(chance: random.Random) -> Learnt:
    """One of few questions, with answers in any order that lead to one of few ids."""
    track = Track(title=f"Track {chance.randint(1, 6)}", isrcs=(f"I{chance.randint(1, 4)}",) * chance.randint(0, 1))
    names = chance.sample(PROVIDERS, chance.randint(1, 4))
    linked = [a_link(track, name, str(chance.randint(1, 5))) for name in names if chance.random() < 0.7]
    refused = set(names) - {link.provider for link in linked}
    return learnt(track, *linked, *(a_no(track, name) for name in refused))


async def test_a_save_that_fails_midway_leaves_nothing(store: LinkStore, database: Database) -> None:
    """Links are written before noes; a "no" that cannot be written takes them back, be the question new or known."""
    broken = replace(a_no(LANTERNS, "spotify"), misses=2**40)
    with pytest.raises(psycopg.DataError):
        await store.save(learnt(LANTERNS, a_link(LANTERNS), broken))
    assert set((await counted(database)).values()) == {0}
    await store.save(learnt(LANTERNS, a_link(LANTERNS)))
    before = await counted(database)
    with pytest.raises(DBAPIError):
        await store.save(learnt(LANTERNS, a_link(LANTERNS, "tidal", "t1"), broken))
    assert await counted(database) == before


async def test_what_is_new_and_what_is_known_leave_the_same_rows(store: LinkStore, database: Database) -> None:
    """A question that says no word of what is stored is saved by another statement than one that does."""
    answers = (a_link(LANTERNS), a_link(LANTERNS, "spotify", "s\0\ud800"), a_no(LANTERNS, "tidal", market="DE"))
    rows = []
    for _ in range(2):
        await store.save(learnt(LANTERNS, *answers, market="DE"))
        rows.append((await counted(database), await store.find(question_of(LANTERNS, "DE"))))
    assert rows[0] == rows[1]


async def test_saves_of_the_same_at_once_leave_one(store: LinkStore, database: Database) -> None:
    """They take turns: no deadlock, no second recording."""
    answers = (a_link(LANTERNS), a_link(LANTERNS, "spotify", "s1"), a_no(LANTERNS, "tidal"))
    await asyncio.gather(*(store.save(learnt(LANTERNS, *answers)) for _ in range(12)))
    assert len((await store.find(question_of(LANTERNS, None))).links) == 2
    assert (await counted(database))["recording"] == 1


async def test_saves_that_cross_do_not_wait_in_a_circle(store: LinkStore, database: Database) -> None:
    """Whatever recordings they share, split or empty; and each recording left has a link."""
    chance = random.Random(5)  # noqa: S311 - a repeatable order, no secret
    for _ in range(4):
        await asyncio.gather(*(store.save(anything(chance)) for _ in range(50)))
    rows = await counted(database)
    assert 0 < rows["recording"] <= rows["link"]
