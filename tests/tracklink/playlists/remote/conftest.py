import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists, track
from tests.tracklink.playlists.remote.fake_youtube_music import HEADERS, FakeYouTubeMusicPlaylists
from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.client import FindReplacementResponse
from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.grant import REDIRECT_PORT, REDIRECT_URI
from tracklink.playlists.remote.patience import Patience
from tracklink.playlists.remote.token_store import TokenStore
from tracklink.playlists.remote.youtube_music import YouTubeMusic, open_service

URL = f"https://open.spotify.com/playlist/{PLAYLIST}?si=abc"
GONE = {"is_playable": False}
REPLACED = FindReplacementResponse.OUTCOME_REPLACED


@pytest.fixture
def spotify(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, servicer: SampleServicer
) -> Iterator[FakeSpotifyPlaylists]:
    """A playlist of five, two entries of one dead track, whose replacement is `9`; the user is logged in."""
    servicer.replacements["dead"] = [FindReplacementResponse(outcome=REPLACED, replacement=match_of("9", "Bett"))]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SPOTIFY_CLIENT_ID", "an-application")
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    entries = [track("a"), track("dead", **GONE), track("lost", **GONE), track("dead", **GONE), track("b")]
    with FakeSpotifyPlaylists(*entries) as service:
        monkeypatch.setenv("TRACKLINK_SPOTIFY_BASE_URL", service.base_url)
        monkeypatch.setenv("TRACKLINK_SPOTIFY_TOKEN_URL", str(service.token_url))
        TokenStore("spotify").write({"access_token": "good", "refresh_token": "refresh"})
        yield service


@pytest.fixture
def callback(monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the browser comes back to: at a port of this test's own, that logins at the same time do not meet."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setattr("tracklink.playlists.remote.login.REDIRECT_PORT", port)
    return REDIRECT_URI.replace(str(REDIRECT_PORT), str(port))


OpenYouTubeMusic = Callable[..., YouTubeMusic]


@pytest.fixture(autouse=True)
def _own_config(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing of these tests comes into the configuration of whoever runs them."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))


@pytest.fixture
def open_youtube_music(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[OpenYouTubeMusic]:
    """Opens the service for a user who is logged in, and closes it in the end."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    TokenStore("youtube_music").write(HEADERS)
    patience = Patience(lambda _: None)
    with ExitStack() as stack:

        def opened(fake: FakeYouTubeMusicPlaylists, timeout_seconds: float = 10.0) -> YouTubeMusic:
            access = Access(bearer=str, base_url=fake.base_url, timeout_seconds=timeout_seconds, patience=patience)
            return stack.enter_context(closing(open_service(access)))

        yield opened
