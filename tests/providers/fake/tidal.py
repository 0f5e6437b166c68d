"""What Tidal's two servers answer about made-up tracks: the token endpoint and the catalogue in one."""

from base64 import b64encode
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import parse_qs

from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.service import FakeService
from tests.providers.fake.tidal_catalogue import Catalogue, Entry, Json, Key, is_known

CLIENT_ID, CLIENT_SECRET = "made-up-client", "made-up-secret"
_BASIC = b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
MEDIA_TYPE = "application/vnd.api+json"
PAGE = 20
LONGEST_QUERY = 256


class Refused(Exception):
    """An answer other than 200, in JSON:API's form."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        error = {"code": code, "detail": "made up", "meta": {"category": "INVALID_REQUEST_ERROR"}}
        self.reply = Reply.of_json({"errors": [error]}, status)


class FakeTidal(FakeService):
    """Both servers. A token is good until it is taken out of `tokens`."""

    base_path = "/v2"
    token_path = "/v1/oauth2/token"

    def __init__(self, entries: Iterable[tuple[Key, Entry]]) -> None:
        super().__init__()
        self.catalogue = Catalogue(dict(entries))
        self.expires_in: object = 86_400
        self.tokens: list[str] = []
        self.withheld: dict[str, int] = {}
        """Relationships that may not be included, each with the status that says so."""

    def answer(self, request: Request) -> Reply:
        """What either server answers."""
        try:
            return self._token(request) if request.path == self.token_path else self._told_of(request)
        except Refused as refused:
            return refused.reply

    def refusal(self, status: int) -> Reply:
        """In JSON:API's form."""
        return Refused(status, HTTPStatus(status).name).reply

    def _token(self, request: Request) -> Reply:
        if parse_qs(request.body.decode()) != {"grant_type": ["client_credentials"]}:
            return Reply.of_json({"status": 400, "sub_status": 1002, "error": "invalid_request"}, 400)
        if request.headers.get("authorization") != f"Basic {_BASIC}":
            return Reply.of_json({"status": 401, "sub_status": 6001, "error": "invalid_client"}, 401)
        token = f"token-{len(self.requests)}"
        self.tokens.append(token)
        return Reply.of_json({"access_token": token, "token_type": "Bearer", "expires_in": self.expires_in})

    def _told_of(self, request: Request) -> Reply:
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            raise Refused(401, "UNAUTHORIZED")
        if request.headers.get("accept") != MEDIA_TYPE:
            raise Refused(406, "NOT_ACCEPTABLE")
        return Reply.of_json(self._read(request))

    def _read(self, request: Request) -> Json:
        type_, *rest = request.path.removeprefix("/v2/").split("/")
        country, include = request.query.get("countryCode", ["US"])[0], request.query.get("include", [""])[0]
        for name in {part for path in include.split(",") for part in path.split(".")} & self.withheld.keys():
            raise Refused(self.withheld[name], "INVALID_REQUEST_PARAMETER")
        if not is_known(type_, include):
            raise Refused(400, "INVALID_REQUEST_PARAMETER")
        if rest:
            return self.catalogue.document(self._one(type_, rest[0], country), include, country)
        filters = {name[7:-1]: values for name, values in request.query.items() if name.startswith("filter[")}
        if not filters:
            raise Refused(400, "MISSING_REQUIRED_PARAMETER")
        if type_ == "searchResults":
            return self._search(filters["query"][0], include, country)
        return self.catalogue.document(self._filtered(type_, filters, country), include, country)

    def _one(self, type_: str, id_: str, country: str) -> Key:
        if type_ == "searchResults" or not id_.isdigit():
            raise Refused(400, "INVALID_RESOURCE_ID")
        if (type_, id_) not in self.catalogue.keys(type_, country):
            raise Refused(404, "NOT_FOUND")
        return type_, id_

    def _filtered(self, type_: str, filters: dict[str, list[str]], country: str) -> list[Key]:
        ((name, values),) = filters.items()
        if len(values) > PAGE:
            raise Refused(400, "INVALID_REQUEST_PARAMETER")
        stated = {key: self.catalogue.entries[key].attributes.get(name) for key in self.catalogue.keys(type_, country)}
        found = [key for key, value in stated.items() if value in values][:PAGE]
        first = {stated[key]: key for key in reversed(found)}
        return found if len(values) == 1 else [key for key in found if key == first[stated[key]]]

    def _search(self, query: str, include: str, country: str) -> Json:
        if len(query) > LONGEST_QUERY:
            raise Refused(400, "INVALID_REQUEST_PARAMETER")
        return self.catalogue.search(query, include, country)
