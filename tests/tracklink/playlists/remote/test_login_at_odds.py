"""Logins that cannot be kept, or that are not what they should be."""

import stat
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.playlists.remote.conftest import URL
from tests.tracklink.playlists.remote.fake_spotify import FakeSpotifyPlaylists
from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.config_folder import config_folder
from tracklink.playlists.remote.token_store import TokenStore


@pytest.fixture
def no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration can be kept: a file stands in its way."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))


@pytest.mark.usefixtures("no_folder")
def test_a_login_that_cannot_be_kept_is_told_of() -> None:
    """In a sentence with the path; to log out where nothing can be is no error."""
    store = TokenStore("spotify")

    with pytest.raises(PlaylistError, match=r"cannot write .*spotify\.json"):
        store.write({"access_token": "good"})
    assert not store.remove()


@pytest.mark.usefixtures("spotify", "no_folder")
@pytest.mark.parametrize("provider", ["spotify", "youtube_music"])
def test_whether_a_login_can_be_kept_is_found_out_first(
    tracklink: RunCli, monkeypatch: pytest.MonkeyPatch, provider: str
) -> None:
    """Before the user goes through the browser."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    ended = tracklink("login", provider)

    assert (ended.code, opened, ended.err.count("\n")) == (2, [], 1)
    assert f"tokens/{provider}.json: Not a directory" in ended.err


def test_a_user_without_a_home_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the variables that name one."""

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setattr(Path, "home", homeless)

    with pytest.raises(PlaylistError, match="set HOME or XDG_CONFIG_HOME"):
        config_folder()


def test_a_login_that_others_could_read_is_closed_to_them(tracklink: RunCli, spotify: FakeSpotifyPlaylists) -> None:
    """As soon as it is used."""
    path = TokenStore("spotify").path
    path.chmod(0o644)

    assert (tracklink("repair", URL, "--dry-run").code, len(spotify.playlists)) == (0, 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.usefixtures("spotify")
@pytest.mark.parametrize("kept", ['{"access_token": "g\\u00f6\\u00f6d"}', '{"access_token": "go\\nod"}', "[" * 100_000])
def test_a_damaged_login_is_never_printed(tracklink: RunCli, kept: str) -> None:
    """It counts as run out."""
    TokenStore("spotify").path.write_text(kept)
    ended = tracklink("repair", URL, "--dry-run")

    assert ended.code == 1
    assert "`tracklink login spotify`" in ended.err
    assert not any(part in ended.err for part in ("Bearer", "g\u00f6", "go\n"))


@pytest.mark.parametrize(
    ("answer", "words"),
    [({"code": "c0de"}, "the browser came back from another login"), ({"error": "access_denied"}, "access_denied")],
)
def test_a_login_that_fails_in_the_browser_tells_why(
    tracklink: RunCli,
    spotify: FakeSpotifyPlaylists,
    monkeypatch: pytest.MonkeyPatch,
    callback: str,
    answer: dict[str, str],
    words: str,
) -> None:
    """And does not say there that it went well; no code is spent on it."""
    pages: list[str] = []

    def browser(address: str) -> bool:
        assert parse_qs(urlsplit(address).query)["state"] != ["another"]
        come_back = {**answer, "state": "another"}
        thread = threading.Thread(target=lambda: pages.append(httpx.get(callback, params=come_back).text))
        thread.start()
        return True

    monkeypatch.setattr("webbrowser.open", browser)
    ended = tracklink("login", "spotify")

    assert (ended.code, spotify.count(str(spotify.token_path))) == (1, 0)
    assert f"spotify did not let us in: {words}" in ended.err
    assert "logged in" not in "".join(pages)
