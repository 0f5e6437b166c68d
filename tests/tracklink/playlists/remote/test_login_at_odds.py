"""Logins that cannot be kept, and that two processes renew at once."""

from pathlib import Path

import pytest

from tests.providers.fake.exchange import Reply, Request
from tests.tracklink.playlists.remote.fake_spotify import FakeSpotifyPlaylists
from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.login import bearer_of
from tracklink.playlists.remote.token_store import TokenStore


class Overtaken(FakeSpotifyPlaylists):
    """Another process renews the login while this one asks, and the refresh token is good once."""

    def answer(self, request: Request) -> Reply:
        """Refused: the token was used just before."""
        TokenStore("spotify").write({"access_token": "newer", "refresh_token": "rotated"})
        self.refresh_tokens.clear()
        return super().answer(request)


def test_a_login_that_another_process_renewed_is_good(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its token is taken instead of sending the user to log in again."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("SPOTIFY_CLIENT_ID", "an-application")
    with Overtaken() as fake:
        monkeypatch.setenv("TRACKLINK_SPOTIFY_TOKEN_URL", str(fake.token_url))
        TokenStore("spotify").write({"access_token": "old", "refresh_token": "refresh"})

        assert bearer_of("spotify")("old") == "newer"
    assert TokenStore("spotify").read()["refresh_token"] == "rotated"


def test_a_login_that_cannot_be_kept_is_told_of(tmp_path: Path) -> None:
    """In a sentence with the path; to log out where nothing can be is no error."""
    (tmp_path / "file").touch()
    store = TokenStore("spotify", tmp_path / "file")

    with pytest.raises(PlaylistError, match=r"cannot write .*spotify\.json"):
        store.write({"access_token": "good"})
    assert not store.remove()
