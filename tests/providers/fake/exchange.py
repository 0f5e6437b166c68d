"""One request to a fake service, its reply, and the connection between the two."""

import json
import socket
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import responses
from threading import Event
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client sent; names of headers are in lower case."""

    method: str
    target: str
    """Path and query as they were sent."""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path alone, decoded."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, list[str]]:
        """Every parameter with its values, decoded."""
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def json(self) -> Any:  # noqa: ANN401  # JSON of every shape
        """The body decoded."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answers; Content-Type, Content-Length and Date are added where they are not stated."""

    body: bytes = b""
    status: int = HTTPStatus.OK
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=utf-8"

    @classmethod
    def of_json(cls, body: object, status: int = HTTPStatus.OK, headers: dict[str, str] | None = None) -> "Reply":
        """A JSON answer."""
        return cls(json.dumps(body, ensure_ascii=False).encode(), status, headers or {})

    def head(self, content_length: int | None = None) -> bytes:
        """Status line and headers with the empty line after them; another Content-Length than the true one, if told."""
        length = len(self.body) if content_length is None else content_length
        stated = {"Content-Type": self.content_type, "Content-Length": f"{length}", **self.headers}
        lines = [f"HTTP/1.1 {self.status} {responses.get(self.status, 'Unknown')}"]
        lines += [f"{name}: {value}" for name, value in stated.items()]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that waits for its reply; what is written reaches the client at once and as it is."""

    request: Request
    reply: Reply
    """What the service would answer."""
    connection: socket.socket
    released: Event
    """Set when hanging requests may end, at the latest when the service closes."""

    def write(self, raw: bytes) -> None:
        """Send bytes."""
        self.connection.sendall(raw)

    def send(self, reply: Reply) -> None:
        """Send a whole reply."""
        self.write(reply.head() + reply.body)

    def cut(self) -> None:
        """Break the connection off."""
        self.connection.shutdown(socket.SHUT_RDWR)
