import json
import stat
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.playlists.remote.conftest import URL
from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists, track
from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.client import LinkTrackResponse, ProviderLink
from tracklink.playlists.remote.grant import REDIRECT_URI
from tracklink.playlists.remote.token_store import TokenStore


@pytest.fixture(name="fake")
def _fake(spotify: FakeSpotifyPlaylists) -> FakeSpotifyPlaylists:
    return spotify


def test_by_itself_a_repair_makes_a_playlist_of_the_replacements(tracklink: RunCli, fake: FakeSpotifyPlaylists) -> None:
    """For listening through: the playlist itself stays as it is, and each replacement comes once."""
    ended = tracklink("repair", URL, "--report", "report.json")
    made = next(id_ for id_ in fake.playlists if id_ != PLAYLIST)

    assert (ended.code, fake.ids(made), fake.names[made]) == (0, ["9"], "Quays: replacements")
    assert fake.ids() == ["a", "dead", "lost", "dead", "b"]
    assert "3 are gone, 2 have a replacement, 1 has none" in ended.err
    assert json.loads(Path("report.json").read_text())["summary"]["replaced"] == 2


def test_in_place_and_back(tracklink: RunCli, fake: FakeSpotifyPlaylists) -> None:
    """The replacements take the places of what is gone; undo brings it back, twice does no harm."""
    ended = tracklink("repair", PLAYLIST, "--provider", "spotify", "--in-place")
    after, undo_file = fake.ids(), f"spotify-{PLAYLIST}.undo.json"
    back = tracklink("undo", undo_file)
    undone = fake.ids()
    tracklink("undo", undo_file)

    assert (ended.code, after) == (0, ["a", "9", "lost", "9", "b"])
    assert f"tracklink undo {undo_file}" in ended.err
    assert (back.code, undone, fake.ids()) == (0, ["a", "dead", "lost", "dead", "b"], undone)


def test_a_dry_run_changes_nothing(tracklink: RunCli, fake: FakeSpotifyPlaylists, tmp_path: Path) -> None:
    """It prints the plan, and writes not even an undo file."""
    ended = tracklink("repair", URL, "--dry-run", "--in-place")

    assert (ended.code, fake.ids()[1], list(fake.playlists)) == (0, "dead", [PLAYLIST])
    assert "nothing was changed: 1 track would be replaced in place" in ended.err
    assert "Bett" in ended.out
    assert [path.name for path in tmp_path.iterdir()] == ["config"]


def test_a_token_that_ran_out_is_renewed_and_kept(tracklink: RunCli, fake: FakeSpotifyPlaylists) -> None:
    """By the refresh token; what is kept is the user's alone to read; no token is ever printed."""
    fake.tokens.clear()
    ended = tracklink("repair", URL, "--dry-run")
    store = TokenStore("spotify")

    assert ended.code == 0
    assert store.read()["access_token"] in fake.tokens
    assert store.read()["refresh_token"] == "refresh"
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700
    assert not any(token in ended.out + ended.err for token in (*fake.tokens, "refresh"))


def test_a_login_that_has_run_out_is_told_of(tracklink: RunCli, fake: FakeSpotifyPlaylists) -> None:
    """With the command that cures it, and nothing is changed."""
    fake.tokens.clear()
    fake.refresh_tokens.clear()
    refused = tracklink("repair", URL)
    tracklink("logout", "spotify")
    nobody = tracklink("repair", URL)

    assert (refused.code, nobody.code) == (1, 1)
    assert "refused the login (invalid_grant): run `tracklink login spotify`" in refused.err
    assert "nobody is logged in to spotify: run `tracklink login spotify`" in nobody.err


def test_login_goes_through_the_browser(
    tracklink: RunCli, fake: FakeSpotifyPlaylists, monkeypatch: pytest.MonkeyPatch, callback: str
) -> None:
    """With PKCE and no secret; what comes back under another state is not taken."""
    fake.refresh_tokens.add("")
    opened: list[dict[str, list[str]]] = []

    def browser(address: str) -> bool:
        asked = parse_qs(urlsplit(address).query)
        opened.append(asked)
        answer = {"code": "c0de", "state": asked["state"][0]}
        threading.Thread(target=httpx.get, args=(callback,), kwargs={"params": answer}).start()
        return True

    monkeypatch.setattr("webbrowser.open", browser)
    tracklink("logout", "spotify")
    ended = tracklink("login", "spotify")
    exchange = next(parse_qs(request.body.decode()) for request in fake.requests if request.path == fake.token_path)

    assert (ended.code, opened[0]["code_challenge_method"], opened[0]["redirect_uri"]) == (0, ["S256"], [REDIRECT_URI])
    assert (exchange["code"], len(exchange["code_verifier"][0]) >= 43) == (["c0de"], True)
    assert TokenStore("spotify").read()["access_token"] in fake.tokens


