from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracklink.playlists.remote.shelf import Shelf
from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.change import edit_in_place, go_on, make_playlist, undo_change
from tracklink.playlists.remote.patience import Patience
from tracklink.playlists.remote.service import PlaylistServiceError, ServiceFailed, ServiceRateLimited
from tracklink.playlists.remote.undo import Undo

SUBSTITUTIONS = {"a": "A", "b": "B", "c": "C"}
ids = st.lists(st.sampled_from(["a", "b", "c", "x", "y", ""]), max_size=8)
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def _edit(shelf: Shelf, undo_file: Path) -> None:
    edit_in_place(shelf, shelf.playlists["p1"], SUBSTITUTIONS, undo_file=undo_file)


@same_folder
@given(ids, st.integers(0, 9))
def test_an_interrupted_edit_is_taken_up_without_doubling(tmp_path: Path, before: list[str], changes: int) -> None:
    """Wherever it was cut, the second run ends with each dead track replaced in its place, and all else untouched."""
    undo_file = tmp_path / "undo.json"
    undo_file.unlink(missing_ok=True)
    shelf = Shelf(interruptions=changes)
    shelf.put(*before)
    try:
        _edit(shelf, undo_file)
    except ServiceFailed:
        shelf.interruptions = None
        _edit(shelf, undo_file)

    assert shelf.ids() == [SUBSTITUTIONS.get(id_, id_) for id_ in before]
    assert [each.added_at for each in shelf.playlists["p1"].entries] == [
        f"added {place}" for place in range(len(before))
    ]


@same_folder
@given(ids, st.integers(0, 9))
def test_undo_puts_back_what_was_replaced(tmp_path: Path, before: list[str], changes: int) -> None:
    """At the same places, duplicates too, and also when the undoing itself was interrupted."""
    undo_file = tmp_path / "undo.json"
    undo_file.unlink(missing_ok=True)
    shelf = Shelf()
    shelf.put(*before)
    _edit(shelf, undo_file)
    shelf.interruptions = changes
    try:
        undo_change(shelf, undo_file)
    except ServiceFailed:
        shelf.interruptions = None
        undo_change(shelf, undo_file)

    assert shelf.ids() == before


@same_folder
@given(ids, st.integers(0, 9), st.integers(0, 9))
def test_a_change_cut_in_its_middle_can_be_undone(tmp_path: Path, before: list[str], changes: int, undone: int) -> None:
    """Also when that is cut too, and when it is the undoing that is gone on with by the next edit."""
    undo_file = tmp_path / "undo.json"
    undo_file.unlink(missing_ok=True)
    shelf = Shelf(interruptions=changes)
    shelf.put(*before)
    with suppress(ServiceFailed):
        _edit(shelf, undo_file)
    shelf.interruptions = undone
    with suppress(ServiceFailed):
        undo_change(shelf, undo_file)
    shelf.interruptions = None
    undo_change(shelf, undo_file)

    assert shelf.ids() == before
    shelf.interruptions = 1
    with suppress(ServiceFailed):
        _edit(shelf, undo_file)
    shelf.interruptions = None
    go_on(shelf, undo_file)
    assert shelf.ids() == [SUBSTITUTIONS.get(id_, id_) for id_ in before]


def test_a_second_repair_is_undone_to_the_first_state(tmp_path: Path) -> None:
    """A replacement that died too was replaced again; undoing brings back what was there at first."""
    shelf = Shelf()
    shelf.put("a", "x")
    _edit(shelf, tmp_path / "undo.json")
    again = {"A": "Z"}
    edit_in_place(shelf, shelf.playlists["p1"], again, undo_file=tmp_path / "undo.json")
    after = shelf.ids()
    undo_change(shelf, tmp_path / "undo.json")

    assert (after, shelf.ids()) == (["Z", "x"], ["a", "x"])


def test_a_playlist_edited_meanwhile_is_read_again(tmp_path: Path) -> None:
    """What the stranger did stays, and the dead tracks are replaced where they stand now."""
    shelf = Shelf()
    shelf.put("a", "x", "b")
    shelf.before_change = lambda: shelf.edit("p1", "y", "b", "a")
    _edit(shelf, tmp_path / "undo.json")

    assert shelf.ids() == ["y", "B", "A"]


def test_the_undo_file_is_there_before_the_first_change(tmp_path: Path) -> None:
    """Whatever happens then, the way back is known; it tells when all was done."""
    shelf = Shelf(interruptions=0)
    shelf.put("a", "", "x")
    with pytest.raises(ServiceFailed):
        _edit(shelf, tmp_path / "undo.json")
    begun = Undo.read(tmp_path / "undo.json")
    shelf.interruptions = None
    _edit(shelf, tmp_path / "undo.json")

    assert (begun.is_finished, list(begun.before), begun.substitutions) == (False, ["a", "", "x"], {"a": "A"})
    assert Undo.read(tmp_path / "undo.json").is_finished


def test_an_undo_file_of_another_playlist_is_not_written_over(tmp_path: Path) -> None:
    """It may be the only way back."""
    Undo(kind="in_place", provider="tidal", playlist_id="p9", substitutions={"a": "b"}).write(tmp_path / "undo.json")
    shelf = Shelf()
    shelf.put("a")

    with pytest.raises(PlaylistError, match="tells of another playlist"):
        _edit(shelf, tmp_path / "undo.json")
    assert shelf.ids() == ["a"]


@given(st.integers(0, 4))
def test_an_interrupted_new_playlist_is_gone_on_with(tmp_path_factory: pytest.TempPathFactory, changes: int) -> None:
    """The same command again fills the playlist that the first had begun; a third makes another."""
    undo_file = tmp_path_factory.mktemp("undo") / "undo.json"
    wanted = list("abcabcdefg")
    shelf = Shelf(interruptions=changes)
    for _ in range(2):
        try:
            make_playlist(shelf, "spotify:p1", "Replacements", wanted, undo_file=undo_file)
            break
        except PlaylistServiceError:
            shelf.interruptions = None

    assert (list(shelf.playlists), shelf.ids("new0")) == (["new0"], wanted)
    shelf.interruptions = None
    made = make_playlist(shelf, "spotify:p1", "Replacements", wanted, undo_file=undo_file)
    assert made.id == "new1"


def test_a_service_that_asks_for_patience_gets_it() -> None:
    """As long as it asks, no longer than a minute; without a figure doubling. Longer waits are told of, and the end."""
    slept: list[float] = []
    told: list[int] = []
    patience = Patience(slept.append, told.append)
    answers = [ServiceRateLimited("", 7.0), ServiceRateLimited(""), None, ServiceRateLimited("", 3_600.0)]

    def ask() -> str:
        refusal = answers.pop(0)
        if refusal:
            raise refusal
        return "done"

    assert patience.ask(ask) == "done"
    with pytest.raises(ServiceRateLimited):
        patience.ask(ask)
    assert (slept, told) == ([7.0, 2.0], [7])


@pytest.mark.parametrize("content", ["{", "[]", '{"kind": "new"}', '{"mood": 1}'])
def test_what_is_no_undo_file_is_told(tmp_path: Path, content: str) -> None:
    """In one sentence."""
    (tmp_path / "undo.json").write_text(content)

    with pytest.raises(PlaylistError, match="is no undo file"):
        Undo.read(tmp_path / "undo.json")
