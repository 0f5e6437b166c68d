from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.keys import keys_of
from domain.reading import Encoded, Reading, Repeatable
from repositories.answer_store import SLACK, SqlAnswerStore
from repositories.change_tables import changes
from repositories.database import Database
from repositories.encoded_tables import encoded_answers
from repositories.link_save import save_learnt
from repositories.link_store import SqlLinkStore
from repositories.review_store import SqlReviewStore
from repositories.saving import Saving
from tests.repositories.learning import LANTERNS, NOON, a_link, learnt
from tests.repositories.reviewing import a_ban
from tests.repositories.test_link_store import asking
from tracklink.plugin import Track

pytestmark = pytest.mark.every_postgres
DAY = timedelta(days=1)
DIGEST, OTHER_DIGEST = b"d" * 16, b"o" * 16
OTHER = Track(title="Harbour Lights", artists=("The Tidewater Choir",))


@pytest.fixture
def store(database: Database) -> SqlAnswerStore:
    """The store under contract; answers live a day at most."""
    return SqlAnswerStore(database, DAY)


async def read(database: Database, track: Track) -> Reading:
    """What an answer on the track would be made of."""
    return (await SqlLinkStore(database).find(asking(track))).reading


def made_of(reading: Reading, digest: bytes = DIGEST, *, until: datetime = NOON + 30 * DAY) -> Mapping[bytes, Encoded]:
    """An answer, as it is given to the store."""
    return {digest: Encoded(answer=b"\x00wire\xff", repeatable=Repeatable(until=until, reading=reading))}


async def found(store: SqlAnswerStore, now: datetime = NOON) -> list[bytes]:
    """The digests under which an answer stands."""
    return sorted(await store.find_answers([DIGEST, OTHER_DIGEST, b"?" * 16], now))


async def test_an_answer_comes_back_as_it_was_saved(store: SqlAnswerStore, database: Database) -> None:
    """With its marks, and the end that the store allows it; a newer one takes its place."""
    reading = await read(database, LANTERNS)
    await store.save_answers(made_of(reading, until=NOON + timedelta(hours=2)), NOON)
    (answer,) = (await store.find_answers([DIGEST], NOON)).values()
    assert (answer.answer, answer.repeatable.until) == (b"\x00wire\xff", NOON + timedelta(hours=2))
    assert answer.repeatable.reading.marks == reading.marks
    await store.save_answers(made_of(reading), NOON)
    (answer,) = (await store.find_answers([DIGEST], NOON)).values()
    assert answer.repeatable.until == NOON + DAY


async def test_an_answer_past_its_time_is_not_found(store: SqlAnswerStore, database: Database) -> None:
    """To the second."""
    await store.save_answers(made_of(await read(database, LANTERNS), until=NOON + timedelta(hours=1)), NOON)
    assert await found(store, NOON + timedelta(minutes=59)) == [DIGEST]
    assert await found(store, NOON + timedelta(hours=1)) == []


async def test_a_change_outdates_what_is_stored(store: SqlAnswerStore, database: Database) -> None:
    """A forbidden pair is not told again; answers about other tracks stand."""
    await store.save_answers(made_of(await read(database, LANTERNS)), NOON)
    await store.save_answers(made_of(await read(database, OTHER), OTHER_DIGEST), NOON)
    await SqlReviewStore(database).put(a_ban(LANTERNS), keys_of(LANTERNS))
    assert await found(store) == [OTHER_DIGEST]


async def test_an_answer_read_before_a_change_and_saved_after_it_never_stands(
    store: SqlAnswerStore, database: Database
) -> None:
    """One read after it does."""
    before = await read(database, LANTERNS)
    await SqlLinkStore(database).save(learnt(LANTERNS, a_link(LANTERNS)))
    await store.save_answers(made_of(before), NOON)
    assert await found(store) == []
    await store.save_answers(made_of(await read(database, LANTERNS)), NOON)
    assert await found(store) == [DIGEST]


async def test_a_change_under_way_while_an_answer_is_read_and_saved_outdates_it(
    store: SqlAnswerStore, database: Database
) -> None:
    """It stands until the change commits: neither waits for the other, and neither is lost."""
    async with database.transaction() as connection:
        await save_learnt(connection, Saving(learnt(LANTERNS, a_link(LANTERNS))))
        await store.save_answers(made_of(await read(database, LANTERNS)), NOON)
        assert await found(store) == [DIGEST]
    assert await found(store) == []


async def test_a_change_that_is_rolled_back_outdates_nothing(store: SqlAnswerStore, database: Database) -> None:
    """It never was."""
    await store.save_answers(made_of(await read(database, LANTERNS)), NOON)
    async with database.transaction() as connection:
        await save_learnt(connection, Saving(learnt(LANTERNS, a_link(LANTERNS))))
        await connection.rollback()
    assert await found(store) == [DIGEST]


async def test_old_answers_and_changes_are_forgotten(store: SqlAnswerStore, database: Database) -> None:
    """Answers past their time, and changes that no answer can be held against any more."""
    await store.save_answers(made_of(await read(database, LANTERNS), until=NOON), NOON - DAY)
    await SqlReviewStore(database).put(a_ban(OTHER), keys_of(OTHER))
    async with database.engine.connect() as connection:
        now = (await connection.execute(select(func.now()))).scalar_one()
        for later, left in ((DAY + SLACK - timedelta(hours=1), True), (DAY + SLACK + timedelta(hours=1), False)):
            await store.forget_old_answers(now + later)
            kept = (await connection.execute(select(func.count()).select_from(changes))).scalar_one()
            assert bool(kept) is left

        for seconds, left in ((-1, 1), (0, 0)):
            await store.forget_old_answers(NOON + timedelta(seconds=seconds))
            answers = select(func.count()).select_from(encoded_answers)
            assert (await connection.execute(answers)).scalar_one() == left
