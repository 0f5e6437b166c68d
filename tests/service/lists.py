"""A jukebox behind a real server, and one message of rows that are one list."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from repositories.database import Database
from service.wire.providers import KnownProviders
from tests.service.house import House
from tests.service.plugins import Jukebox, Shelf
from tests.service.running import USE_CASES, Running, serving
from tests.service.test_server_streams import sent
from tracklink.plugin import Candidate, Track, TrackRef
from tracklink.v1 import link_service_pb2 as link

NAME = "jukebox"
LANTERNS = Track(artists=("The Paper Lanterns",), album="Quayside")


def track(title: str, duration_ms: int | None = None, number: int | None = None, disc: int | None = None) -> Track:
    """One of an invented band's."""
    return replace(LANTERNS, title=title, duration_ms=duration_ms, track_number=number, disc_number=disc)


def offered(*tracks: Track) -> tuple[Candidate, ...]:
    """What the jukebox has, by the ids 1, 2, ..."""
    return tuple(Candidate(ref=TrackRef(NAME, str(place)), track=each) for place, each in enumerate(tracks, 1))


def message_of(asked: Track, dead_id: str = "") -> dict[str, object]:
    """The track as a caller states it."""
    stated = {
        "title": asked.title,
        "artists": asked.artists,
        "album": asked.album,
        "duration_ms": asked.duration_ms,
        "track_number": asked.track_number,
        "disc_number": asked.disc_number,
        "refs": [{"provider": NAME, "id": dead_id}] if dead_id else None,
    }
    return {name: value for name, value in stated.items() if value}


@dataclass
class Lists:
    """The server, the use cases behind it and what the jukebox is asked."""

    running: Running
    house: House
    jukebox: Jukebox

    async def results(
        self, *asked: Track, one_list: bool = True, **wishes: object
    ) -> list[link.LinkTracksResponse.Result]:
        """The results of one message, in the order of its rows."""
        rows = [
            {"key": f"{place}", "request": {"track": message_of(each), **wishes}} for place, each in enumerate(asked)
        ]
        stream = self.running.stub.LinkTracks(sent(link.LinkTracksRequest(rows=rows, one_list=one_list)))
        return sorted([r async for message in stream for r in message.results], key=lambda result: int(result.key))

    async def links(self, *asked: Track, one_list: bool = True, **wishes: object) -> list[link.ProviderLink]:
        """The jukebox's link for each row."""
        return [r.response.links[0] for r in await self.results(*asked, one_list=one_list, **wishes)]

    async def ids(self, *asked: Track, one_list: bool = True) -> list[str]:
        """The linked ids; empty where there is no link."""
        return [each.match.ref.id for each in await self.links(*asked, one_list=one_list)]

    async def replacements(
        self, *dead: tuple[str, Track], one_list: bool = True, **wishes: object
    ) -> list[link.FindReplacementResponse]:
        """The answers for tracks whose ids are gone."""
        rows = [
            {
                "key": f"{place}",
                "request": {"provider": NAME, "track": message_of(each, dead_id), "gone": True, **wishes},
            }
            for place, (dead_id, each) in enumerate(dead)
        ]

        async def asked() -> AsyncIterator[link.FindReplacementsRequest]:
            yield link.FindReplacementsRequest(rows=rows, one_list=one_list)

        stream = self.running.stub.FindReplacements(asked())
        results = [result async for message in stream for result in message.results]
        return [result.response for result in sorted(results, key=lambda result: int(result.key))]


@asynccontextmanager
async def lists(database: Database, folder: Path, *candidates: Candidate) -> AsyncIterator[Lists]:
    """A server over these candidates."""
    jukebox = Jukebox(NAME, *candidates)
    house = House(database, folder, {NAME: Shelf(jukebox)})  # type: ignore[dict-item]  # as the service asks it
    cases = replace(
        USE_CASES,
        link_track=house.link_track,
        recall_links=house.link_track.recall,
        find_replacement=house.find_replacement,
        recall_replacements=house.find_replacement.recall,
    )
    known = KnownProviders({NAME: jukebox.declaration}, frozenset({NAME}))
    async with serving(cases, known=known) as running:
        yield Lists(running, house, jukebox)
    await house.close()
