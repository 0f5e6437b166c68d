"""Commands killed at every moment, as processes of their own, between a real server and services with playlists."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.providers.fake.service import FakeService
from tests.providers.fake.spotify import CLIENT_ID, CLIENT_SECRET, FakeSpotify, FakeTrack
from tests.providers.fake.spotify_tracks import stated
from tests.providers.fake.youtube_music import FakeYouTubeMusic
from tests.providers.fake.youtube_music_answers import Recording
from tests.service.started import started
from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists, track
from tests.tracklink.playlists.remote.fake_youtube_music import HEADERS, FakeYouTubeMusicPlaylists
from tests.tracklink.playlists.remote.process import halted, kill, run
from tracklink.cli import main
from tracklink.playlists.remote.token_store import TokenStore
from tracklink.playlists.remote.undo import Undo

URL = f"https://open.spotify.com/playlist/{PLAYLIST}"
ARTIST = "Mira Vale"
TITLES = {"amber": "Amber Anchor", "brazen": "Brazen Bellows", "copper": "Copper Causeway"}
BEFORE = ["plays", "dead-amber", "dead-brazen", "dead-amber", "local", "dead-copper"]


def _id(name: str) -> str:
    """Of 22 letters and digits, as Spotify's are."""
    return "1" + name.replace("-", "").ljust(21, "A")


def _item(name: str) -> dict[str, Any]:
    """An entry; `dead-amber` is a dead track with the title of `amber`."""
    if name == "local":
        return {"added_at": None, "is_local": True, "item": {"id": None, "name": "tape.mp3", "type": "track"}}
    key = name.removeprefix("dead-")
    more = {"artists": [{"name": ARTIST}], "duration_ms": 245_333, "external_ids": {}}
    return track(_id(name), TITLES.get(key, "Playing"), is_playable=not name.startswith("dead"), **more)


@dataclass
class Scene:
    """A user with a playlist at Spotify and an account at YouTube Music."""

    spotify: FakeSpotifyPlaylists
    youtube: FakeYouTubeMusicPlaylists

    def state(self) -> list[list[str]]:
        """What every playlist holds."""
        return [service.ids(id_) for service in (self.spotify, self.youtube) for id_ in service.playlists]


@dataclass(frozen=True)
class Command:
    """A command, the service that it changes, what goes before it, and its undo file."""

    arguments: Sequence[str]
    undo_file: str
    changed: Callable[[Scene], FakeService]
    first: Sequence[Sequence[str]] = ()


IN_PLACE = ("repair", URL, "--in-place")
EDIT_FILE = f"spotify-{PLAYLIST}.undo.json"
COMMANDS = {
    "in place": Command(IN_PLACE, EDIT_FILE, lambda scene: scene.spotify),
    "publish": Command(("repair", URL), f"spotify-{PLAYLIST}-replacements.undo.json", lambda scene: scene.spotify),
    "undo": Command(("undo", EDIT_FILE), EDIT_FILE, lambda scene: scene.spotify, first=[IN_PLACE]),
    "transfer": Command(
        ("transfer", URL, "--to", "youtube_music"),
        f"spotify-{PLAYLIST}-to-youtube_music.undo.json",
        lambda scene: scene.youtube,
    ),
}


@pytest.fixture
def house(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server whose Spotify and YouTube Music have a living copy of each track."""
    copies = {_id(name): FakeTrack(stated(title, ARTIST)) for name, title in TITLES.items()}
    recordings = [
        Recording(id=name.ljust(11, "A"), title=title, artists=((ARTIST, "channel"),), clock="4:05")
        for name, title in TITLES.items()
    ]
    with FakeSpotify(copies) as spotify, FakeYouTubeMusic(*recordings) as youtube:
        settings = {"SPOTIFY_CLIENT_ID": CLIENT_ID, "SPOTIFY_CLIENT_SECRET": CLIENT_SECRET}
        for name, service in (("SPOTIFY", spotify), ("YOUTUBE_MUSIC", youtube)):
            settings[f"TRACKLINKD_PROVIDERS__{name}__BASE_URL"] = service.base_url
            settings[f"TRACKLINKD_PROVIDERS__{name}__QUOTA_REQUESTS"] = "1000"
            settings[f"TRACKLINKD_PROVIDERS__{name}__QUOTA_PERIOD_SECONDS"] = "1"
        settings["TRACKLINKD_PROVIDERS__SPOTIFY__TOKEN_URL"] = str(spotify.token_url)
        with started(tmp_path, DATABASE_URL=database_url, **settings) as server:
            monkeypatch.setenv("TRACKLINK_SERVER", server.address)
            yield


@contextmanager
def _scene(folder: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Iterator[Scene]:
    """A fresh one, in a folder of its own, in which has been done what goes before the command."""
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    TokenStore("spotify").write({"access_token": "good"})
    TokenStore("youtube_music").write(HEADERS)
    with ExitStack() as stack:
        spotify = stack.enter_context(FakeSpotifyPlaylists(*map(_item, BEFORE)))
        youtube = stack.enter_context(FakeYouTubeMusicPlaylists())
        monkeypatch.setenv("TRACKLINK_SPOTIFY_BASE_URL", spotify.base_url)
        monkeypatch.setenv("TRACKLINK_YOUTUBE_MUSIC_BASE_URL", youtube.base_url)
        for arguments in command.first:
            code, err = run(*arguments)
            assert code == 0, err
        yield Scene(spotify, youtube)


def _end(scene: Scene, command: Command) -> tuple[object, ...]:
    """The playlists, and what the undo file says but for what is the service's to name."""
    undo = Undo.read(Path(command.undo_file))
    assert (undo.is_finished, undo.under_way) == (True, None)
    return scene.state(), list(undo.before), list(undo.added), undo.substitutions, len(undo.ours)


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_command_given_again_ends_as_if_it_had_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, first: int
) -> None:
    """After whichever request it was killed: nothing is doubled, no empty playlist stays, the undo file is whole."""
    command = COMMANDS[name]
    with _scene(tmp_path / "whole", monkeypatch, command) as scene:
        _, err = run(*command.arguments)
        whole = _end(scene, command)
    for moment in count(first, 2):
        with _scene(tmp_path / f"killed {moment}", monkeypatch, command) as scene:
            service = command.changed(scene)
            if not kill(halted(service, moment, *command.arguments), service):
                break
            told = run(*command.arguments)
            assert (moment, _end(scene, command)) == (moment, whole), told
    assert moment > first, err


@pytest.mark.usefixtures("house")
def test_killed_commands_come_to_their_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of their changes, one command after the other."""
    moments = {"publish": 3, "in place": 5, "undo": 12, "transfer": 0}
    with _scene(tmp_path / "killed", monkeypatch, COMMANDS["in place"]) as scene:
        states = []
        for name, moment in moments.items():
            command = COMMANDS[name]
            service = command.changed(scene)
            was_killed = kill(halted(service, moment, *command.arguments), service)
            with pytest.raises(SystemExit) as end:
                main(command.arguments)
            assert (end.value.code, was_killed) == (int(name == "transfer"), True), name
            _end(scene, command)
            states.append(scene.state())

    before = [_id(name) if name != "local" else "" for name in BEFORE]
    repaired = [_id(name.removeprefix("dead-")) if name != "local" else "" for name in BEFORE]
    published = [_id(name) for name in TITLES]
    copied = [name.ljust(11, "A") for name in ("amber", "brazen", "amber", "copper")]
    assert states == [
        [before, published, []],
        [repaired, published, []],
        [before, published, []],
        [before, published, [], copied],
    ]
