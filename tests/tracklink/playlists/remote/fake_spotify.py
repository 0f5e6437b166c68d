"""Spotify's playlists of a user, as the Web API answers about them since February 2026."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.service import FakeService

Json = dict[str, Any]

PLAYLIST = "0000000000000000000001"
LARGEST_PAGE = 50
MOST_AT_ONCE = 100


def track(id_: str, name: str = "Amber Anchor", **more: object) -> Json:
    """An entry of a playlist."""
    stated = {
        "id": id_,
        "type": "track",
        "name": name,
        "artists": [{"name": "The Quay Sisters"}],
        "album": {"name": "Tidewater"},
        "duration_ms": 200_000,
        "is_playable": True,
        "external_ids": {"isrc": "QZTST2100001"},
    }
    return {"added_at": "2024-01-01T00:00:00Z", "is_local": False, "item": stated | more}


class FakeSpotifyPlaylists(FakeService):
    """One user's. A token is good until it is taken out of `tokens`; `refresh_tokens` give new ones.

    No second passes without a change. A track is what it was in the first playlist; those in `unknown` cannot be added.
    """

    base_path = "/v1"
    token_path = "/api/token"

    def __init__(self, *entries: Json) -> None:
        super().__init__()
        self.playlists: dict[str, list[Json]] = {PLAYLIST: list(entries)}
        self.names = {PLAYLIST: "Quays"}
        self.snapshots = {PLAYLIST: "s0"}
        self.descriptions = {PLAYLIST: ""}
        self.tokens = {"good"}
        self.refresh_tokens = {"refresh"}
        self.token_ends_at: int | None = None
        """At which request the token runs out."""
        self.unknown: set[str] = set()
        self.owners: dict[str, str] = {}
        self._catalogue = {item["id"]: item for entry in entries if (item := entry.get("item")) and item["id"]}
        self._numbers = count(1)

    def ids(self, playlist: str = PLAYLIST) -> list[str]:
        """What a playlist holds; empty for what has no id."""
        return [(entry.get("item") or {}).get("id") or "" for entry in self.playlists[playlist]]

    def change(self, playlist: str = PLAYLIST) -> str:
        """Another state of the playlist."""
        self.snapshots[playlist] = f"s{next(self._numbers)}"
        return self.snapshots[playlist]

    def answer(self, request: Request) -> Reply:
        """Both servers: the token's, and the API."""
        if len(self.requests) == self.token_ends_at:
            self.tokens.clear()
        if request.path == self.token_path:
            return self._token(parse_qs(request.body.decode()))
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _error(401, "The access token expired")
        if request.path.startswith("/v1/me"):
            return self._me(request)
        _, _, _, playlist, *rest = request.path.split("/")
        if playlist not in self.playlists:
            return _error(404, "Resource not found")
        if not rest:
            return Reply.of_json(self._head(playlist))
        return {"GET": self._page, "POST": self._add, "DELETE": self._remove}[request.method](playlist, request)

    def _token(self, asked: dict[str, list[str]]) -> Reply:
        if asked.get("refresh_token", [""])[0] not in self.refresh_tokens:
            return Reply.of_json({"error": "invalid_grant", "error_description": "Refresh token revoked"}, 400)
        fresh = f"token{next(self._numbers)}"
        self.tokens.add(fresh)
        return Reply.of_json({"access_token": fresh, "token_type": "Bearer", "expires_in": 3600})

    def _head(self, playlist: str) -> Json:
        return {
            "id": playlist,
            "name": self.names[playlist],
            "description": self.descriptions[playlist],
            "snapshot_id": self.snapshots[playlist],
            "owner": {"id": self.owners.get(playlist, "ada")},
            "collaborative": False,
        }

    def _create(self, asked: Json) -> Reply:
        made = f"{len(self.playlists) + 1:022}"
        self.playlists[made], self.names[made], self.snapshots[made] = [], asked["name"], "s0"
        self.descriptions[made] = asked["description"].replace("/", "&#x2F;")
        return Reply.of_json(self._head(made), 201)

    def _me(self, request: Request) -> Reply:
        if request.path == "/v1/me":
            return Reply.of_json({"id": "ada", "type": "user"})
        if request.method == "POST":
            return self._create(request.json)
        return _page_of([self._head(playlist) for playlist in self.playlists], request)

    def _page(self, playlist: str, request: Request) -> Reply:
        return _page_of(self.playlists[playlist], request)

    def _add(self, playlist: str, request: Request) -> Reply:
        asked = request.json
        if len(asked["uris"]) > MOST_AT_ONCE:
            return _error(400, "Too many uris")
        ids = [uri.removeprefix("spotify:track:") for uri in asked["uris"]]
        if self.unknown.intersection(ids):
            return _error(400, "Payload contains a non-existing ID")
        now = datetime.fromtimestamp(1_800_000_000 + next(self._numbers), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        items = [self._catalogue.get(id_, track(id_)["item"]) for id_ in ids]
        new = [{"added_at": now, "is_local": False, "item": item} for item in items]
        self.playlists[playlist][asked["position"] : asked["position"]] = new
        return Reply.of_json({"snapshot_id": self.change(playlist)}, 201)

    def _remove(self, playlist: str, request: Request) -> Reply:
        gone = {each["uri"].removeprefix("spotify:track:") for each in request.json["items"]}
        kept = [
            entry for entry, id_ in zip(self.playlists[playlist], self.ids(playlist), strict=True) if id_ not in gone
        ]
        self.playlists[playlist] = kept
        return Reply.of_json({"snapshot_id": self.change(playlist)})


def _page_of(items: list[Json], request: Request) -> Reply:
    limit, offset = (int(request.query[name][0]) for name in ("limit", "offset"))
    if limit > LARGEST_PAGE:
        return _error(400, "Invalid limit")
    more = "https://more" if offset + limit < len(items) else None
    return Reply.of_json({"items": items[offset : offset + limit], "next": more, "total": len(items)})


def _error(status: int, message: str) -> Reply:
    return Reply.of_json({"error": {"status": status, "message": message}}, status)
