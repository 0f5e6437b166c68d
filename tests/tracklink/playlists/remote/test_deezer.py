from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.providers.fake import fault
from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.service import FakeService
from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.deezer import Deezer, open_service
from tracklink.playlists.remote.patience import Patience
from tracklink.playlists.remote.service import (
    LoginNeeded,
    PlaylistNotFound,
    PlaylistServiceError,
    ServiceFailed,
    ServiceRateLimited,
)

Json = dict[str, Any]


class FakePlaylists(FakeService):
    """Playlist 908, with whatever tracks; errors come with status 200."""

    def __init__(self) -> None:
        super().__init__()
        self.tracks: list[Json] = []
        self.error: Json | None = None
        self.edits = 0
        """So many pages are answered right before somebody changes the playlist."""

    def answer(self, request: Request) -> Reply:
        """The head, or a page."""
        if self.error or not request.path.startswith("/playlist/908"):
            return Reply.of_json({"error": self.error or {"type": "DataException", "message": "no data", "code": 800}})
        if request.path == "/playlist/908":
            return Reply.of_json(
                {"id": 908, "title": "Quays", "checksum": f"c{self.edits}", "link": "https://deezer.page.link/x"}
            )
        self.edits = max(self.edits - 1, 0)
        index, limit = (int(request.query[name][0]) for name in ("index", "limit"))
        more = {"next": "https://more"} if index + limit < len(self.tracks) else {}
        return Reply.of_json({"data": self.tracks[index : index + limit], "total": len(self.tracks), **more})


def _track(id_: int, **more: object) -> Json:
    stated = {"id": id_, "title": "Amber Anchor", "duration": 200, "readable": True, "time_add": 1_600_000_000}
    return {**stated, "artist": {"name": "The Quay Sisters"}, "album": {"title": "Tidewater"}, **more}


@pytest.fixture
def fake() -> Iterator[FakePlaylists]:
    """A playlist without tracks."""
    with FakePlaylists() as service:
        yield service


@pytest.fixture
def deezer(fake: FakePlaylists) -> Iterator[Deezer]:
    """The service; whoever asked for a login would fail."""

    def bearer(_: str) -> str:
        raise AssertionError

    access = Access(bearer=bearer, base_url=fake.base_url, timeout_seconds=0.5, patience=Patience(lambda _: None))
    with closing(open_service(access)) as service:
        yield service


def test_a_public_playlist_is_read_without_a_login(deezer: Deezer, fake: FakePlaylists) -> None:
    """In pages, gone tracks marked, uploaded files kept in their places without an id."""
    fake.tracks = [_track(number) for number in range(1, 251)] + [_track(-3), _track(300, readable=False)]
    playlist = deezer.read("908", "", lambda _: None)

    assert (playlist.title, playlist.version, len(playlist.entries)) == ("Quays", "c0", 252)
    assert playlist.entries[0].fields == {
        "name": "Amber Anchor",
        "artists": ["The Quay Sisters"],
        "album": "Tidewater",
        "duration_ms": 200_000,
        "isrc": None,
        "id": "1",
        "available": True,
    }
    assert playlist.entries[0].added_at == "2020-09-13T12:26:40+00:00"
    assert (playlist.entries[250].id, playlist.entries[250].is_local) == ("", True)
    assert playlist.entries[251].fields["available"] is False
    assert fake.count("/playlist/908/tracks") == 3


def test_a_playlist_that_is_changed_while_it_is_read_is_read_again(deezer: Deezer, fake: FakePlaylists) -> None:
    """Its checksum tells."""
    fake.edits = 2
    playlist = deezer.read("908", "", lambda _: None)

    assert (playlist.version, fake.count("/playlist/908/tracks")) == ("c0", 3)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (4, ServiceRateLimited),
        (700, ServiceRateLimited),
        (800, PlaylistNotFound),
        (200, LoginNeeded),
        (600, ServiceFailed),
    ],
)
def test_errors_come_with_status_200(
    deezer: Deezer, fake: FakePlaylists, code: int, error: type[PlaylistServiceError]
) -> None:
    """Their codes tell what they are."""
    fake.error = {"type": "X", "message": "told", "code": code}

    with pytest.raises(error):
        deezer.read("908", "", lambda _: None)


@pytest.mark.parametrize("busy", [Reply.of_json({"error": {"code": 4}}), Reply(status=429)])
def test_a_full_quota_is_waited_for_five_times(deezer: Deezer, fake: FakePlaylists, busy: Reply) -> None:
    """In whichever way it is told."""
    fake.inject(fault.replied(busy))

    with pytest.raises(ServiceRateLimited):
        deezer.read("908", "", lambda _: None)
    assert len(fake.requests) == 6
