"""Changes that meet something unforeseen: refused tracks, undo files of other changes, replacements that died too."""

from pathlib import Path

import pytest

from tests.tracklink.playlists.remote.shelf import Shelf
from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.change import edit_in_place, make_playlist, undo_change
from tracklink.playlists.remote.service import PlaylistChanged, ServiceFailed, TrackRefused
from tracklink.playlists.remote.undo import Undo


@pytest.fixture
def undo_file(tmp_path: Path) -> Path:
    """Where the way back is kept."""
    return tmp_path / "undo.json"


def _edit(shelf: Shelf, substitutions: dict[str, str], undo_file: Path) -> None:
    edit_in_place(shelf, shelf.playlists["p1"], substitutions, undo_file=undo_file)


@pytest.mark.parametrize(
    ("then", "undone"),
    [({"A": "a"}, ["a", "b", "x"]), ({"A": "b"}, ["a", "B", "x"]), ({"A": "Z"}, ["a", "b", "x"])],
)
def test_undo_loses_nothing_where_an_old_track_came_back(
    undo_file: Path, then: dict[str, str], undone: list[str]
) -> None:
    """A replacement was replaced by what had been there before: put back once more, it would be taken for itself."""
    shelf = Shelf()
    shelf.put("a", "b", "x")
    _edit(shelf, {"a": "A", "b": "B"}, undo_file)
    _edit(shelf, then, undo_file)
    undo_change(shelf, undo_file)

    assert shelf.ids() == undone


def test_a_replacement_that_was_deleted_may_replace_another(undo_file: Path) -> None:
    """Undoing brings back what it replaces now."""
    shelf = Shelf()
    shelf.put("a", "b")
    _edit(shelf, {"a": "A"}, undo_file)
    shelf.edit("p1", "b")
    _edit(shelf, {"b": "A"}, undo_file)
    undo_change(shelf, undo_file)

    assert shelf.ids() == ["b"]


def test_a_new_playlist_does_not_write_over_the_way_back(undo_file: Path) -> None:
    """The undo file of an edit in place stays, and no playlist is made."""
    shelf = Shelf()
    shelf.put("a")
    _edit(shelf, {"a": "A"}, undo_file)

    with pytest.raises(PlaylistError, match="tells of another playlist"):
        make_playlist(shelf, "spotify:p1", "New", ["A"], undo_file=undo_file)
    assert (list(shelf.playlists), Undo.read(undo_file).kind) == (["p1"], "in_place")


def test_no_playlist_is_made_where_its_undo_file_cannot_be(tmp_path: Path) -> None:
    """Every further run would make one more."""
    shelf = Shelf()

    with pytest.raises(PlaylistError, match="cannot write"):
        make_playlist(shelf, "spotify:p1", "New", ["A"], undo_file=tmp_path / "none" / "undo.json")
    assert shelf.playlists == {}


def test_a_begun_playlist_that_was_deleted_is_made_anew(undo_file: Path) -> None:
    """Its undo file is no obstacle."""
    shelf = Shelf(interruptions=0)
    with pytest.raises(ServiceFailed):
        make_playlist(shelf, "spotify:p1", "New", ["A"], undo_file=undo_file)
    shelf.playlists = {"another": shelf.playlists.pop("new0")}
    shelf.interruptions = None

    assert make_playlist(shelf, "spotify:p1", "New", ["A"], undo_file=undo_file).id == "new1"


def test_a_begun_playlist_takes_what_was_found_since(undo_file: Path) -> None:
    """Other answers at its end go on with it; before that, it is told of instead of making a second one."""
    shelf = Shelf(interruptions=1)
    with pytest.raises(ServiceFailed):
        make_playlist(shelf, "spotify:p1", "New", list("abcd"), undo_file=undo_file)
    shelf.interruptions = None

    with pytest.raises(PlaylistChanged, match="delete it and its undo file"):
        make_playlist(shelf, "spotify:p1", "New", list("axyz"), undo_file=undo_file)
    make_playlist(shelf, "spotify:p1", "New", list("abcde"), undo_file=undo_file)
    assert (shelf.ids("new0"), list(shelf.playlists)) == (list("abcde"), ["new0"])


@pytest.mark.parametrize("is_naming_refused", [True, False])
def test_a_refused_track_does_not_keep_the_others_out(undo_file: Path, is_naming_refused: bool) -> None:
    """Of a new playlist; it is told of, and the playlist is done."""
    shelf = Shelf(refused=frozenset("cdg"), is_naming_refused=is_naming_refused)

    with pytest.raises(TrackRefused, match=r"did not take c, d, g: 'New' .* holds all the others"):
        make_playlist(shelf, "spotify:p1", "New", list("abacdefagg"), undo_file=undo_file)
    assert shelf.ids("new0") == list("abaefa")
    assert Undo.read(undo_file).is_finished


def test_a_track_that_was_refused_before_an_interruption_is_told_of(undo_file: Path) -> None:
    """The run that finishes the playlist was not there when it was refused."""
    shelf = Shelf(refused=frozenset("b"))
    shelf.interruptions = 2
    with pytest.raises(ServiceFailed):
        make_playlist(shelf, "spotify:p1", "New", list("abcdefgh"), undo_file=undo_file)
    shelf.interruptions = None

    with pytest.raises(TrackRefused, match="did not take b"):
        make_playlist(shelf, "spotify:p1", "New", list("abcdefgh"), undo_file=undo_file)
    assert shelf.ids("new0") == list("acdefgh")


@pytest.mark.parametrize("is_naming_refused", [True, False])
def test_a_refused_replacement_leaves_its_entry(undo_file: Path, is_naming_refused: bool) -> None:
    """The others are put in place, and can be undone; so are those whose old tracks the service still takes."""
    shelf = Shelf(refused=frozenset({"B"}), is_naming_refused=is_naming_refused)
    shelf.put("a", "b", "c", "b")
    with pytest.raises(TrackRefused, match="did not take B: their entries in 'Quays' stay"):
        _edit(shelf, {"a": "A", "b": "B", "c": "C"}, undo_file)
    edited = shelf.ids()
    shelf.refused = frozenset({"a"})
    undone = undo_change(shelf, undo_file)

    assert (undone.back, undone.refused, undone.absent, undone.copies) == (1, {"a"}, [], 0)
    assert (edited, shelf.ids()) == (["A", "b", "C", "b"], ["A", "b", "c", "b"])


@pytest.mark.parametrize(
    "content",
    [
        '{"kind": "in_place", "provider": "spotify", "playlist_id": 5}',
        '{"kind": "in_place", "provider": "spotify", "playlist_id": "p1", "substitutions": ["a"]}',
        '{"kind": "in_place", "provider": "spotify", "playlist_id": "p1", "substitutions": {"a": "A", "b": "A"}}',
        '{"kind": "mood", "provider": "spotify", "playlist_id": "p1"}',
        '{"kind":"in_place","provider":"x","playlist_id":"p1","under_way": {"substitutions":{},"copies":[[-1,"A"]]}}',
    ],
)
def test_an_undo_file_with_fields_of_another_form_is_told_of(undo_file: Path, content: str) -> None:
    """In one sentence, before anything is asked of a service."""
    undo_file.write_text(content)

    with pytest.raises(PlaylistError, match="is no undo file"):
        Undo.read(undo_file)
