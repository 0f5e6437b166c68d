"""Repairs at a service in which nobody could say anything of some entries."""

from pathlib import Path

import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.playlists.remote.conftest import REPLACED, URL
from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists
from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.client import FindReplacementResponse

TOLD = "1 could not be asked about; nothing was made: run it again"


def _answer(servicer: SampleServicer, outcome: str) -> None:
    servicer.replacements["lost"] = [FindReplacementResponse(outcome=f"OUTCOME_{outcome}", reason="spotify is away")]


@pytest.mark.parametrize("outcome", ["PROVIDER_UNAVAILABLE", "RATE_LIMITED", "TIMED_OUT"])
def test_a_new_playlist_waits_for_whom_could_not_be_asked(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, servicer: SampleServicer, outcome: str
) -> None:
    """A part of it would count as done, and the next run make a second one; the next run makes the whole."""
    _answer(servicer, outcome)
    waiting = tracklink("repair", URL, "--report", "report.json")
    none = (list(spotify.playlists), list(Path().glob("*.undo.json")))
    servicer.replacements["lost"] = [FindReplacementResponse(outcome=REPLACED, replacement=match_of("8", "Decke"))]
    whole = tracklink("repair", URL)

    assert (waiting.code, none, whole.code) == (1, ([PLAYLIST], []), 0)
    assert TOLD in waiting.err
    assert Path("report.json").exists()
    assert [spotify.ids(made) for made in spotify.playlists if made != PLAYLIST] == [["9", "8"]]


def test_a_new_playlist_waits_for_a_server_that_went_away(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, servicer: SampleServicer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the midst of its answers."""
    monkeypatch.setattr("tracklink.client.patience.FIRST_PAUSE_SECONDS", 0.0)
    servicer.replacements_left = 1
    ended = tracklink("repair", URL)

    assert (ended.code, list(spotify.playlists)) == (1, [PLAYLIST])
    assert TOLD in ended.err


def test_what_nobody_will_ever_say_keeps_no_playlist_from_being_made(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, servicer: SampleServicer
) -> None:
    """A setting that is missing would be so at the next run, too."""
    _answer(servicer, "NOT_CONFIGURED")
    ended = tracklink("repair", URL)

    assert ended.code == 1
    assert [spotify.ids(made) for made in spotify.playlists if made != PLAYLIST] == [["9"]]


def test_an_edit_in_place_goes_on_with_what_was_answered(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, servicer: SampleServicer
) -> None:
    """The next run does the rest in the same playlist."""
    _answer(servicer, "RATE_LIMITED")
    ended = tracklink("repair", URL, "--in-place")

    assert (ended.code, spotify.ids()) == (1, ["a", "9", "lost", "9", "b"])
    assert "1 could not be asked about; 'Quays' was changed" in ended.err
