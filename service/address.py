"""Addresses to listen on."""

import re
from dataclasses import dataclass

_FORM = re.compile(r"(?P<host>\[[0-9A-Fa-f:.%]+\]|[^\s:\[\]/]+):(?P<port>[0-9]{1,5})")
MOST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Address:
    """A host, by name or number, and a port; port 0 stands for any that is free."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def read_address(text: str) -> Address:
    """`127.0.0.1:50051`, `localhost:0`, `[::1]:50051`; ValueError for another form."""
    match = _FORM.fullmatch(text.strip())
    if match is None or int(match["port"]) > MOST_PORT:
        raise ValueError(f"{text!r} is not an address: HOST:PORT, as in 127.0.0.1:50051 or [::1]:50051")
    return Address(match["host"].strip("[]"), int(match["port"]))
