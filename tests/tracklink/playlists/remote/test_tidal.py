from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.providers.fake import fault
from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.service import FakeService
from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.change import edit_in_place, make_playlist, undo_change
from tracklink.playlists.remote.patience import Patience
from tracklink.playlists.remote.service import PlaylistChanged, PlaylistNotFound, ServiceFailed
from tracklink.playlists.remote.tidal import MEDIA_TYPE, Tidal, open_service

Json = dict[str, Any]
PLAYLIST = "aaaaaaaa-0000-4000-8000-000000000001"
PAGE = 20


class FakeTidalPlaylists(FakeService):
    """The user's playlists, JSON:API. `known` tracks are in the country's catalogue."""

    base_path = "/v2"

    def __init__(self, *ids: str) -> None:
        super().__init__()
        self._numbers = count(1)
        self.playlists: dict[str, list[Json]] = {PLAYLIST: [self.item(id_) for id_ in ids]}
        self.modified = {PLAYLIST: "t0"}
        self.replies: dict[str, Reply] = {}
        self.known = {"a", "b", "A", "B", *(f"t{number}" for number in range(10_000))}

    def item(self, id_: str, added_at: str = "2019-05-05T00:00:00Z") -> Json:
        """An entry with a name of its own."""
        return {"type": "tracks", "id": id_, "meta": {"itemId": f"item{next(self._numbers)}", "addedAt": added_at}}

    def ids(self, playlist: str = PLAYLIST) -> list[str]:
        """What a playlist holds."""
        return [entry["id"] for entry in self.playlists[playlist]]

    def answer(self, request: Request) -> Reply:
        """The playlists' part of the API."""
        if request.headers.get("authorization") != "Bearer good" or request.headers.get("accept") != MEDIA_TYPE:
            return self.refusal(401)
        if request.path == "/v2/playlists":
            key = request.headers["idempotency-key"]
            if key not in self.replies:
                self.replies[key] = self._create(request.json)
            return self.replies[key]
        playlist, _, rest = request.path.removeprefix("/v2/playlists/").partition("/")
        if playlist not in self.playlists:
            return self.refusal(404)
        if not rest:
            attributes = {"name": "Quays", "lastModifiedAt": self.modified[playlist]}
            return Reply.of_json({"data": {"type": "playlists", "id": playlist, "attributes": attributes}})
        return {"GET": self._page, "POST": self._add, "DELETE": self._remove}[request.method](playlist, request)

    def refusal(self, status: int) -> Reply:
        """In JSON:API's form."""
        return Reply.of_json({"errors": [{"code": f"{status}", "detail": "made up"}]}, status)

    def change(self, playlist: str = PLAYLIST) -> None:
        """Another state of the playlist."""
        self.modified[playlist] = f"t{next(self._numbers)}"

    def _create(self, asked: Json) -> Reply:
        made = f"aaaaaaaa-0000-4000-8000-{len(self.playlists) + 1:012}"
        self.playlists[made], self.modified[made] = [], "t0"
        attributes = {**asked["data"]["attributes"], "lastModifiedAt": "t0"}
        return Reply.of_json({"data": {"type": "playlists", "id": made, "attributes": attributes}}, 201)

    def _page(self, playlist: str, request: Request) -> Reply:
        start = int(request.query.get("page[cursor]", ["0"])[0])
        page = self.playlists[playlist][start : start + PAGE]
        more = start + PAGE < len(self.playlists[playlist])
        links = {"next": f"/playlists/x/relationships/items?page%5Bcursor%5D={start + PAGE}"} if more else {}
        tracks = [_track(entry["id"]) for entry in page if entry["id"] in self.known]
        artist = {"type": "artists", "id": "q", "attributes": {"name": "The Quay Sisters"}}
        return Reply.of_json({"data": page, "included": [*tracks, artist], "links": links})

    def _add(self, playlist: str, request: Request) -> Reply:
        asked = request.json
        entries = self.playlists[playlist]
        names = [entry["meta"]["itemId"] for entry in entries]
        before = asked.get("meta", {}).get("positionBefore")
        place = names.index(before) if before else len(entries)
        new = [self.item(each["id"], each.get("meta", {}).get("addedAt", "2026")) for each in asked["data"]]
        skipped = [{"id": each["id"], "reason": "NOT_FOUND"} for each in new if each["id"] not in self.known | {"dead"}]
        entries[place:place] = [each for each in new if each["id"] in self.known | {"dead"}]
        self.change(playlist)
        return Reply.of_json({"data": new, "meta": {"skipped": skipped}})

    def _remove(self, playlist: str, request: Request) -> Reply:
        gone = {each["meta"]["itemId"] for each in request.json["data"]}
        kept = [entry for entry in self.playlists[playlist] if entry["meta"]["itemId"] not in gone]
        self.playlists[playlist] = kept
        self.change(playlist)
        return Reply(b"", 200)


