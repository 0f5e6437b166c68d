"""A person's word while a provider is being asked: whoever asks after it is not told what came before it."""

import asyncio
from pathlib import Path

from domain.answer import LinkAnswer
from domain.replacement import ReplacementAnswer
from domain.review import ReviewAction, ReviewQuery
from repositories.database import Database
from tests.service.house import House
from tests.service.plugins import Jukebox, LiveShelf
from tracklink.plugin import Candidate, Track, TrackRef

TRACK = Track(title="Slow Ferry", artists=("Ines Varga",), duration_ms=214_000)
FORBIDDEN = TrackRef("deezer", "1")
FORBID = ReviewQuery(track=TRACK, ref=FORBIDDEN, action=ReviewAction.FORBID)


async def slow_house(database: Database, folder: Path) -> tuple[House, Jukebox]:
    """Its only provider has the track and answers when it is told to."""
    box = Jukebox("deezer", Candidate(ref=FORBIDDEN, track=TRACK))
    box.may_answer.clear()
    return House(database, folder, {"deezer": LiveShelf(box)}), box


async def forbidden_meanwhile(house: House, box: Jukebox) -> None:
    """Forbid the pair while the provider is at work, and let that answer a moment later."""
    await asyncio.to_thread(box.is_asked.wait, 10)
    house.clock.move(seconds=1)
    await house.review_link(FORBID)
    house.clock.move(seconds=1)
    asyncio.get_running_loop().call_later(0.05, box.may_answer.set)


async def test_a_link_forbidden_while_it_is_asked_for_is_not_told(database: Database, tmp_path: Path) -> None:
    """Neither to who asked before nor to who asked after, who share one question upstream."""
    house, box = await slow_house(database, tmp_path)

    async def ask() -> LinkAnswer:
        return await house.link(TRACK, providers=("deezer",))

    before = asyncio.create_task(ask())
    await forbidden_meanwhile(house, box)
    answers = [await ask(), await before]
    await house.close()
    assert [answer.links[0].match for answer in answers] == [None, None]


async def test_a_replacement_forbidden_while_it_is_asked_for_is_not_offered(database: Database, tmp_path: Path) -> None:
    """Likewise."""
    house, box = await slow_house(database, tmp_path)

    async def ask() -> ReplacementAnswer:
        return await house.replace(TRACK, provider="deezer", gone=True)

    before = asyncio.create_task(ask())
    await forbidden_meanwhile(house, box)
    answers = [await ask(), await before]
    await house.close()
    assert [answer.replacement for answer in answers] == [None, None]
    assert [answer.candidates for answer in answers] == [(), ()]
