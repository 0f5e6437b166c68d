"""Five made-up music services in one process, each with every track that can be numbered, 50 ms away.

What they answer is what the fakes of the tests answer about one track, with another number, words and ISRC put in its
place: real client libraries read it. Each notes when a question arrives; tokens and home pages are none.
"""

import asyncio
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from time import monotonic
from urllib.parse import unquote_plus

from providers.registry import PLUGINS
from tests.providers.fake import deezer, musicbrainz_xml, tidal, tidal_catalogue, youtube_music_answers
from tests.providers.fake.deezer import FakeDeezer
from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.musicbrainz import FakeMusicBrainz
from tests.providers.fake.service import FakeService
from tests.providers.fake.spotify import CLIENT_ID, CLIENT_SECRET, FakeSpotify, FakeTrack
from tests.providers.fake.spotify_tracks import stated
from tests.providers.fake.tidal import FakeTidal
from tests.providers.fake.youtube_music import FakeYouTubeMusic
from tracklink.plugin import Connection, Provider, Track

NAMES = ("deezer", "musicbrainz", "spotify", "tidal", "youtube_music")
DELAY_SECONDS = 0.05
SECRETS = {
    "SPOTIFY_CLIENT_ID": CLIENT_ID,
    "SPOTIFY_CLIENT_SECRET": CLIENT_SECRET,
    "TIDAL_CLIENT_ID": tidal.CLIENT_ID,
    "TIDAL_CLIENT_SECRET": tidal.CLIENT_SECRET,
}
TOKEN = json.dumps({"access_token": "made-up", "token_type": "Bearer", "expires_in": 86_400}).encode()

MODEL_WORD, MODEL_ISRC, MODEL_NUMBER = "Zzyxaloqux", "QZBCH1234567", "987654321"
SECONDS = 203
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


