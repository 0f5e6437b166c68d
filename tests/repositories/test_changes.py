import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.keys import keys_of
from domain.reading import Reading
from repositories.catalog_import import import_file
from repositories.change_note import MOST_MARKS, NOTE_CHANGE, noted
from repositories.changes import MOST_REMEMBERED, Changes
from repositories.database import Database
from repositories.link_store import SqlLinkStore
from repositories.review_store import SqlReviewStore
from tests.repositories.learning import LANTERNS, NOON, a_link, a_no, learnt
from tests.repositories.reviewing import a_pin
from tests.repositories.test_link_store import WORDS_ONLY, asking
from tracklink.plugin import Track

pytestmark = pytest.mark.every_postgres
OTHER = Track(title="Harbour Lights", artists=("The Tidewater Choir",))
END_LISTENERS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
)


class Neighbour:
    """Another process on the same database, which listens."""

    def __init__(self, database: Database) -> None:
        self.changes = Changes(database.hot)
        self.news: asyncio.Queue[frozenset[int] | None] = asyncio.Queue()
        self.changes.subscribe(self.news.put_nowait)

    async def heard(self) -> frozenset[int] | None:
        """The next change that it hears of."""
        async with asyncio.timeout(10):
            return await self.news.get()


@pytest.fixture
async def neighbour(database: Database) -> AsyncIterator[Neighbour]:
    """One that listens already."""
    neighbour = Neighbour(database)
    listening = asyncio.create_task(neighbour.changes.listen())
    assert await neighbour.heard() is None
    yield neighbour
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening


async def reading_of(database: Database, track: Track) -> Reading:
    """By what the track is read."""
    return (await SqlLinkStore(database).find(asking(track))).reading


async def test_what_is_saved_is_heard_by_others(database: Database, neighbour: Neighbour) -> None:
    """A link or a "no" that a question earned concerns who asks the same, and nobody who asks for another track."""
    for answer in (a_link(LANTERNS), a_no(LANTERNS, "spotify")):
        own, other = await reading_of(database, LANTERNS), await reading_of(database, OTHER)
        before, before_here = neighbour.changes.heard, database.changes.heard
        await SqlLinkStore(database).save(learnt(LANTERNS, answer))
        assert not database.changes.stands(own.marks, before_here)
        await neighbour.heard()
        assert not neighbour.changes.stands(own.marks, before)
        assert neighbour.changes.stands(other.marks, before)


async def test_a_track_stated_anew_concerns_all_who_are_linked_to_it(database: Database, neighbour: Neighbour) -> None:
    """Other words that led to the same id change the answer of those that led there first."""
    await SqlLinkStore(database).save(learnt(LANTERNS, a_link(LANTERNS)))
    await neighbour.heard()
    reading, before = await reading_of(database, WORDS_ONLY), neighbour.changes.heard
    await SqlLinkStore(database).save(learnt(OTHER, a_link(OTHER)))
    await neighbour.heard()
    assert not neighbour.changes.stands(reading.marks, before)


async def test_a_judgement_is_heard_by_others(database: Database, neighbour: Neighbour) -> None:
    """Given, taken the place of, or taken back: it concerns who asks by any key that it was ever filed under."""
    store = SqlReviewStore(database)
    reading = await reading_of(database, LANTERNS)
    for judging in (
        store.put(a_pin(LANTERNS), keys_of(LANTERNS)),
        store.put(a_pin(WORDS_ONLY, "82"), keys_of(WORDS_ONLY)),
        store.clear(a_pin(WORDS_ONLY, "82").ref, keys_of(WORDS_ONLY), NOON),
    ):
        before = neighbour.changes.heard
        assert await judging
        await neighbour.heard()
        assert not neighbour.changes.stands(reading.marks, before)


async def test_an_import_concerns_everybody(database: Database, neighbour: Neighbour, tmp_path: Path) -> None:
    """Whatever was read before it."""
    reading, before = await reading_of(database, LANTERNS), neighbour.changes.heard
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "c-1", "title": "Harbour Lights"}')
    await asyncio.to_thread(import_file, database, "catalog", rows)
    await neighbour.heard()
    assert not neighbour.changes.stands(reading.marks, before)


async def test_more_marks_than_a_notification_holds_are_everything(database: Database, neighbour: Neighbour) -> None:
    """At the bound they are told one by one; beyond, nothing stands."""
    for count, told in ((MOST_MARKS, frozenset(range(-250, MOST_MARKS - 250))), (MOST_MARKS + 1, None)):
        async with database.transaction() as connection:
            await connection.execute(NOTE_CHANGE, noted(range(-250, count - 250)))
        assert await neighbour.heard() == told


async def note_and_fail(database: Database) -> None:
    """A transaction that raises after it has noted a change."""
    async with database.transaction() as connection:
        await connection.execute(NOTE_CHANGE, noted([1]))
        raise ZeroDivisionError


async def test_what_is_rolled_back_is_not_heard(database: Database, neighbour: Neighbour) -> None:
    """A transaction that fails has changed nothing."""
    with pytest.raises(ZeroDivisionError):
        await note_and_fail(database)
    async with database.transaction() as connection:
        await connection.execute(NOTE_CHANGE, noted([2]))
    assert await neighbour.heard() == {2}


async def test_a_lost_connection_makes_everything_uncertain(database: Database, neighbour: Neighbour) -> None:
    """When it is lost nothing read before stands, when it is back nothing read meanwhile; then it hears again."""
    before = neighbour.changes.heard
    async with database.engine.connect() as connection:
        await connection.execute(END_LISTENERS)
    assert await neighbour.heard() is None
    assert not neighbour.changes.listening
    assert not neighbour.changes.stands([1], before)
    meanwhile = neighbour.changes.heard
    assert await neighbour.heard() is None
    assert neighbour.changes.listening
    assert not neighbour.changes.stands([1], meanwhile)
    async with database.transaction() as connection:
        await connection.execute(NOTE_CHANGE, noted([7]))
    assert await neighbour.heard() == {7}


async def test_an_answer_older_than_all_that_is_remembered_is_given_up(database: Database) -> None:
    """Who read before the oldest change in memory cannot know whether it was theirs."""
    changes = database.changes
    for _ in range(MOST_REMEMBERED + 1):
        changes.hear("0" * 16)
    assert changes.stands([1], 1)
    assert not changes.stands([1], 0)
    assert not changes.stands([0], 1)
