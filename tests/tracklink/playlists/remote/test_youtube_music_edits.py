from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.providers.fake import fault
from tests.tracklink.playlists.remote.conftest import OpenYouTubeMusic
from tests.tracklink.playlists.remote.fake_youtube_music import PLAYLIST, FakeYouTubeMusicPlaylists
from tracklink.playlists.remote.change import edit_in_place, make_playlist, undo_change
from tracklink.playlists.remote.playlist import RemotePlaylist
from tracklink.playlists.remote.service import PlaylistChanged, PlaylistServiceError, ServiceFailed
from tracklink.playlists.remote.youtube_music import YouTubeMusic

EDIT = "/youtubei/v1/browse/edit_playlist"
BEFORE = ["a", "dead1", "", "dead1", "b", "dead2", "a"]
AFTER = ["a", "new1", "", "new1", "b", "new2", "a"]
SUBSTITUTIONS = {"dead1": "new1", "dead2": "new2"}
CHANGES = 7
"""Three tracks added, each moved; all that they replace removed together."""


@pytest.fixture
def fake() -> Iterator[FakeYouTubeMusicPlaylists]:
    """Two dead tracks among others, one of them twice, and an entry without a track."""
    with FakeYouTubeMusicPlaylists(*BEFORE) as service:
        yield service


@pytest.fixture
def service(fake: FakeYouTubeMusicPlaylists, open_youtube_music: OpenYouTubeMusic) -> YouTubeMusic:
    """The service, opened."""
    return open_youtube_music(fake)


def _read(service: YouTubeMusic) -> RemotePlaylist:
    return service.read(PLAYLIST, "", lambda _: None)


def _edit(service: YouTubeMusic, undo_file: Path) -> None:
    edit_in_place(service, _read(service), SUBSTITUTIONS, undo_file=undo_file)


def test_replacements_take_the_places(service: YouTubeMusic, fake: FakeYouTubeMusicPlaylists, tmp_path: Path) -> None:
    """Duplicates too, the other entries are the very same ones; and undo brings all back, twice does no harm."""
    names = [row.handle for row in fake.playlists[PLAYLIST].rows if row.id in {"a", "b", ""}]
    _edit(service, tmp_path / "undo.json")
    after, edits = fake.ids(), fake.count(EDIT)
    undo_change(service, tmp_path / "undo.json")
    undo_change(service, tmp_path / "undo.json")

    assert (after, edits, fake.ids()) == (AFTER, CHANGES, BEFORE)
    assert [row.handle for row in fake.playlists[PLAYLIST].rows if row.id in {"a", "b", ""}] == names


@pytest.mark.parametrize("adds_to_top", [False, True])
@pytest.mark.parametrize("changes", range(CHANGES))
def test_an_interrupted_edit_is_taken_up_without_doubling(
    fake: FakeYouTubeMusicPlaylists,
    open_youtube_music: OpenYouTubeMusic,
    tmp_path: Path,
    changes: int,
    adds_to_top: bool,
) -> None:
    """Wherever it was cut, between adding and moving too, and where tracks are added at the top; undoing likewise."""
    fake.playlists[PLAYLIST].adds_to_top = adds_to_top
    fake.changes_left = changes
    with pytest.raises(ServiceFailed, match="status 503"):
        _edit(open_youtube_music(fake), tmp_path / "undo.json")
    fake.changes_left = None
    _edit(open_youtube_music(fake), tmp_path / "undo.json")
    after = fake.ids()
    fake.changes_left = changes
    with pytest.raises(ServiceFailed, match="status 503"):
        undo_change(open_youtube_music(fake), tmp_path / "undo.json")
    fake.changes_left = None
    undo_change(open_youtube_music(fake), tmp_path / "undo.json")

    assert (after, fake.ids()) == (AFTER, BEFORE)


@pytest.mark.parametrize("changes", range(CHANGES))
def test_a_change_whose_answer_was_lost_is_not_made_twice(
    fake: FakeYouTubeMusicPlaylists, open_youtube_music: OpenYouTubeMusic, tmp_path: Path, changes: int
) -> None:
    """It was made, and nobody heard of it."""
    fake.inject(lambda exchange: exchange.send(exchange.reply), times=changes, on=EDIT)
    fake.inject(fault.cut_at_once, times=1, on=EDIT)
    with pytest.raises(ServiceFailed, match="cannot be reached"):
        _edit(open_youtube_music(fake), tmp_path / "undo.json")
    _edit(open_youtube_music(fake), tmp_path / "undo.json")

    assert fake.ids() == AFTER


