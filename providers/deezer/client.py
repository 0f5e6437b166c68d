"""The way to Deezer: an answer that succeeded, or a ProviderError.

`deezer-python` turns answers into objects, a missing field of which asks the service again when it is read, and which
cannot be made at all of a date or a list in another form. Here it passes on the decoded JSON instead, and what is
left of its work is to ask, and to tell errors from answers.
"""

from http import HTTPStatus
from typing import Any

import deezer  # type: ignore[import-untyped]  # the library says nothing of its types
import httpx
from deezer.exceptions import DeezerErrorResponse, DeezerHTTPError  # type: ignore[import-untyped]  # likewise

from providers.deezer.declaration import DECLARATION
from providers.deezer.number import number
from providers.http_error import error_of_open_status
from providers.httpx_error import FAULTS, error_of_fault
from providers.json_field import NOT_JSON, decoded, mapping
from providers.punctual_httpx import PunctualTransport
from tracklink.plugin import (
    Connection,
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderRefused,
    ProviderUnavailable,
)

NAME = DECLARATION.name

NO_DATA = 800
MEANINGS: dict[int, type[ProviderError]] = {
    4: ProviderRateLimited,
    200: ProviderRefused,
    300: ProviderRefused,
    700: ProviderUnavailable,
}
"""https://developers.deezer.com/api/errors: quota, permission, token, service busy. The other codes blame the request
(100, 500, 501, 600), or are not known."""

Parameters = dict[str, str | int]


class NothingFound(Exception):
    """Deezer knows of no such thing."""


class DeezerClient:
    """A pool of connections; any number of threads may ask at once."""

    def __init__(self, connection: Connection) -> None:
        self._library = _Library(connection)

    def get(self, path: str, parameters: Parameters | None = None) -> dict[str, object]:
        """The JSON object of an answer, by one request. Raises NothingFound and ProviderError."""
        try:
            answer: object = self._library.request("GET", path, params=parameters)
        except DeezerErrorResponse as error:
            raise _error_of_body(error.json_data) from error
        except DeezerHTTPError as error:
            raise _error_of_status(error) from error
        except (*FAULTS, *NOT_JSON) as fault:
            raise error_of_fault(NAME, fault) from fault
        if not isinstance(answer, dict):
            raise ProviderAnswerInvalid(NAME, f"{NAME} answered with something other than a JSON object.")
        return answer

    def close(self) -> None:
        """Close every connection."""
        self._library.close()


class _Library(deezer.Client):  # type: ignore[misc]  # likewise
    """The library's client. Its own constructor takes neither an address nor a time-out, and sets nothing else."""

    def __init__(self, connection: Connection) -> None:
        super(deezer.Client, self).__init__(
            base_url=connection.base_url,
            transport=PunctualTransport(),
            timeout=connection.timeout_seconds,
            headers={"User-Agent": connection.user_agent},
        )

    def _process_json(self, item: dict[str, Any], *_: object, **__: object) -> dict[str, Any]:
        """The answer as it came."""
        return item


def _error_of_body(body: object) -> ProviderError | NothingFound:
    """Deezer's own errors come with status 200; some have no code, some are a text in place of an object."""
    code = number(mapping(mapping(body).get("error")).get("code"))
    if code == NO_DATA:
        return NothingFound()
    kind = MEANINGS.get(code or 0, ProviderAnswerInvalid)
    return kind(
        NAME, f"{NAME} answered with error {code}." if code else f"{NAME} answered with an error without a code."
    )


def _error_of_status(error: DeezerHTTPError) -> ProviderError | NothingFound:
    """A 404 in Deezer's words says that there is no such thing; one in other words, that this is not Deezer.

    A 403 refuses somebody where its body has such a code; without one it throttles.
    """
    response = getattr(error.__cause__, "response", None)
    if not isinstance(response, httpx.Response):
        return ProviderUnavailable(NAME, f"{NAME} answered with an error.")
    body = decoded(response.json)
    if response.status_code == HTTPStatus.NOT_FOUND and "error" in body:
        return NothingFound()
    stated, is_forbidden = _error_of_body(body), response.status_code == HTTPStatus.FORBIDDEN
    if isinstance(stated, ProviderRateLimited) or (is_forbidden and isinstance(stated, ProviderRefused)):
        return stated
    return error_of_open_status(NAME, response.status_code, response.headers.get("Retry-After"))
