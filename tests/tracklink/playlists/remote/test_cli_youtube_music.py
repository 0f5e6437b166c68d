import io
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST as SPOTIFY_PLAYLIST
from tests.tracklink.playlists.remote.fake_spotify import FakeSpotifyPlaylists, track
from tests.tracklink.playlists.remote.fake_youtube_music import HEADERS, PLAYLIST, FakeYouTubeMusicPlaylists
from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.client import FindReplacementResponse, LinkTrackResponse, ProviderLink
from tracklink.playlists.remote.token_store import TokenStore

URL = f"https://music.youtube.com/playlist?list={PLAYLIST}&si=abc"
REPLACED = FindReplacementResponse.OUTCOME_REPLACED
BEFORE = ["a", "dead", "dead-lost", "dead", "b"]
AFTER = ["a", "9", "dead-lost", "9", "b"]


@pytest.fixture
def fake(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, servicer: SampleServicer
) -> Iterator[FakeYouTubeMusicPlaylists]:
    """A playlist of five, two entries of one dead track, whose replacement is `9`; the user is logged in."""
    servicer.replacements["dead"] = [FindReplacementResponse(outcome=REPLACED, replacement=match_of("9", "Bett"))]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with FakeYouTubeMusicPlaylists(*BEFORE) as service:
        monkeypatch.setenv("TRACKLINK_YOUTUBE_MUSIC_BASE_URL", service.base_url)
        TokenStore("youtube_music").write(HEADERS)
        yield service


def test_by_itself_a_repair_makes_a_playlist_of_the_replacements(
    tracklink: RunCli, fake: FakeYouTubeMusicPlaylists
) -> None:
    """For listening through; the playlist itself stays as it is."""
    ended = tracklink("repair", URL)
    made = next(id_ for id_ in fake.playlists if id_ != PLAYLIST)

    assert (ended.code, fake.ids(made), fake.playlists[made].title) == (0, ["9"], "Quays: replacements")
    assert fake.ids() == BEFORE
    assert f"https://music.youtube.com/playlist?list={made}" in ended.err


def test_in_place_and_back(tracklink: RunCli, fake: FakeYouTubeMusicPlaylists) -> None:
    """The replacements take the places of what is gone, and undo brings it back; a dry run does neither."""
    tracklink("repair", URL, "--in-place", "--dry-run")
    unchanged = fake.ids()
    ended = tracklink("repair", PLAYLIST, "--provider", "youtube_music", "--in-place")
    after = fake.ids()
    back = tracklink("undo", f"youtube_music-{PLAYLIST}.undo.json")

    assert (unchanged, ended.code, after) == (BEFORE, 0, AFTER)
    assert (back.code, fake.ids()) == (0, BEFORE)


@pytest.mark.parametrize("changes", range(5))
def test_the_same_command_goes_on_where_it_was_cut(
    tracklink: RunCli, fake: FakeYouTubeMusicPlaylists, changes: int
) -> None:
    """What was put in already is no longer offered as a replacement: the undo file tells of it."""
    fake.changes_left = changes
    cut = tracklink("repair", URL, "--in-place")
    fake.changes_left = None
    ended = tracklink("repair", URL, "--in-place")
    after = fake.ids()
    tracklink("undo", f"youtube_music-{PLAYLIST}.undo.json")

    assert "status 503" in cut.err
    assert "finished what was interrupted before in 'Quays'" in ended.err
    assert (after, fake.ids()) == (AFTER, BEFORE)


def test_a_strangers_playlist_is_repaired_into_one_of_the_users(
    tracklink: RunCli, fake: FakeYouTubeMusicPlaylists, servicer: SampleServicer
) -> None:
    """What is greyed out has no id there, and is asked about by its name; in place nothing can be done."""
    servicer.replacements[""] = servicer.replacements["dead"]
    fake.playlists[PLAYLIST].is_owned = False
    fake.playlists[PLAYLIST].rows[2:] = []
    ended = tracklink("repair", URL)
    made = next(id_ for id_ in fake.playlists if id_ != PLAYLIST)

    assert (ended.code, fake.ids(made)) == (0, ["9"])
    assert "'Quays' is somebody else's and cannot be changed" in tracklink("repair", URL, "--in-place").err


