"""What Spotify's two servers answer about made-up tracks: the token endpoint and the catalogue in one."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from providers.spotify import PLUGIN
from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.service import FakeService
from tracklink.plugin import Connection, Provider

CLIENT_ID, CLIENT_SECRET = "made-up-client", "made-up-secret"
_BASIC = b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
LAUNCHED = {"AT", "DE", "FR", "GB", "JP", "US"}
LARGEST_PAGE = 10
LONGEST_QUERY = 100
OF_OLD_APPLICATIONS = {"available_markets", "external_ids", "linked_from", "popularity"}
"""Fields that an application of 2026 may not be told."""

Json = dict[str, object]
Answer = tuple[int, Json]


@dataclass(frozen=True)
class FakeTrack:
    """One track: what is stated of it, where it plays, and the id that plays elsewhere in its place."""

    stated: Json
    markets: frozenset[str] = frozenset(LAUNCHED)
    substitute: str | None = None

    @property
    def words(self) -> str:
        """What a search looks through."""
        artists = self.stated["artists"]
        assert isinstance(artists, list)
        return " ".join([str(self.stated["name"]), *(artist["name"] for artist in artists)]).lower()

    @property
    def isrc(self) -> object:
        """What `isrc:` is compared with."""
        ids = self.stated.get("external_ids")
        return ids.get("isrc") if isinstance(ids, dict) else None


class FakeSpotify(FakeService):
    """Both servers. A token is good until it is taken out of `tokens`."""

    base_path = "/v1"
    token_path = "/api/token"

    def __init__(self, tracks: Mapping[str, FakeTrack]) -> None:
        super().__init__()
        self.tracks = tracks
        self.expires_in: object = 3600
        self.is_lean = False
        """Whether it answers as to an application of 2026."""
        self.tokens: list[str] = []

    def answer(self, request: Request) -> Reply:
        """What either server answers."""
        status, told = self._token(request) if request.path == self.token_path else self._told_of(request)
        return Reply.of_json(told, status)

    def _token(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Basic {_BASIC}":
            return 400, {"error": "invalid_client", "error_description": "Invalid client"}
        if parse_qs(request.body.decode()) != {"grant_type": ["client_credentials"]}:
            return 400, {"error": "unsupported_grant_type", "error_description": "grant_type parameter is missing"}
        token = f"token-{len(self.requests)}"
        self.tokens.append(token)
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": self.expires_in}

    def _told_of(self, request: Request) -> Answer:
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _error(401, "The access token expired")
        parameters = {name: values[0] for name, values in request.query.items()}
        market = parameters.get("market")
        if market and market not in LAUNCHED:
            return _error(400, "Unlaunched market")
        if "ids" in parameters:
            return _error(403, "Forbidden")
        if request.path == "/v1/search":
            return self._search(parameters, market or "US")
        return self._track(request.path.removeprefix("/v1/tracks/"), market)

    def _track(self, id_: str, market: str | None) -> Answer:
        if not re.fullmatch("[0-9A-Za-z]{22}", id_) or id_ > "7z":
            return _error(400, "Invalid base62 id")
        if id_ not in self.tracks:
            return _error(404, "Resource not found")
        return 200, self._told(id_, market)

    def _search(self, parameters: Mapping[str, str], market: str) -> Answer:
        query, limit = parameters.get("q", ""), int(parameters.get("limit", "5"))
        if not query:
            return _error(400, "No search query")
        if not 1 <= limit <= LARGEST_PAGE:
            return _error(400, "Invalid limit")
        if len(query) > LONGEST_QUERY:
            return _error(404, "Not found.")
        found = [self._told(id_, market) for id_, track in self.tracks.items() if _is_hit(track, query, market)]
        return 200, {"tracks": {"items": [*found[:limit], None], "limit": limit, "next": None, "total": len(found)}}

    def _told(self, id_: str, market: str | None) -> Json:
        track = self.tracks[id_]
        told = {**track.stated, "id": id_, "type": "track", "is_local": False, "uri": f"spotify:track:{id_}"}
        if market is None:
            told["available_markets"] = sorted(track.markets)
        elif market in track.markets:
            told["is_playable"] = True
        elif track.substitute and market in self.tracks[track.substitute].markets:
            told = {**self._told(track.substitute, market), "linked_from": {"id": id_, "type": "track"}}
        else:
            told |= {"is_playable": False, "restrictions": {"reason": "market"}}
        return {name: value for name, value in told.items() if not (self.is_lean and name in OF_OLD_APPLICATIONS)}


def _is_hit(track: FakeTrack, query: str, market: str) -> bool:
    if market not in track.markets:
        return False
    isrc = query.removeprefix("isrc:")
    return track.isrc == isrc if isrc != query else all(word in track.words for word in query.lower().split())


def _error(status: int, message: str) -> Answer:
    return status, {"error": {"status": status, "message": message}}


def opened(fake: FakeSpotify, secret: str = CLIENT_SECRET) -> Provider:
    """A provider pointed at the fake, without a token yet."""
    secrets = {"SPOTIFY_CLIENT_ID": CLIENT_ID, "SPOTIFY_CLIENT_SECRET": secret}
    return PLUGIN.open(
        Connection(base_url=fake.base_url, token_url=fake.token_url, timeout_seconds=0.2, secrets=secrets)
    )
