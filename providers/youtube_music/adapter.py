"""How the requests of ytmusicapi reach the service, and what is looked at before the library reads an answer.

The library has no setting for its address or its time-out, reads a body as JSON before it looks at the status, and
keeps neither status nor headers in its errors. So all of that happens underneath it.
"""

from collections.abc import Mapping
from http import HTTPStatus

import requests
from requests.utils import get_environ_proxies
from ytmusicapi.constants import YTM_BASE_API

from providers.http_error import error_of_open_status
from providers.json_field import decoded
from providers.punctual_http import PunctualAdapter
from providers.requests_error import FAULTS, error_of_fault
from providers.youtube_music.declaration import DECLARATION
from tracklink.plugin import (
    Connection,
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
)

NAME = DECLARATION.name


class InnerTubeAdapter(PunctualAdapter):
    """Sends to the address configured, and lets through only a JSON object of the service's own."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._address = f"{connection.base_url}/"
        self._timeout_seconds = connection.timeout_seconds

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002, FBT001, FBT002  # requests' signature; an answer is read whole here
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,  # noqa: ARG002  # the connection's holds
        verify: bool | str = True,  # noqa: FBT001, FBT002  # requests' signature
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002  # looked up for the address that is really asked
    ) -> requests.Response:
        """The whole answer; ProviderError for everything else."""
        url = (request.url or "").replace(YTM_BASE_API, self._address, 1)
        request.url = url
        try:
            response = super().send(
                request,
                stream=True,
                timeout=self._timeout_seconds,
                verify=verify,
                cert=cert,
                proxies=get_environ_proxies(url),
            )
            # Read here, where a body that fails can still be told from one of another form.
            _ = response.content
        except FAULTS as fault:
            raise error_of_fault(NAME, fault) from fault
        _check(response)
        return response


def _check(response: requests.Response) -> None:
    """Every answer of InnerTube is an object with a `responseContext`.

    No status of HTTP says that a track is unknown: that is an answer too. A 404 comes from where no InnerTube is.
    """
    # requests would guess the encoding of an answer whose header names none, and guesses slowly.
    response.encoding = "utf-8"
    if response.is_redirect:
        raise _error_of_redirect(response.headers["location"])
    if response.status_code != HTTPStatus.OK:
        raise error_of_open_status(NAME, response.status_code, response.headers.get("retry-after"))
    if "responseContext" not in decoded(response.json):
        raise ProviderAnswerInvalid(NAME, f"{NAME} sent an answer that is not of its own form.")


def _error_of_redirect(location: str) -> ProviderError:
    """An address that has asked too much is sent to a riddle of Google's; others are sent to consent to something."""
    if "/sorry/" in location:
        return ProviderRateLimited(NAME, f"{NAME} takes the requests from this address for a robot's.")
    return ProviderAnswerInvalid(NAME, f"{NAME} sent to another page instead of answering.")
