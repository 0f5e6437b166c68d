"""Where the server is, and how a channel to it behaves."""

import json
import os
import re
from collections.abc import Sequence

from tracklink.client.errors import InvalidServer

DEFAULT_SERVER = "127.0.0.1:50051"
SERVER_VARIABLE = "TRACKLINK_SERVER"

ChannelOptions = Sequence[tuple[str, str | int]]

_HOST_AND_PORT = re.compile(r"(?P<host>[^\s/:\[\]]+|\[[0-9A-Fa-f:.%\w]+\]):(?P<port>\d{1,5})")
_RESOLVER = re.compile(r"(unix|unix-abstract|dns|ipv4|ipv6|xds):\S+")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_LARGEST_PORT = 65_535
_LARGEST_ANSWER_BYTES = 64 * 1024 * 1024  # 200 rows, each with candidates of five providers, pass grpc's own 4 MB

_RETRIES = {
    "methodConfig": [
        {
            "name": [{"service": "tracklink.v1.TrackLinkService"}],
            "retryPolicy": {
                "maxAttempts": 4,
                "initialBackoff": "0.2s",
                "maxBackoff": "3s",
                "backoffMultiplier": 2,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }
    ]
}


def server_address(server: str | None) -> str:
    """The server to ask: the one given, else TRACKLINK_SERVER, else the default; raises InvalidServer."""
    address = server or os.environ.get(SERVER_VARIABLE) or DEFAULT_SERVER
    parts = _HOST_AND_PORT.fullmatch(address)
    if _RESOLVER.fullmatch(address) or (parts and 0 < int(parts["port"]) <= _LARGEST_PORT):
        return address
    raise InvalidServer(f"{address!r} is no server address: write HOST:PORT, such as {DEFAULT_SERVER}")


def channel_options(address: str) -> ChannelOptions:
    """Retries by grpc itself (growing, with jitter, honouring the server's push-back), and room for large answers."""
    options: list[tuple[str, str | int]] = [
        ("grpc.service_config", json.dumps(_RETRIES)),
        ("grpc.max_receive_message_length", _LARGEST_ANSWER_BYTES),
        ("grpc.max_reconnect_backoff_ms", 5_000),
    ]
    parts = _HOST_AND_PORT.fullmatch(address)
    if parts and parts["host"] in _LOOPBACK:
        options.append(("grpc.enable_http_proxy", 0))
    return options
