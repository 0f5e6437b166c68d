"""YouTube Music's playlists, as InnerTube answers its web player about them."""

from dataclasses import dataclass, field
from hashlib import sha1
from itertools import count
from typing import Any

from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.service import FakeService
from tests.tracklink.playlists.remote.youtube_music_answers import Row, header_of, library_of, row_of, shelf_of, wrapped

Json = dict[str, Any]

PLAYLIST = "PLquays"
SAPISID = "s3cret/sapisid"
ORIGIN = "https://music.youtube.com"
HEADERS = {
    "cookie": f"SID=s3cret-sid; __Secure-3PAPISID={SAPISID}",
    "x-goog-authuser": "0",
    "origin": ORIGIN,
    "user-agent": "Mozilla/5.0",
}
PAGE = 100


@dataclass(slots=True)
class Shelf:
    """One playlist, whoever's it is."""

    title: str
    rows: list[Row] = field(default_factory=list)
    is_owned: bool = True
    is_private: bool = False
    adds_to_top: bool = False
    description: str = ""


class FakeYouTubeMusicPlaylists(FakeService):
    """One user's, and others'. `changes_left` counts the changes that are still made, None: all.

    A login that has run out is answered as a stranger is. Tracks in `unknown` cannot be added.
    """

    base_path = "/youtubei/v1"

    def __init__(self, *ids: str) -> None:
        super().__init__()
        self._numbers = count(1)
        self.playlists = {PLAYLIST: Shelf("Quays")}
        self.put(*ids)
        self.is_login_good = True
        self.unknown = {"unknown"}
        self.changes_left: int | None = None

    def put(self, *ids: str, **more: object) -> None:
        """Further entries of the playlist; ids that begin with `dead` are greyed out."""
        for id_ in ids:
            stated = {"is_greyed": id_.startswith("dead"), **more}
            self.playlists[PLAYLIST].rows.append(Row(id_, f"set{next(self._numbers)}", **stated))  # type: ignore[arg-type]

    def ids(self, playlist: str = PLAYLIST) -> list[str]:
        """What a playlist holds."""
        return [row.id for row in self.playlists[playlist].rows]

    def answer(self, request: Request) -> Reply:
        """The answer to a POST."""
        if request.json["context"]["client"]["clientName"] != "WEB_REMIX" or request.method != "POST":
            return self.refusal(400)
        is_user = self._is_user(request)
        told = {
            "/youtubei/v1/browse": self._browse,
            "/youtubei/v1/playlist/create": self._create,
            "/youtubei/v1/browse/edit_playlist": self._edit,
        }[request.path](request.json, is_user)
        return told if isinstance(told, Reply) else Reply.of_json(wrapped(told, is_signed_in=is_user))

    def refusal(self, status: int, words: str = "Request contains an invalid argument.") -> Reply:
        """How InnerTube words an error."""
        return Reply.of_json({"error": {"code": status, "message": words, "status": "MADE_UP"}}, status)

    def _is_user(self, request: Request) -> bool:
        kind, _, signature = request.headers.get("authorization", "").partition(" ")
        stamp, _, digest = signature.partition("_")
        signed = sha1(f"{stamp} {SAPISID} {ORIGIN}".encode()).hexdigest()  # noqa: S324  # the service's own choice
        has_cookie = f"__Secure-3PAPISID={SAPISID}" in request.headers.get("cookie", "")
        return self.is_login_good and has_cookie and (kind, digest) == ("SAPISIDHASH", signed)

    def _browse(self, asked: Json, is_user: bool) -> Json | Reply:
        if token := asked.get("continuation"):
            name, _, start = token.partition("@")
            rows = self._page(name, int(start), is_user=is_user)
            return {"onResponseReceivedActions": [{"appendContinuationItemsAction": {"continuationItems": rows}}]}
        if asked["browseId"] == "FEmusic_liked_playlists":
            return library_of({name: shelf.title for name, shelf in self.playlists.items()} if is_user else {})
        name = asked["browseId"].removeprefix("VL")
        if name not in self.playlists:
            return self.refusal(404, "Requested entity was not found.")
        shelf = self.playlists[name]
        if shelf.is_private and not is_user:
            return {}
        owned = shelf.is_owned and is_user
        header = header_of(name, shelf.title, len(shelf.rows), shelf.description, is_owned=owned)
        return shelf_of(header, self._page(name, 0, is_user=owned))

    def _page(self, name: str, start: int, *, is_user: bool) -> list[Json]:
        shelf = self.playlists[name]
        rows = [row_of(row, is_editable=is_user and shelf.is_owned) for row in shelf.rows[start : start + PAGE]]
        if start + PAGE < len(shelf.rows):
            command = {"token": f"{name}@{start + PAGE}", "request": "CONTINUATION_REQUEST_TYPE_BROWSE"}
            endpoint = {"continuationCommand": command}
            rows.append({"continuationItemRenderer": {"continuationEndpoint": endpoint}})
        return rows

    def _create(self, asked: Json, is_user: bool) -> Json | Reply:
        if not is_user:
            return self.refusal(401, "Request had invalid authentication credentials.")
        made = f"PLmade{len(self.playlists)}"
        is_private = asked["privacyStatus"] == "PRIVATE"
        self.playlists[made] = Shelf(asked["title"], is_private=is_private, description=asked["description"])
        return {"playlistId": made}

    def _edit(self, asked: Json, is_user: bool) -> Json | Reply:
        shelf = self.playlists.get(asked["playlistId"])
        if shelf is None:
            return self.refusal(404, "Requested entity was not found.")
        if not (is_user and shelf.is_owned):
            return self.refusal(403, "The caller does not have permission")
        if self.changes_left == 0:
            return self.refusal(503, "The service is currently unavailable.")
        self.changes_left = None if self.changes_left is None else self.changes_left - 1
        before, results = list(shelf.rows), []
        for action in asked["actions"]:
            outcome = getattr(self, f"_{action['action'].lower()}")(shelf, action)
            if outcome is None:
                shelf.rows = before
                return self.refusal(400)
            if outcome == "":
                shelf.rows = before
                return {"status": "STATUS_FAILED", "actions": [{"addToToastAction": {}}]}
            results.append({"playlistEditVideoAddedResultData": outcome} if isinstance(outcome, dict) else {})
        return {"status": "STATUS_SUCCEEDED", "playlistEditResults": results}

    def _action_add_video(self, shelf: Shelf, action: Json) -> Json | str:
        id_ = action["addedVideoId"]
        is_double = id_ in [row.id for row in shelf.rows] and action.get("dedupeOption") != "DEDUPE_OPTION_SKIP"
        if id_ in self.unknown or is_double:
            return ""
        added = Row(id_, f"set{next(self._numbers)}", is_greyed=id_.startswith("dead"))
        shelf.rows.insert(0 if shelf.adds_to_top else len(shelf.rows), added)
        return {"videoId": id_, "setVideoId": added.handle}

    def _action_remove_video(self, shelf: Shelf, action: Json) -> str | None:
        gone = [row for row in shelf.rows if (row.handle, row.id) == (action["setVideoId"], action["removedVideoId"])]
        shelf.rows = [row for row in shelf.rows if row not in gone]
        return "removed" if gone else None

    def _action_move_video_before(self, shelf: Shelf, action: Json) -> str | None:
        places = {row.handle: row for row in shelf.rows}
        moved, successor = places.get(action["setVideoId"]), places.get(action.get("movedSetVideoIdSuccessor", ""))
        if moved is None or successor is None:
            return None
        shelf.rows.remove(moved)
        shelf.rows.insert(shelf.rows.index(successor), moved)
        return "moved"