def _track(id_: str) -> Json:
    attributes = {"title": "Amber Anchor", "version": "Live", "duration": "PT3M20S", "isrc": "QZTST2100001"}
    artists = {"data": [{"type": "artists", "id": "q"}]}
    return {"type": "tracks", "id": id_, "attributes": attributes, "relationships": {"artists": artists}}


@pytest.fixture
def fake() -> Iterator[FakeTidalPlaylists]:
    """Two entries of a dead track among others."""
    with FakeTidalPlaylists("a", "dead", "dead", "b") as service:
        yield service


@pytest.fixture
def tidal(fake: FakeTidalPlaylists) -> Iterator[Tidal]:
    """The service, opened."""
    access = Access(
        bearer=lambda _: "good", base_url=fake.base_url, timeout_seconds=10.0, patience=Patience(lambda _: None)
    )
    with closing(open_service(access)) as service:
        yield service


def test_an_entry_is_told_with_what_tidal_knows(tidal: Tidal) -> None:
    """The version apart from the title; a track that the catalogue lacks is gone."""
    playlist = tidal.read(PLAYLIST, "DE", lambda _: None)

    assert playlist.entries[0].fields == {
        "name": "Amber Anchor",
        "version": "Live",
        "artists": ["The Quay Sisters"],
        "album": "",
        "duration_ms": 200_000,
        "isrc": "QZTST2100001",
        "id": "a",
        "available": True,
    }
    assert [entry.fields["available"] for entry in playlist.entries] == [True, False, False, True]
    assert (playlist.title, playlist.version, playlist.entries[0].handle) == ("Quays", "t0", "item1")


def test_ten_thousand_entries_are_read_in_pages(tidal: Tidal, fake: FakeTidalPlaylists) -> None:
    """By cursor, twenty at a time, through a full quota now and then."""
    fake.playlists[PLAYLIST] = [fake.item(f"t{number}") for number in range(10_000)]
    fake.inject(fault.status(429, {"Retry-After": "1"}), times=2)
    playlist = tidal.read(PLAYLIST, "", lambda _: None)

    assert [entry.id for entry in playlist.entries] == [f"t{number}" for number in range(10_000)]


def test_replacements_take_places_and_dates(tidal: Tidal, fake: FakeTidalPlaylists, tmp_path: Path) -> None:
    """Duplicates too; and undo brings all back."""
    undo_file = tmp_path / "undo.json"
    edit_in_place(tidal, tidal.read(PLAYLIST, "", lambda _: None), {"dead": "A"}, undo_file=undo_file)
    after = list(fake.playlists[PLAYLIST])
    undo_change(tidal, undo_file)

    assert [entry["id"] for entry in after] == ["a", "A", "A", "b"]
    assert {entry["meta"]["addedAt"] for entry in after} == {"2019-05-05T00:00:00Z"}
    assert fake.ids() == ["a", "dead", "dead", "b"]


def test_every_change_has_a_key_of_its_own(tidal: Tidal, fake: FakeTidalPlaylists, tmp_path: Path) -> None:
    """So that one that is asked for again is not done twice."""
    ids = [f"t{number}" for number in range(45)]
    made = make_playlist(tidal, f"tidal:{PLAYLIST}", "Replacements", ids, undo_file=tmp_path / "undo.json")
    keys = [request.headers["idempotency-key"] for request in fake.requests if request.method == "POST"]

    assert fake.ids(made.id) == ids
    assert (len(keys), len(set(keys))) == (4, 4)


def test_a_new_playlist_whose_making_was_not_heard_of_is_found_again(
    tidal: Tidal, fake: FakeTidalPlaylists, tmp_path: Path
) -> None:
    """By the key of the request, so that no empty one stays behind."""
    fake.inject(fault.cut_at_once, times=1, on="/v2/playlists")
    with pytest.raises(ServiceFailed):
        make_playlist(tidal, "spotify:x", "Quays <2>", ["a"], undo_file=tmp_path / "undo.json")
    made = make_playlist(tidal, "spotify:x", "Quays <2>", ["a"], undo_file=tmp_path / "undo.json")

    assert (list(fake.playlists), fake.ids(made.id)) == ([PLAYLIST, made.id], ["a"])


def test_a_change_of_somebody_else_is_noticed(tidal: Tidal, fake: FakeTidalPlaylists) -> None:
    """Nothing is written into a playlist that is not the one that was read."""
    playlist = tidal.read(PLAYLIST, "", lambda _: None)
    fake.change()

    with pytest.raises(PlaylistChanged):
        tidal.remove(playlist, [0])
    assert len(fake.ids()) == 4


def test_a_track_that_tidal_does_not_take_is_told_of(tidal: Tidal) -> None:
    """It skips what it does not know, and says so in its answer."""
    playlist = tidal.read(PLAYLIST, "", lambda _: None)

    with pytest.raises(ServiceFailed, match="did not take the track unknown"):
        tidal.insert(playlist, 0, ["unknown"])
    with pytest.raises(PlaylistNotFound):
        tidal.read("bbbbbbbb-0000-4000-8000-000000000001", "", lambda _: None)
