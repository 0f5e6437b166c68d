"""Undoing a repair of a playlist in which somebody has been busy since."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracklink.conftest import RunCli
from tests.tracklink.playlists.remote.conftest import URL
from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists, track
from tests.tracklink.playlists.remote.shelf import Shelf
from tracklink.playlists.remote.change import Undone, edit_in_place, undo_change
from tracklink.playlists.remote.service import ServiceFailed

SUBSTITUTIONS = {"a": "A", "b": "B"}
UNDO_FILE = f"spotify-{PLAYLIST}.undo.json"


def _repaired(undo_file: Path, ids: str, *, takes_copies_too: bool) -> Shelf:
    shelf = Shelf(takes_copies_too=takes_copies_too)
    shelf.put(*ids)
    edit_in_place(shelf, shelf.playlists["p1"], SUBSTITUTIONS, undo_file=undo_file)
    return shelf


def _figures(undone: Undone) -> tuple[int, list[str], int]:
    return undone.back, list(undone.absent), undone.copies


@pytest.mark.parametrize("takes_copies_too", [False, True])
@pytest.mark.parametrize(
    ("before", "since", "after", "figures"),
    [
        ("axb", "AxBA", "axbA", (2, [], 1)),
        ("axb", "AAxB", "aAxb", (2, [], 1)),
        ("axb", "aAxB", "aaxb", (2, [], 0)),
        ("axb", "AaxB", "aaxb", (2, [], 0)),
        ("axb", "xBa", "xba", (1, ["A"], 0)),
        ("axb", "BxA", "bxa", (2, [], 0)),
        ("axb", "x", "x", (0, ["A", "B"], 0)),
        ("aab", "AABAaABB", "aabAaABB", (3, [], 4)),
        ("aab", "AyB", "ayb", (2, [], 0)),
    ],
)
def test_undo_knows_its_own(  # what was, is and is to be
    tmp_path: Path,
    takes_copies_too: bool,
    before: str,
    since: str,
    after: str,
    figures: tuple[int, list[str], int],
) -> None:
    """Copies that somebody added stay, as replacements and as old tracks; what was moved is put back; all is told."""
    shelf = _repaired(tmp_path / "undo.json", before, takes_copies_too=takes_copies_too)
    shelf.edit("p1", *since)
    undone = undo_change(shelf, tmp_path / "undo.json")
    again = undo_change(shelf, tmp_path / "undo.json")

    assert ("".join(shelf.ids()), _figures(undone)) == (after, figures)
    assert (again.back, again.copies) == (0, figures[2])


def test_a_copy_of_somebodys_in_place_of_ours_stays(tmp_path: Path) -> None:
    """The replacement was deleted, and then added by hand."""
    shelf = _repaired(tmp_path / "undo.json", "ax", takes_copies_too=True)
    shelf.edit("p1", "x")
    shelf.edit("p1", "x", "A")

    assert _figures(undo_change(shelf, tmp_path / "undo.json")) == (0, ["A"], 1)
    assert shelf.ids() == ["x", "A"]


def test_a_copy_that_cannot_be_put_in_again_is_told_of(tmp_path: Path) -> None:
    """The service took it away along with ours, and does not take the track any more."""
    shelf = _repaired(tmp_path / "undo.json", "ax", takes_copies_too=True)
    shelf.edit("p1", "A", "x", "A")
    shelf.refused = frozenset("A")
    undone = undo_change(shelf, tmp_path / "undo.json")

    assert (shelf.ids(), undone.back, undone.refused, undone.lost) == (["a", "x"], 1, frozenset(), {"A"})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.text("abx", max_size=6),
    more=st.lists(st.tuples(st.integers(0, 6), st.sampled_from("abABx")), max_size=4),
    changes=st.integers(0, 8),
    takes_copies_too=st.booleans(),
)
def test_an_interrupted_undo_comes_to_the_same_end(
    tmp_path: Path, before: str, more: list[tuple[int, str]], changes: int, takes_copies_too: bool
) -> None:
    """Wherever it was cut, what somebody put in since stays, and the figures are those of the whole."""
    undo_file = tmp_path / "undo.json"
    undo_file.unlink(missing_ok=True)
    shelf = _repaired(undo_file, before, takes_copies_too=takes_copies_too)
    since, after = list(shelf.playlists["p1"].entries), list(before)
    for place, id_ in more:
        since.insert(place, shelf.entry(id_))
        after.insert(place, id_)
    shelf.fill("p1", since)
    shelf.interruptions = changes
    try:
        undone = undo_change(shelf, undo_file)
    except ServiceFailed:
        shelf.interruptions = None
        undone = undo_change(shelf, undo_file)

    assert shelf.ids() == after
    assert undone.back == sum(id_ in SUBSTITUTIONS for id_ in before)


def test_undo_says_what_it_did(tracklink: RunCli, spotify: FakeSpotifyPlaylists) -> None:
    """And what it left, and why; Spotify takes away every copy of a track, so somebody's own is put back."""
    tracklink("repair", URL, "--in-place")
    spotify.playlists[PLAYLIST][3:] = [track("b"), track("9") | {"added_at": "2027-01-01T00:00:00Z"}]
    ended = tracklink("undo", UNDO_FILE)
    after = spotify.ids()
    again = tracklink("undo", UNDO_FILE)
    spotify.unknown.add("dead")
    spotify.playlists[PLAYLIST] = [track("a"), track("dead", is_playable=False)]
    tracklink("repair", URL, "--in-place")
    refused = tracklink("undo", UNDO_FILE)

    assert (ended.code, after) == (0, ["a", "dead", "lost", "b", "9"])
    assert "put 1 old entry back into 'Quays'; 1 copy of replacements stays: no repair put it in" in ended.err
    assert again.code == 0
    assert "tracklink: nothing of it is left to undo in 'Quays'; 1 copy of replacements stays" in again.err
    assert (refused.code, spotify.ids()) == (1, ["a", "9"])
    assert "put 0 old entries back into 'Quays'; spotify did not take dead: what replaced it stays" in refused.err
