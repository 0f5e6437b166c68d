"""Commands that the user ends with Ctrl-C, and notes of edits that cannot be read."""

import signal
from pathlib import Path

import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.playlists.remote.conftest import URL
from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists
from tests.tracklink.playlists.remote.process import MOST_SECONDS, halted
from tracklink.playlists.remote.config_folder import config_folder

UNDO_FILE = "a folder/x.undo.json"
IN_PLACE = ("repair", URL, "--in-place", "--undo-file", UNDO_FILE)
NEW = ("repair", URL, "--undo-file", UNDO_FILE)


@pytest.mark.parametrize(
    ("command", "on", "told"),
    [
        (
            IN_PLACE,
            PLAYLIST,
            f"cut off half done: this command given again finishes it, `tracklink undo '{UNDO_FILE}'`",
        ),
        (NEW, "0*2", "'Quays: replacements' was begun: this command given again goes on with it"),
    ],
)
def test_an_interrupted_change_tells_how_to_go_on(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, command: tuple[str, ...], on: str, told: str
) -> None:
    """As one that fails does, in words that a shell takes; and so it does."""
    Path("a folder").mkdir()
    process = halted(spotify, int(command == IN_PLACE), *command, on=f"/v1/playlists/{on}/items")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=MOST_SECONDS)
    spotify.heal()
    again = tracklink(*command)

    assert (process.returncode, told in err) == (130, True)
    assert again.code == 0
    held = [spotify.ids(id_) for id_ in spotify.playlists]
    assert held == (
        [["a", "9", "lost", "9", "b"]] if command == IN_PLACE else [["a", "dead", "lost", "dead", "b"], ["9"]]
    )


def test_a_note_that_cannot_be_read_is_told_of(tracklink: RunCli, spotify: FakeSpotifyPlaylists) -> None:
    """With its path, and nothing is changed: an edit may be half done."""
    note = config_folder() / "edits" / f"spotify-{PLAYLIST}"
    note.parent.mkdir()
    note.write_bytes(b"\xff")
    ended = tracklink("repair", URL, "--in-place")

    assert (ended.code, spotify.ids()) == (2, ["a", "dead", "lost", "dead", "b"])
    assert f"cannot read {note}: mend its mode, or remove it" in ended.err
