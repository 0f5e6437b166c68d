import json
from pathlib import Path

import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.client import FindReplacementResponse

FLAGS = ("--provider", "catalog")


@pytest.fixture
def playlist(tmp_path: Path, servicer: SampleServicer) -> Path:
    """A playlist of three, one of them gone with a replacement, one gone without."""
    servicer.replacements["5"] = [FindReplacementResponse(outcome=1, replacement=match_of("9", "Bett"))]
    path = tmp_path / "playlist.json"
    path.write_text('[{"id": 1}, {"name": "Bett", "id": 5, "available": false}, {"id": 6, "available": false}]')
    return path


def test_repair_writes_beside_the_playlist(tracklink: RunCli, playlist: Path) -> None:
    """The playlist itself is untouched; the table tells of each gone entry; the summary goes to stderr."""
    before = playlist.read_text()
    ended = tracklink("repair", playlist, *FLAGS)
    repaired = playlist.with_name("playlist.repaired.json")

    assert (ended.code, playlist.read_text()) == (0, before)
    assert [entry["id"] for entry in json.loads(repaired.read_text())] == [1, 9, 6]
    assert ended.out.splitlines()[1].split("  ")[0] == "2"
    assert "nothing near is playable on catalog" in ended.out.splitlines()[2]
    assert "of 3 entries 2 were gone, 1 replaced, 1 without a replacement, 0 could not be asked about" in ended.err


def test_repairing_the_output_again_changes_no_byte(tracklink: RunCli, playlist: Path, tmp_path: Path) -> None:
    """The second run finds nothing for what is left, says so with exit 1, and writes the same."""
    once, twice = tmp_path / "once.json", tmp_path / "twice.json"
    tracklink("repair", playlist, *FLAGS, "--out", once)
    ended = tracklink("repair", once, *FLAGS, "--out", twice)

    assert ended.code == 1
    assert once.read_bytes() == twice.read_bytes()


def test_in_place_and_report(tracklink: RunCli, playlist: Path, tmp_path: Path) -> None:
    """Told so, repair writes over the playlist; the report is a file of its own, the same each time."""
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    tracklink("repair", playlist, *FLAGS, "--out", tmp_path / "other.json", "--report", first)
    tracklink("repair", playlist, *FLAGS, "--in-place", "--report", second)

    assert json.loads(playlist.read_text())[1]["id"] == 9
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text())["summary"]["replaced"] == 1


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["--out", "{playlist}"], "say --in-place to write over it"),
        (["--report", "{playlist}"], "give the report a file of its own"),
        (["--out", "{folder}"], "it is a folder"),
        (["--out", "{folder}/nowhere/a.json"], "there is no folder"),
        (["--out", "a.json", "--in-place"], "it goes against --in-place"),
        (["--jobs", "0"], "--jobs"),
        (["--market", "XX"], "tracklink: --market: XX is no country"),
        (["--provider", "radio"], "tracklink: --provider: radio is not known"),
    ],
)
def test_wrong_use_writes_nothing(tracklink: RunCli, playlist: Path, flags: list[str], sentence: str) -> None:
    """Exit 2, a sentence, and no file more than before."""
    named = [flag.format(playlist=playlist, folder=playlist.parent) for flag in flags]
    ended = tracklink("repair", playlist, *FLAGS, *named)

    assert ended.code == 2
    assert sentence in ended.err
    assert "--ref" not in ended.err
    assert [path.name for path in playlist.parent.iterdir()] == ["playlist.json"]


def test_a_broken_playlist_and_a_missing_server(tracklink: RunCli, playlist: Path) -> None:
    """Either is one sentence; nothing is written."""
    lost = tracklink("repair", playlist, *FLAGS, "--server", "127.0.0.1:1")
    playlist.write_text("[{")
    broken = tracklink("repair", playlist, *FLAGS)

    assert (lost.code, lost.err.count("\n")) == (1, 1)
    assert (broken.code, broken.err.count("\n")) == (2, 1)
    assert len(list(playlist.parent.iterdir())) == 1


@pytest.mark.parametrize("command", [["repair", *FLAGS], ["link-file"], ["review"]])
def test_a_link_that_leads_in_a_circle_is_told(tracklink: RunCli, tmp_path: Path, command: list[str]) -> None:
    """In one sentence, whatever is to be read."""
    path = tmp_path / "circle.csv"
    path.symlink_to(path)
    ended = tracklink(command[0], path, *command[1:])

    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert f"cannot read {path}: Too many levels of symbolic links" in ended.err


def test_what_was_answered_is_kept_when_the_server_goes_away(
    tracklink: RunCli, playlist: Path, servicer: SampleServicer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Playlist and report are written whole; what has no answer says so, and another run asks about that alone."""
    monkeypatch.setattr("tracklink.client.patience.FIRST_PAUSE_SECONDS", 0.0)
    servicer.replacements_left = 1
    report = playlist.with_name("report.json")
    ended = tracklink("repair", playlist, *FLAGS, "--in-place", "--report", report)
    entries, told = json.loads(playlist.read_text()), json.loads(report.read_text())
    servicer.replacements_left, servicer.asked = -1, []
    tracklink("repair", playlist, *FLAGS, "--in-place")

    reason = "The server went away: the server is shutting down."
    assert (ended.code, [entry["id"] for entry in entries]) == (1, [1, 9, 6])
    assert entries[2]["unreplaced"] == {"outcome": "UNAVAILABLE", "reason": reason}
    assert (told["entries"][2]["outcome"], told["entries"][2]["reason"]) == ("UNAVAILABLE", reason)
    assert (told["summary"]["replaced"], told["summary"]["failed"]) == (1, 1)
    assert "shutting down; what was answered is kept: run it again for the rest" in ended.err
    assert [asked.track.refs[0].id for asked in servicer.asked] == ["6"]
    assert "unreplaced" in json.loads(playlist.read_text())[2]


def test_a_provider_that_fails_is_exit_1(tracklink: RunCli, playlist: Path, servicer: SampleServicer) -> None:
    """Though another entry was replaced: somebody has to run it again."""
    servicer.replacements["6"] = [FindReplacementResponse(outcome=9, reason="catalog lacks imported tracks")]
    ended = tracklink("repair", playlist, *FLAGS)

    assert ended.code == 1
    assert "1 replaced, 0 without a replacement, 1 could not be asked about" in ended.err


def test_nothing_gone_is_nothing_to_do(tracklink: RunCli, playlist: Path) -> None:
    """A healthy playlist is written out as it is: no table, exit 0."""
    playlist.write_text('[ {"id":1} ]')
    ended = tracklink("repair", playlist, *FLAGS)

    assert (ended.code, ended.out) == (0, "")
    assert "of 1 entry 0 were gone, 0 replaced" in ended.err
    assert playlist.with_name("playlist.repaired.json").read_text() == '[ {"id":1} ]'
