"""Commands that meet what they cannot do, and find it out before anything is asked."""

import json
from pathlib import Path

import pytest

from tests.providers.fake import fault
from tests.tracklink.conftest import RunCli
from tests.tracklink.playlists.remote.conftest import URL
from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists, track
from tests.tracklink.playlists.remote.fake_youtube_music import PLAYLIST as YOUTUBE_PLAYLIST
from tests.tracklink.playlists.remote.fake_youtube_music import FakeYouTubeMusicPlaylists
from tests.tracklink.playlists.remote.process import halted, kill
from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.client import LinkTrackResponse, ProviderLink
from tracklink.playlists.remote.token_store import TokenStore
from tracklink.playlists.remote.undo import Undo

ITEMS = f"/v1/playlists/{PLAYLIST}/items"
UNDO_FILE = f"spotify-{PLAYLIST}.undo.json"


@pytest.mark.parametrize("flag", ["--report", "--undo-file"])
@pytest.mark.parametrize("path", ["none/x.json", "a-file/x.json", "a-folder", "x" * 300])
@pytest.mark.parametrize("command", [["repair"], ["repair", "--in-place"], ["transfer", "--to", "tidal"]])
def test_a_file_that_cannot_be_written_is_told_of_at_once(  # what is combined
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, servicer: SampleServicer, command: list[str], flag: str, path: str
) -> None:
    """Not after everything was asked."""
    TokenStore("tidal").write({"access_token": "good"})
    Path("a-file").touch()
    Path("a-folder").mkdir()
    ended = tracklink(*command, URL, flag, path)

    assert (ended.code, spotify.requests, servicer.asked) == (2, [], [])
    assert f"cannot write {path}" in ended.err


def test_an_undo_file_of_something_else_is_told_of_at_once(tracklink: RunCli, spotify: FakeSpotifyPlaylists) -> None:
    """Of another playlist, or none at all."""
    Undo(kind="in_place", provider="tidal", playlist_id="p9").write(Path("other.json"))
    Path("none.json").write_text("{")
    commands = [("repair", URL), ("repair", URL, "--in-place"), ("transfer", URL, "--to", "youtube_music")]
    other = [tracklink(*command, "--undo-file", "other.json") for command in commands]
    none = [tracklink(*command, "--undo-file", "none.json") for command in commands]

    assert ({ended.code for ended in (*other, *none)}, spotify.requests) == ({2}, [])
    assert all("other.json tells of another playlist" in ended.err for ended in other)
    assert all("none.json is no undo file" in ended.err for ended in none)


def test_a_half_done_edit_is_told_of(tracklink: RunCli, spotify: FakeSpotifyPlaylists) -> None:
    """By every run that does not finish it, with what does and what takes it back; an edit elsewhere is refused."""
    kill(halted(spotify, 1, "repair", URL, "--in-place", on=ITEMS), spotify)
    half_done = spotify.ids()
    dry = tracklink("repair", URL, "--in-place", "--dry-run")
    default = tracklink("repair", URL)
    elsewhere = tracklink("repair", URL, "--in-place", "--undo-file", "elsewhere.json")
    told = (
        f"was cut off half done: `tracklink repair {PLAYLIST} --provider spotify "
        f"--in-place --undo-file {UNDO_FILE}` finishes it, `tracklink undo {UNDO_FILE}` takes it back"
    )

    assert half_done == ["a", "dead", "lost", "9", "dead", "b"]
    assert all(told in ended.err for ended in (dry, default, elsewhere))
    assert "is at work or was cut off half done" in dry.err
    assert (elsewhere.code, spotify.ids()) == (2, half_done)
    finished = tracklink("repair", PLAYLIST, "--provider", "spotify", "--in-place", "--undo-file", UNDO_FILE)
    assert (finished.code, spotify.ids()) == (0, ["a", "9", "lost", "9", "b"])