def test_a_playlist_of_another_service_goes_over(
    tracklink: RunCli,
    fake: FakeYouTubeMusicPlaylists,
    servicer: SampleServicer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """In its order, duplicates too; what has no link stays behind and is told of."""
    link = ProviderLink(provider="youtube_music", outcome=ProviderLink.OUTCOME_LINKED, match=match_of("v9", "Bett"))
    servicer.links["Bett"] = LinkTrackResponse(links=[link])
    TokenStore("spotify").write({"access_token": "good"})
    entries = [track("1", "Bett"), track("2", "Unknown"), track("1", "Bett")]
    with FakeSpotifyPlaylists(*entries) as spotify:
        monkeypatch.setenv("TRACKLINK_SPOTIFY_BASE_URL", spotify.base_url)
        url = f"https://open.spotify.com/playlist/{SPOTIFY_PLAYLIST}"
        ended = tracklink("transfer", url, "--to", "youtube_music")
    made = next(id_ for id_ in fake.playlists if id_ != PLAYLIST)

    assert (ended.code, fake.ids(made), fake.playlists[made].is_private) == (1, ["v9", "v9"], True)
    assert (tmp_path / f"spotify-{SPOTIFY_PLAYLIST}-to-youtube_music.undo.json").exists()


def test_login_takes_pasted_headers(
    tracklink: RunCli, fake: FakeYouTubeMusicPlaylists, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And keeps them for this user alone; they are never printed, and forgotten at the logout."""
    tracklink("logout", "youtube_music")
    nobody, asked = tracklink("repair", URL), list(fake.requests)
    pasted = (
        f"POST /youtubei/v1/browse HTTP/2\nHost: music.youtube.com\nCookie: {HEADERS['cookie']}\nX-Goog-AuthUser: 0\n"
    )
    monkeypatch.setattr("sys.stdin", io.StringIO(pasted))
    ended = tracklink("login", "youtube_music")
    store = TokenStore("youtube_music")
    kept = store.read()
    repaired = tracklink("repair", URL)
    tracklink("logout", "youtube_music")

    assert (nobody.code, ended.code, repaired.code, store.path.exists(), asked) == (1, 0, 0, False, [])
    assert "nobody is logged in to youtube_music: run `tracklink login youtube_music`" in nobody.err
    assert kept["cookie"] == HEADERS["cookie"]
    assert "s3cret" not in ended.out + ended.err + repaired.out + repaired.err


@pytest.mark.parametrize("pasted", ["", "-", "Cookie: SID=1\nX-Goog-AuthUser: 0", "Cookie: __Secure-3PAPISID=s3cret"])
def test_headers_of_nobody_are_refused(tracklink: RunCli, monkeypatch: pytest.MonkeyPatch, pasted: str) -> None:
    """With what is to be copied, and without what was pasted."""
    monkeypatch.setattr("sys.stdin", io.StringIO(pasted))
    ended = tracklink("login", "youtube_music")

    assert ended.code == 1
    assert "Cookie (with __Secure-3PAPISID) and X-Goog-AuthUser" in ended.err
    assert "s3cret" not in ended.err


def test_a_login_that_has_run_out_is_told_of(tracklink: RunCli, fake: FakeYouTubeMusicPlaylists) -> None:
    """With the command that cures it; what is kept is the user's alone to read."""
    fake.is_login_good = False
    ended = tracklink("repair", URL)

    assert ended.code == 1
    assert "does not take the login any more: run `tracklink login youtube_music`" in ended.err
    assert stat.S_IMODE(TokenStore("youtube_music").path.stat().st_mode) == 0o600