def test_an_entry_that_somebody_took_away_is_not_replaced(
    service: YouTubeMusic, fake: FakeYouTubeMusicPlaylists, tmp_path: Path
) -> None:
    """What was added for its sake is taken back, and the others are replaced."""
    playlist = _read(service)
    del fake.playlists[PLAYLIST].rows[3]
    edit_in_place(service, playlist, SUBSTITUTIONS, undo_file=tmp_path / "undo.json")

    assert fake.ids() == ["a", "new1", "", "b", "new2", "a"]


def test_an_entry_that_is_gone_already_is_told_of(service: YouTubeMusic, fake: FakeYouTubeMusicPlaylists) -> None:
    """Nothing else is taken away then."""
    playlist = _read(service)
    del fake.playlists[PLAYLIST].rows[3]

    with pytest.raises(PlaylistChanged, match="changed meanwhile"):
        service.remove(playlist, [1, 3])
    assert fake.ids() == ["a", "dead1", "", "b", "dead2", "a"]


def test_a_new_playlist_is_filled_once_through_an_interruption(
    service: YouTubeMusic, fake: FakeYouTubeMusicPlaylists, tmp_path: Path
) -> None:
    """Fifty tracks at once; what an interruption left is not added again."""
    ids, undo_file = [f"t{number % 70}" for number in range(120)], tmp_path / "undo.json"
    fake.changes_left = 1
    with pytest.raises(ServiceFailed):
        make_playlist(service, "spotify:x", "Quays", ids, undo_file=undo_file)
    fake.changes_left = None
    made = make_playlist(service, "spotify:x", "Quays", ids, undo_file=undo_file)

    assert (fake.ids(made.id), len(fake.playlists), fake.count(EDIT)) == (ids, 2, 4)


def test_a_new_playlist_whose_making_was_not_heard_of_is_found_again(
    service: YouTubeMusic, fake: FakeYouTubeMusicPlaylists, tmp_path: Path
) -> None:
    """By its description, so that no empty one stays behind."""
    fake.inject(fault.cut_at_once, times=1, on="/youtubei/v1/playlist/create")
    with pytest.raises(ServiceFailed):
        make_playlist(service, "spotify:x", "Quays <2>", ["a"], undo_file=tmp_path / "undo.json")
    made = make_playlist(service, "spotify:x", "Quays <2>", ["a"], undo_file=tmp_path / "undo.json")

    assert (list(fake.playlists), fake.ids(made.id)) == ([PLAYLIST, made.id], ["a"])


def _refused(words: str) -> fault.Fault:
    return fault.replied(fault.Reply.of_json({"error": {"code": 400, "message": words}}, 400))


@pytest.mark.parametrize(
    ("befalls", "words"),
    [
        (_refused("Maximum playlist size exceeded."), "status 400: Maximum playlist size exceeded"),
        (_refused("This is not available right now. Please try again later."), "asked too often"),
        (fault.altered(lambda told: told | {"status": "STATUS_FAILED"}), "did not make the change"),
        (fault.altered(lambda told: told | {"playlistEditResults": []}), "did not say what it calls the entry"),
        (fault.altered(lambda told: told | {"playlistEditResults": None}), r"layout than known \(TypeError\)"),
        (
            fault.altered(
                lambda told: (
                    told | {"playlistEditResults": [{"playlistEditVideoAddedResultData": {"videoId": "another"}}]}
                )
            ),
            "did not take the track x",
        ),
    ],
)
def test_a_track_that_is_not_added_is_told_of(
    service: YouTubeMusic, fake: FakeYouTubeMusicPlaylists, befalls: fault.Fault, words: str
) -> None:
    """In the service's own words where it has some."""
    fake.inject(befalls, on=EDIT)

    with pytest.raises(PlaylistServiceError, match=words):
        service.insert(_read(service), 1, ["x"])


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"actions": [{"showEngagementPanelEndpoint": {"identifier": {"tag": "t"}}}]}, "in the browser first"),
        ({"actions": []}, "has no id"),
        ({"playlistId": 3}, "has no id"),
    ],
)
def test_a_playlist_that_is_not_made_is_told_of(
    service: YouTubeMusic, fake: FakeYouTubeMusicPlaylists, told: dict[str, object], words: str
) -> None:
    """A new account is asked for something first, with status 200."""
    fake.inject(fault.altered(lambda made: {"responseContext": made["responseContext"], **told}))

    with pytest.raises(ServiceFailed, match=words):
        service.create("Quays", "", "k3y")