def test_a_half_done_edit_is_known_in_every_folder(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun anew there, it would put in other replacements beside those that are in already."""
    kill(halted(spotify, 1, "repair", URL, "--in-place", on=ITEMS), spotify)
    half_done = spotify.ids()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    refused = tracklink("repair", URL, "--in-place")
    unchanged = spotify.ids()
    finished = tracklink("repair", URL, "--in-place", "--undo-file", tmp_path / UNDO_FILE)
    again = tracklink("repair", URL, "--dry-run")

    assert (refused.code, unchanged, finished.code) == (2, half_done, 0)
    assert f"--undo-file {tmp_path / UNDO_FILE}` finishes it" in refused.err
    assert spotify.ids() == ["a", "9", "lost", "9", "b"]
    assert "half done" not in again.err


def test_what_is_greyed_out_without_an_id_goes_over_by_its_words(
    tracklink: RunCli, servicer: SampleServicer, spotify: FakeSpotifyPlaylists, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a stranger's playlist at YouTube Music; one without a title is told of with its reason."""
    link = ProviderLink(provider="spotify", outcome=ProviderLink.OUTCOME_LINKED, match=match_of("s9", "Bett"))
    servicer.links["Bett"] = LinkTrackResponse(links=[link])
    with FakeYouTubeMusicPlaylists() as youtube:
        youtube.put("dead1", title="Bett")
        youtube.put("dead2", title="", artist="", album="")
        youtube.playlists[YOUTUBE_PLAYLIST].is_owned = False
        monkeypatch.setenv("TRACKLINK_YOUTUBE_MUSIC_BASE_URL", youtube.base_url)
        address = f"https://music.youtube.com/playlist?list={YOUTUBE_PLAYLIST}"
        ended = tracklink("transfer", address, "--to", "spotify", "--report", "report.json")
    entries = json.loads(Path("report.json").read_text())["entries"]
    made = next(id_ for id_ in spotify.playlists if id_ != PLAYLIST)

    assert (ended.code, spotify.ids(made)) == (1, ["s9"])
    assert [entry["outcome"] for entry in entries] == ["LINKED", "NOT_A_TRACK"]
    assert entries[1]["reason"] == "it is greyed out, without an id and a title"
    assert entries[1]["reason"] in ended.out


@pytest.mark.parametrize(
    ("command", "undo_file"),
    [
        (["repair"], f"spotify-{PLAYLIST}-replacements.undo.json"),
        (["repair", "--in-place"], f"./{UNDO_FILE}"),
        (["transfer", "--to", "tidal"], f"spotify-{PLAYLIST}-to-tidal.undo.json"),
    ],
)
def test_the_report_is_not_the_undo_file(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, command: list[str], undo_file: str
) -> None:
    """It would be the end of the way back."""
    ended = tracklink(*command, URL, "--report", undo_file)

    assert (ended.code, spotify.requests, Path(undo_file).exists()) == (2, [], False)
    assert "give the report a file of its own" in ended.err


@pytest.mark.parametrize("command", [["repair"], ["transfer", "--to", "tidal"]])
def test_a_report_in_the_place_of_a_link_that_leads_nowhere(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, command: list[str]
) -> None:
    """Also in a circle: it takes that place."""
    Path("circle").symlink_to("circle")
    ended = tracklink(*command, URL, "--dry-run", "--report", "circle")

    assert (ended.code, list(spotify.playlists)) == (int(command[0] == "transfer"), [PLAYLIST])
    assert json.loads(Path("circle").read_text())["summary"]["entries"] == 5


def test_somebody_elses_playlist_is_not_edited(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, servicer: SampleServicer
) -> None:
    """That is told before anything is asked; a playlist of the replacements can be had."""
    spotify.owners[PLAYLIST] = "bob"
    refused = tracklink("repair", URL, "--in-place")
    asked = list(servicer.asked)
    default = tracklink("repair", URL)

    assert (refused.code, asked, default.code) == (1, [], 0)
    assert "'Quays' is somebody else's and cannot be changed: without --in-place its" in refused.err
    assert not Path(UNDO_FILE).exists()


@pytest.mark.parametrize("status", [412, 429, 502])
def test_an_edit_that_is_cut_off_tells_how_to_go_on(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, status: int
) -> None:
    """With what finishes it and what takes it back; a service that asks for hours is told of with its seconds."""
    spotify.inject(lambda exchange: exchange.send(exchange.reply), times=2, on=ITEMS)
    spotify.inject(fault.status(status, {"Retry-After": "3600"}), on=ITEMS)
    ended = tracklink("repair", URL, "--in-place")
    spotify.heal()
    told = f"cut off half done: this command given again finishes it, `tracklink undo {UNDO_FILE}` takes it back"

    assert (ended.code, told in ended.err) == (1, True)
    assert (status == 429) == ("spotify was asked too often: try again in 3600 seconds" in ended.err)
    assert tracklink("repair", URL, "--in-place").code == 0
    assert spotify.ids() == ["a", "9", "lost", "9", "b"]


def test_a_new_playlist_that_is_cut_off_tells_how_to_go_on(tracklink: RunCli, spotify: FakeSpotifyPlaylists) -> None:
    """The same command again goes on with it."""
    spotify.inject(fault.status(502), on=r"/v1/playlists/0*2/items")
    ended = tracklink("repair", URL)
    spotify.heal()

    assert (ended.code, tracklink("repair", URL).code) == (1, 0)
    assert "'Quays: replacements' was begun: this command given again goes on with it" in ended.err
    assert (len(spotify.playlists), spotify.ids(list(spotify.playlists)[1])) == (2, ["9"])


def test_a_wait_is_told_of_once(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in a pipe: nothing else would tell that the command is alive."""
    monkeypatch.setattr("tracklink.playlists.remote.patience.FIRST_SECONDS", 0.001)
    spotify.inject(fault.status(429), times=3, on=ITEMS)
    ended = tracklink("repair", URL, "--dry-run")

    assert ended.code == 0
    assert ended.err.count("tracklink: spotify asks for patience: waiting 1 s\n") == 1


class Restless(FakeSpotifyPlaylists):
    """Somebody edits the playlist so many times while it is read."""

    edits = 0

    def _page(self, playlist: str, request: object) -> object:  # type: ignore[override]
        if self.edits:
            self.edits -= 1
            self.playlists[playlist].append(track("late"))
            self.change()
        return super()._page(playlist, request)  # type: ignore[arg-type]


@pytest.mark.parametrize(("edits", "code"), [(4, 0), (5, 1)])
def test_a_playlist_that_is_edited_while_it_is_read_is_read_again(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, monkeypatch: pytest.MonkeyPatch, edits: int, code: int
) -> None:
    """Until it holds still, at most five times; then it is told of."""
    with Restless(*spotify.playlists[PLAYLIST]) as restless:
        restless.edits = edits
        monkeypatch.setenv("TRACKLINK_SPOTIFY_BASE_URL", restless.base_url)
        ended = tracklink("repair", URL, "--dry-run")
        readings = restless.count(ITEMS)

    assert (ended.code, readings) == (code, 5)
    assert ("of 9 entries" if code == 0 else "was changed each of the 5 times that it was read") in ended.err