def test_a_transfer_keeps_order_and_duplicates(
    tracklink: RunCli, fake: FakeSpotifyPlaylists, servicer: SampleServicer, tmp_path: Path
) -> None:
    """What has no link stays behind and is told of, with the report that a review reads."""
    fake.playlists[PLAYLIST] = [track("1", "Bett"), track("2", "Bett"), track("3", "Unknown")]
    link = ProviderLink(provider="tidal", outcome=ProviderLink.OUTCOME_LINKED, match=match_of("t9", "Bett"))
    servicer.links["Bett"] = LinkTrackResponse(links=[link])
    ended = tracklink("transfer", URL, "--to", "tidal", "--dry-run", "--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text())

    assert ended.code == 1
    assert "2 of 3 entries were found on tidal; nothing was made" in ended.err
    assert [entry["outcome"] for entry in report["entries"]] == ["LINKED", "LINKED", "NOT_IN_CATALOG"]
    assert servicer.messages == [(3, True)]


def test_a_transfer_waits_for_whom_could_not_be_asked(
    tracklink: RunCli, fake: FakeSpotifyPlaylists, servicer: SampleServicer
) -> None:
    """A copy with holes would count as done: nothing is made, and the same command asks again."""
    TokenStore("tidal").write({"access_token": "good"})
    fake.playlists[PLAYLIST] = [track("1", "Bett"), track("2", "Decke")]
    link = ProviderLink(provider="tidal", outcome=ProviderLink.OUTCOME_LINKED, match=match_of("t9", "Bett"))
    busy = ProviderLink(provider="tidal", outcome=ProviderLink.OUTCOME_RATE_LIMITED, reason="tidal has no slot left")
    servicer.links |= {"Bett": LinkTrackResponse(links=[link]), "Decke": LinkTrackResponse(links=[busy])}
    ended = tracklink("transfer", URL, "--to", "tidal")

    assert ended.code == 1
    assert "1 could not be asked about just now; nothing was made: run it again" in ended.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["repair", "no-such-file.json"], "a file does not say of which service its ids are"),
        (["repair", "https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy"], "is no address of a playlist at spotify"),
        (["repair", "music.youtube.com/watch?v=abc", "--dry-run"], "is no address of a playlist at spotify, tidal"),
        (["repair", URL, "--in-place", "--title", "x"], "with --in-place there is no new playlist to name"),
        (["repair", URL, "--provider", "tidal"], "the address is spotify's"),
        (["repair", URL, "--out", "x.json"], "has --report and --undo-file"),
        (["repair", "https://www.deezer.com/playlist/1"], "playlists of deezer can be read only"),
        (["transfer", URL, "--to", "spotify", "--from", "tidal"], "the address is spotify's"),
        (["transfer", URL, "--to", "spotify"], "it is at spotify already"),
        (["transfer", "42", "--to", "spotify"], "'42' is no address of a playlist"),
        (["transfer", URL, "--to", "deezer"], "playlists of deezer can be read only"),
        (
            ["transfer", URL, "--to", "gramophone"],
            "gramophone has no playlists; those of spotify, tidal, youtube_music",
        ),
        (["repair", URL, "--market", "XX1"], "Invalid value for '--market': 'XX1' is no country: write an ISO 3166-1"),
        (["repair", URL, "--market", "ß"], "Invalid value for '--market': 'ß' is no country"),
        (["transfer", URL, "--to", "tidal", "--market", "DEU"], "Invalid value for '--market': 'DEU' is no country"),
        (["login", "gramophone"], "'gramophone' needs no login or has none"),
        (["undo", "none.json"], "cannot read none.json"),
        (["undo", "/dev/null"], "/dev/null is no undo file: name a file that stays"),
        (["repair", URL, "--undo-file", "/dev/null"], "/dev/null is no undo file: name a file that stays"),
    ],
)
def test_bad_usage_is_told(tracklink: RunCli, fake: FakeSpotifyPlaylists, arguments: list[str], sentence: str) -> None:
    """Before anything is asked of a service."""
    ended = tracklink(*arguments)

    assert (ended.code, fake.requests) == (2, [])
    assert sentence in ended.err
