"""Spotify's catalogue through `spotipy`: one request a question, answered with a JSON object."""

from collections.abc import Callable, Mapping

from spotipy import Spotify  # type: ignore[import-untyped]

from providers.spotify.credentials import SpotifyCredentials
from providers.spotify.session import NAME, SpotifySession, TokenRefused, catalogue_error
from tracklink.plugin import Connection, ProviderAnswerInvalid


class SpotifyClient:
    """Used by several threads at once: only the token is shared, and its renewal locked."""

    def __init__(self, connection: Connection) -> None:
        self._before_another = connection.before_another
        self._credentials = SpotifyCredentials(connection)
        self._spotify = Spotify(
            auth_manager=self._credentials,
            requests_session=SpotifySession(connection.user_agent, catalogue_error),
            requests_timeout=connection.timeout_seconds,
        )
        self._spotify.prefix = f"{connection.base_url}/"

    def track(self, id_: str, market: str | None) -> Mapping[str, object]:
        """`/tracks/{id}`: there is no asking for several at once any more. NoSuchTrack when there is none."""
        return self._ask(lambda: self._spotify.track(id_, market=market))

    def search(self, text: str, limit: int, market: str | None) -> Mapping[str, object]:
        """`/search` for tracks. NoSuchMarket, instead of an empty list, where Spotify is not to be had."""
        return self._ask(lambda: self._spotify.search(text, limit=limit, type="track", market=market))

    def _ask(self, question: Callable[[], object]) -> Mapping[str, object]:
        """The answer. A token may be withdrawn before its time: then it is renewed and the question asked once more."""
        try:
            return self._answer(question)
        except TokenRefused as refusal:
            self._credentials.refuse(refusal.token)
        self._before_another()
        return self._answer(question)

    def _answer(self, question: Callable[[], object]) -> Mapping[str, object]:
        try:
            answer = question()
        except RecursionError as fault:
            raise ProviderAnswerInvalid(NAME, f"{NAME} answered with JSON nested without end.") from fault
        if not isinstance(answer, dict):
            raise ProviderAnswerInvalid(NAME, f"{NAME} answered with something other than a JSON object.")
        return answer