def word_of(number: int) -> str:
    """A word for each number below 343,000, and for no other: "Babafoqux"."""
    signs = [SYLLABLES[number // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(3)]
    return f"{''.join(signs)}qux".capitalize()


def number_of(word: str) -> int:
    """The number of a word."""
    signs = [word[place : place + 2].lower() for place in range(0, 6, 2)]
    return sum(SYLLABLES.index(sign) * len(SYLLABLES) ** place for place, sign in enumerate(signs))


def isrc_of(number: int) -> str:
    """The ISRC of a numbered track."""
    return f"QZBCH{number:07}"


def track_of(word: str) -> Track:
    """What a caller knows of the track with this word in its title."""
    return Track(title=f"{word} Weathervane", artists=(f"Ida {word}son",))


def fakes() -> dict[str, FakeService]:
    """The services of the tests, each with the model track."""
    model = track_of(MODEL_WORD)
    title, artist = model.title, model.artists[0]
    singer = deezer.artist(1, artist)
    facts = {"id": int(MODEL_NUMBER), "title": title, "title_short": title, "title_version": "", "isrc": MODEL_ISRC}
    sung = {**deezer.CALM, **facts, "duration": SECONDS, "artist": singer, "contributors": [singer]}
    mbid, length = f"dddddddd-0000-4000-8000-000{MODEL_NUMBER}", f"{SECONDS}000"
    recorded = musicbrainz_xml.Recording(
        id=mbid, title=title, artists=((artist, artist, ""),), length=length, isrcs=(MODEL_ISRC,)
    )
    sold = tidal_catalogue.track(MODEL_NUMBER, title, artists=[MODEL_NUMBER], isrc=MODEL_ISRC, duration=f"PT{SECONDS}S")
    streamed = FakeTrack(stated(title, artist, isrc=MODEL_ISRC, duration_ms=SECONDS * 1000))
    song = youtube_music_answers.Recording(
        id=f"wv{MODEL_NUMBER}", title=title, artists=((artist, "channel"),), clock="3:23", isrc=MODEL_ISRC
    )
    return {
        "deezer": FakeDeezer(tracks={int(MODEL_NUMBER): sung}),
        "musicbrainz": FakeMusicBrainz(recorded),
        "spotify": FakeSpotify({f"7weather0{MODEL_NUMBER}AAAA": streamed}),
        "tidal": FakeTidal([tidal_catalogue.artist(MODEL_NUMBER, artist), sold]),
        "youtube_music": FakeYouTubeMusic(song),
    }


def replies_of(name: str, fake: FakeService) -> dict[bool, Reply]:
    """What the service answers about the model track, by whether it is asked for its ISRC."""
    replies: dict[bool, Reply] = {}
    answer = fake.answer

    def noted(request: Request) -> Reply:
        reply = answer(request)
        if request.path not in {fake.token_path, "/"}:
            replies[MODEL_ISRC in unquote_plus(request.target)] = reply
        return reply

    fake.answer = noted  # type: ignore[method-assign]  # the fake is read from, and thrown away
    with fake:
        connection = Connection(base_url=fake.base_url, token_url=fake.token_url, secrets=SECRETS)
        provider: Provider = PLUGINS[name].open(connection)
        assert provider.search(track_of(MODEL_WORD), 25, None), name
        if name != "youtube_music":
            assert provider.lookup_isrc(MODEL_ISRC, None), name
    return replies


@dataclass
class ColdService:
    """One service: the paths that ask nothing, its replies, and when it was asked what."""

    aside: frozenset[str | None]
    replies: dict[bool, Reply]
    arrivals: list[float] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it ends."""
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                length = re.search(r"(?i)content-length: *(\d+)", head)
                body = await reader.readexactly(int(length[1])) if length else b""
                reply = await self._answer(head.split(" ", 2)[1], body.decode())
                writer.write(reply.head() + reply.body)

    async def _answer(self, target: str, body: str) -> Reply:
        if target.partition("?")[0] in self.aside:
            return Reply(TOKEN)
        self.arrivals.append(monotonic())
        await asyncio.sleep(DELAY_SECONDS)
        asked = f"{unquote_plus(target)} {body}"
        isrcs = re.findall(r"QZBCH(\d{7})", asked)
        numbers = [int(isrc) for isrc in isrcs] or [
            number_of(word) for word in re.findall(r"(?i)(\w{6})qux", asked)[:1]
        ]
        return self._told(self.replies[bool(isrcs)], numbers)

    def _told(self, model: Reply, numbers: list[int]) -> Reply:
        bodies = [_about(model.body.decode(), number) for number in numbers]
        return Reply((bodies[0] if len(bodies) == 1 else _joined(bodies)).encode(), content_type=model.content_type)


def _about(body: str, number: int) -> str:
    about = body.replace(MODEL_NUMBER, f"{100_000_000 + number}").replace(MODEL_WORD, word_of(number))
    return about.replace(MODEL_ISRC, isrc_of(number))


def _joined(bodies: Iterable[str]) -> str:
    """Several of Tidal's documents as one."""
    documents = [json.loads(body) for body in bodies]
    return json.dumps({part: [each for told in documents for each in told[part]] for part in ("data", "included")})


def serve_cold(pipe: Pipe) -> None:
    """Serve in a process of its own: sends {name: (base URL, token URL)}; told to stop, {name: times of arrival}."""
    asyncio.run(_serve(pipe))


async def _serve(pipe: Pipe) -> None:
    made, addresses, services = fakes(), {}, {}
    for name, fake in made.items():
        services[name] = ColdService(frozenset({fake.token_path, "/"}), replies_of(name, fake))
        server = await asyncio.start_server(services[name].serve, "127.0.0.1", 0)
        origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        addresses[name] = (origin + fake.base_path, origin + fake.token_path if fake.token_path else None)
    pipe.send(addresses)
    await asyncio.to_thread(pipe.recv)
    pipe.send({name: service.arrivals for name, service in services.items()})
