"""A track looked up by its id, with as much around it as Tidal lets be included."""

from collections.abc import Callable
from http import HTTPStatus
from time import monotonic

import httpx

from providers.tidal.session import Session

TRACK_PARTS = "artists,albums.artists"
"""A path embeds what lies on it; what is not asked for is not in the answer."""

FORMS = (
    f"{TRACK_PARTS},usageRules,replacement.artists,replacement.albums",
    f"{TRACK_PARTS},usageRules",
    TRACK_PARTS,
)
"""From all that is useful to what is needed. Tidal's description lists `replacement` among what may be included, and
elsewhere calls replacements internal: whoever may not include it is answered with 400, or with 403."""

REFUSALS = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN})

REMEMBERED_SECONDS = 6 * 3_600.0
"""How long no more is asked for than what was answered in place of a refusal; then the fullest is tried again."""


class Inclusion:
    """Finds out which form Tidal answers; any number of threads may ask.

    A refusal may have another reason, so that nothing follows from it until a lesser form is answered.
    """

    def __init__(self, session: Session, before_another: Callable[[], None]) -> None:
        self._session = session
        self._before_another = before_another
        self._first, self._until = 0, 0.0

    def get(self, path: str, country: str) -> httpx.Response:
        """The answer to the fullest form that is not refused, else the refusal of the last."""
        first = self._first if monotonic() < self._until else 0
        answer = self._get(path, country, first)
        for place in range(first + 1, len(FORMS)):
            if answer.status_code not in REFUSALS:
                break
            self._before_another()
            answer = self._get(path, country, place)
            if answer.status_code == HTTPStatus.OK:
                self._first, self._until = place, monotonic() + REMEMBERED_SECONDS
        return answer

    def _get(self, path: str, country: str, place: int) -> httpx.Response:
        return self._session.get(path, {"include": FORMS[place], "countryCode": country})
