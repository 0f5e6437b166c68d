"""Five made-up services that all have one track, and the use cases over them: real clients, guards and quotas."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from providers.reach import Reach
from providers.registry import Stores, build_sources
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database
from repositories.quota_store import SqlQuotaStore
from tests.providers.fake import deezer, musicbrainz_xml, tidal, tidal_catalogue, youtube_music_answers
from tests.providers.fake.deezer import FakeDeezer
from tests.providers.fake.musicbrainz import FakeMusicBrainz
from tests.providers.fake.service import FakeService
from tests.providers.fake.spotify import CLIENT_ID, CLIENT_SECRET, FakeSpotify, FakeTrack
from tests.providers.fake.spotify_tracks import stated
from tests.providers.fake.tidal import FakeTidal
from tests.providers.fake.youtube_music import FakeYouTubeMusic
from tests.service.house import House
from tracklink.plugin import Quota, Track

TITLE, ARTIST, ISRC, SECONDS = "Copper Weathervane", "Ida Falk", "QZTST2100077", 203
ASKED = Track(title=TITLE, artists=(ARTIST,))
NAMES = ("deezer", "musicbrainz", "spotify", "tidal", "youtube_music")
MBID = "dddddddd-0000-4000-8000-000000000001"
PLENTY = Quota(requests=1_000, period_seconds=1)
CREDENTIALS = {
    "SPOTIFY_CLIENT_ID": CLIENT_ID,
    "SPOTIFY_CLIENT_SECRET": CLIENT_SECRET,
    "TIDAL_CLIENT_ID": tidal.CLIENT_ID,
    "TIDAL_CLIENT_SECRET": tidal.CLIENT_SECRET,
}


def _deezer() -> FakeService:
    falk = deezer.artist(1, ARTIST)
    facts = {"id": 1, "title": TITLE, "title_short": TITLE, "title_version": "", "isrc": ISRC, "duration": SECONDS}
    return FakeDeezer(tracks={1: {**deezer.CALM, **facts, "artist": falk, "contributors": [falk]}})


def _musicbrainz() -> FakeService:
    credit = ((ARTIST, ARTIST, ""),)
    length = f"{SECONDS}000"
    return FakeMusicBrainz(
        musicbrainz_xml.Recording(id=MBID, title=TITLE, artists=credit, length=length, isrcs=(ISRC,))
    )


def _spotify() -> FakeService:
    return FakeSpotify(
        {"7weathervaneAAAAAAAAAA": FakeTrack(stated(TITLE, ARTIST, isrc=ISRC, duration_ms=SECONDS * 1000))}
    )


def _tidal() -> FakeService:
    track = tidal_catalogue.track("7", TITLE, artists=["1"], isrc=ISRC, duration=f"PT{SECONDS}S")
    return FakeTidal([tidal_catalogue.artist("1", ARTIST), track])


def _youtube_music() -> FakeService:
    return FakeYouTubeMusic(
        youtube_music_answers.Recording(
            id="weathervane", title=TITLE, artists=((ARTIST, "channel"),), clock="3:23", isrc=ISRC
        )
    )


@dataclass
class Five:
    """The services by name, and a house over them."""

    services: dict[str, FakeService]
    house: House

    def questions(self) -> dict[str, int]:
        """How many requests each service's catalogue has had."""
        return {name: len(service.questions) for name, service in self.services.items()}


@asynccontextmanager
async def five(database: Database, folder: Path, timeout_seconds: float = 5.0) -> AsyncIterator[Five]:
    """All of them open, each behind its guard, with quota to spare."""
    with ExitStack() as stack:
        made = {"deezer": _deezer(), "musicbrainz": _musicbrainz(), "spotify": _spotify(), "tidal": _tidal()}
        services = {
            name: stack.enter_context(fake) for name, fake in (made | {"youtube_music": _youtube_music()}).items()
        }
        reaches = {
            name: Reach(base_url=fake.base_url, token_url=fake.token_url, timeout_seconds=timeout_seconds, quota=PLENTY)
            for name, fake in services.items()
        }
        stores = Stores(SqlCatalogStore(database.sync_engine), SqlQuotaStore(database.sync_engine))
        requests: Counter[str] = Counter()
        sources = build_sources(stores, reaches, CREDENTIALS, lambda name, outcome, _: requests.update([name, outcome]))
        house = House(database, folder, sources)
        yield Five(services, house)
        await house.close()
