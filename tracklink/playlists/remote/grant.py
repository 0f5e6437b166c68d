"""What a service's login needs: OAuth 2.0's authorization code with PKCE (RFC 7636), which needs no secret."""

import os
from dataclasses import dataclass

from tracklink.playlists.remote.service import LoginNeeded

REDIRECT_PORT = 8765
"""A service lets the user back only to an address that was registered for the application."""
REDIRECT_URI = f"http://127.0.0.1:{REDIRECT_PORT}/callback"


@dataclass(frozen=True, slots=True)
class Grant:
    """Where a user allows an application to act, and where the tokens come from."""

    provider: str
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    registration: str
    """Where a user gets an application's id."""

    @property
    def client_id_variable(self) -> str:
        """The environment variable with the application's id."""
        return f"{self.provider.upper()}_CLIENT_ID"

    def client_id(self) -> str:
        """The id of the user's own application. Raises LoginNeeded."""
        stated = os.environ.get(self.client_id_variable, "").strip()
        if not stated:
            raise LoginNeeded(
                f"{self.client_id_variable} is not set: register an application at {self.registration} "
                f"with the redirect address {REDIRECT_URI}, and set its id"
            )
        return stated


def override(variable: str, public: str | None) -> str | None:
    """The address that an environment variable names in place of the public one: a proxy's, or a test's own server."""
    return os.environ.get(variable, "").rstrip("/") or public


GRANTS = {
    "spotify": Grant(
        provider="spotify",
        authorize_url="https://accounts.spotify.com/authorize",
        token_url="https://accounts.spotify.com/api/token",  # noqa: S106  # an address
        scopes=(
            "playlist-read-private",
            "playlist-read-collaborative",
            "playlist-modify-private",
            "playlist-modify-public",
        ),
        registration="https://developer.spotify.com/dashboard",
    ),
    "tidal": Grant(
        provider="tidal",
        authorize_url="https://login.tidal.com/authorize",
        token_url="https://auth.tidal.com/v1/oauth2/token",  # noqa: S106  # an address
        scopes=("playlists.read", "playlists.write", "user.read"),
        registration="https://developer.tidal.com/dashboard",
    ),
}
