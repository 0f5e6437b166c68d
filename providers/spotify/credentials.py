"""The application's token: fetched when the first call needs it, kept in memory, renewed once for all threads."""

from threading import Lock

from spotipy.cache_handler import MemoryCacheHandler  # type: ignore[import-untyped]
from spotipy.oauth2 import SpotifyClientCredentials  # type: ignore[import-untyped]

from providers.json_field import mapping, text
from providers.spotify.declaration import CLIENT_ID, CLIENT_SECRET, DECLARATION
from providers.spotify.session import NAME, SpotifySession, token_error
from tracklink.plugin import Connection, ProviderAnswerInvalid, ProviderRefused, ProviderTimedOut

UNREADABLE = (KeyError, TypeError, ValueError, RecursionError)
"""What the library raises of an answer that is not JSON, is no object, lacks a field, or is nested without end.
UnicodeEncodeError, a ValueError as well, comes of the credentials alone."""


class SpotifyCredentials:
    """What `spotipy` asks for a token before every request: its `auth_manager`."""

    def __init__(self, connection: Connection) -> None:
        self._library = SpotifyClientCredentials(
            client_id=connection.secrets[CLIENT_ID],
            client_secret=connection.secrets[CLIENT_SECRET],
            requests_session=SpotifySession(connection.user_agent, token_error),
            requests_timeout=connection.timeout_seconds,
            cache_handler=MemoryCacheHandler(),
        )
        self._library.OAUTH_TOKEN_URL = connection.token_url or DECLARATION.token_url
        self._timeout_seconds = connection.timeout_seconds
        self._renewal = Lock()
        self._refused: str | None = None

    def get_access_token(self, **_library: bool) -> str:
        """A token that is good for another minute, whatever form of it the library asks for."""
        if token := self._kept():
            return token
        if not self._renewal.acquire(timeout=self._timeout_seconds):
            raise ProviderTimedOut(NAME, f"{NAME} gave no token in time.")
        try:
            return self._kept() or self._renewed()
        finally:
            self._renewal.release()

    def refuse(self, token: str) -> None:
        """Never offer this token again; one fetched in the meantime stays."""
        self._refused = token

    def _kept(self) -> str | None:
        kept = self._library.cache_handler.get_cached_token()
        token = text(mapping(kept).get("access_token"))
        return token if token and token != self._refused and not self._library.is_token_expired(kept) else None

    def _renewed(self) -> str:
        try:
            token = self._library.get_access_token(as_dict=False, check_cache=False)
        except UnicodeEncodeError:
            raise ProviderRefused(NAME, f"{NAME} knows only credentials in ASCII.") from None
        except UNREADABLE as fault:
            raise ProviderAnswerInvalid(NAME, f"{NAME} answered the request for a token with none.") from fault
        if not text(token):
            raise ProviderAnswerInvalid(NAME, f"{NAME} answered the request for a token with none.")
        self._refused = None
        return str(token)
