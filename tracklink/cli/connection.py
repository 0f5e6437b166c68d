"""Which server a command asks."""

from dataclasses import dataclass

import typer

from tracklink.client import AsyncTrackLinkClient, TrackLinkClient

LONGEST_SECONDS = 30 * 86_400.0
"""For a stream that carries a whole corpus: each of its questions has its own time."""


@dataclass(frozen=True, slots=True)
class Connection:
    """The server and the patience that stand before the command: `tracklink --server HOST:PORT link ...`."""

    server: str | None
    timeout_seconds: float

    def client(self, server: str | None) -> TrackLinkClient:
        """A client; a server named after the command goes before."""
        return TrackLinkClient(server or self.server, self.timeout_seconds)

    def async_client(self, server: str | None, *, batch_timeout_seconds: float = 600.0) -> AsyncTrackLinkClient:
        """Likewise, for the running event loop."""
        address = server or self.server
        return AsyncTrackLinkClient(address, self.timeout_seconds, batch_timeout_seconds=batch_timeout_seconds)


def connection(context: typer.Context) -> Connection:
    """What the options before the command said."""
    stated = context.obj
    assert isinstance(stated, Connection)  # noqa: S101 the callback of the application puts nothing else there
    return stated
