"""Two runs at once: on one playlist, and with one login."""

import stat
from pathlib import Path
from threading import Event

import pytest

from tests.providers.fake.exchange import Exchange, Reply, Request
from tests.tracklink.conftest import RunCli
from tests.tracklink.playlists.remote.conftest import URL
from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists, track
from tests.tracklink.playlists.remote.process import MOST_SECONDS, halted, kill, start
from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.lock import playlist_lock
from tracklink.playlists.remote.token_store import TokenStore

ITEMS = f"/v1/playlists/{PLAYLIST}/items"
UNDO_FILE = f"spotify-{PLAYLIST}.undo.json"


def test_a_second_run_on_a_playlist_is_sent_away(tracklink: RunCli, spotify: FakeSpotifyPlaylists) -> None:
    """It says what runs and what to do, asks nothing and changes nothing; a process that was killed locks nothing."""
    first = halted(spotify, 1, "repair", URL, "--in-place", on=ITEMS)
    entries, requests = spotify.ids(), len(spotify.requests)
    second = [
        tracklink("repair", URL, "--in-place"),
        tracklink("repair", URL),
        tracklink("undo", UNDO_FILE),
    ]
    told = f"`tracklink repair --in-place` (process {first.pid}) is at work on spotify-{PLAYLIST}: wait for its end"
    unchanged = (spotify.ids(), len(spotify.requests), list(spotify.playlists))
    was_alive = kill(first, spotify)

    assert [ended.code for ended in second] == [1, 1, 1]
    assert all(told in ended.err for ended in second)
    assert (was_alive, *unchanged) == (True, entries, requests, [PLAYLIST])
    assert tracklink("repair", URL, "--in-place").code == 0
    assert spotify.ids() == ["a", "9", "lost", "9", "b"]


@pytest.mark.usefixtures("spotify")
def test_a_dry_run_waits_for_nobody(tracklink: RunCli) -> None:
    """It changes nothing."""
    with playlist_lock(f"spotify-{PLAYLIST}", "`tracklink undo`"):
        assert tracklink("repair", URL, "--dry-run").code == 0
        assert tracklink("repair", URL).code == 1


def test_a_lock_that_cannot_be_had_is_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With its path; a name of any kind stays within its folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with playlist_lock("spotify-../../x", "`tracklink undo`"):
        assert [path.name for path in (tmp_path / "tracklink" / "locks").iterdir()] == ["spotify-..%2F..%2Fx"]
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))

    with pytest.raises(PlaylistError, match=r"cannot write .*locks/spotify-x"), playlist_lock("spotify-x", "t"):
        pass


class Rotating(FakeSpotifyPlaylists):
    """A refresh token is good once and comes with its successor; the first token is given when two are in want."""

    def __init__(self) -> None:
        super().__init__(track("a"))
        self.tokens.clear()
        self.refused = 0
        self.both_refused = Event()
        self.inject(self._wait_for_both, on=self.token_path)

    def answer(self, request: Request) -> Reply:
        """Count who comes with a token that has run out."""
        reply = super().answer(request)
        if request.path == self.token_path and reply.status == 200:
            self.refresh_tokens = {f"refresh{len(self.tokens)}"}
            return Reply.of_json(
                {"access_token": max(self.tokens), "refresh_token": min(self.refresh_tokens), "expires_in": 3600}
            )
        self.refused += reply.status == 401
        if self.refused == 2:
            self.both_refused.set()
        return reply

    def _wait_for_both(self, exchange: Exchange) -> None:
        self.both_refused.wait(MOST_SECONDS)
        exchange.send(exchange.reply)


def test_two_processes_renew_a_login_once(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The one that comes second takes what the first was given; what is kept stays the user's alone."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("SPOTIFY_CLIENT_ID", "an-application")
    store = TokenStore("spotify")
    store.write({"access_token": "good", "refresh_token": "refresh"})
    with Rotating() as fake:
        monkeypatch.setenv("TRACKLINK_SPOTIFY_BASE_URL", fake.base_url)
        monkeypatch.setenv("TRACKLINK_SPOTIFY_TOKEN_URL", str(fake.token_url))
        processes = [start("repair", URL, "--dry-run") for _ in range(2)]
        written = [process.communicate(timeout=MOST_SECONDS) for process in processes]

    assert server
    assert [process.returncode for process in processes] == [0, 0], written
    assert fake.count(fake.token_path) == 1
    assert store.read()["refresh_token"] in fake.refresh_tokens
    assert {stat.S_IMODE(path.stat().st_mode) for path in store.path.parent.iterdir()} == {0o600}
