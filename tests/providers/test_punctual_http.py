from collections.abc import Iterator
from http.client import HTTPConnection
from threading import Event, Timer

import pytest
from requests import Session
from requests.exceptions import RequestException
from urllib3.exceptions import InvalidHeader

from providers.punctual_http import PunctualAdapter, PunctualResponse
from providers.requests_error import FAULTS, error_of_fault
from tests.providers.fake import fault
from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.fault import Fault
from tests.providers.fake.service import FakeService
from tracklink.plugin import ProviderAnswerInvalid, ProviderError, ProviderTimedOut, ProviderUnavailable

TIMEOUT_SECONDS = 0.2


class Box(FakeService):
    """Answers everything with a long text."""

    def answer(self, request: Request) -> Reply:
        """It."""
        return Reply(b"harbour " * 10_000, content_type="text/plain")


@pytest.fixture
def box() -> Iterator[Box]:
    """A service that may fail."""
    with Box() as service:
        yield service


@pytest.fixture
def session() -> Iterator[Session]:
    """A session that goes through the adapter."""
    with Session() as opened:
        opened.mount("http://", PunctualAdapter())
        yield opened


@pytest.mark.parametrize(
    ("befalls", "kind"),
    [
        (fault.hang, ProviderTimedOut),
        (fault.trickle_in_headers, ProviderTimedOut),
        (fault.trickle_in_body, ProviderTimedOut),
        (fault.length_too_long, ProviderTimedOut),
        (fault.cut_at_once, ProviderUnavailable),
        (fault.cut_in_body, ProviderAnswerInvalid),
        (fault.replied(Reply(b"harbour", headers={"Content-Encoding": "gzip"})), ProviderAnswerInvalid),
    ],
)
def test_a_fault_has_its_error(box: Box, session: Session, befalls: Fault, kind: type[ProviderError]) -> None:
    """Also on a connection that has served before; one request, and the next one is answered."""
    assert session.get(box.base_url, timeout=TIMEOUT_SECONDS).ok
    box.inject(befalls, times=1)
    with pytest.raises(FAULTS) as raised:
        session.get(box.base_url, timeout=TIMEOUT_SECONDS)

    error = error_of_fault("box", raised.value)
    assert type(error) is kind
    assert "127.0.0.1" not in f"{error}"
    assert session.get(box.base_url, timeout=TIMEOUT_SECONDS).ok
    assert box.count() == 3


def test_nobody_there_is_unavailable(session: Session) -> None:
    """No connection at all."""
    with pytest.raises(RequestException) as raised:
        session.get("http://127.0.0.1:1", timeout=TIMEOUT_SECONDS)
    assert type(error_of_fault("box", raised.value)) is ProviderUnavailable


def test_what_urllib3_lets_through_is_an_invalid_answer() -> None:
    """Two different Content-Lengths in one header."""
    assert type(error_of_fault("box", InvalidHeader("unmatching values"))) is ProviderAnswerInvalid


def test_without_a_timeout_an_answer_takes_as_long_as_it_takes(box: Box, session: Session) -> None:
    """Nothing is added where a caller asked for nothing."""
    box.inject(fault.hang, times=1)
    release = Timer(0.05, Event.set, [box.released])
    release.start()
    assert session.get(box.base_url, timeout=None).ok
    release.join()


def test_it_serves_plain_connections_too(box: Box) -> None:
    """As urllib opens them."""
    connection = HTTPConnection(box.origin.removeprefix("http://"), timeout=TIMEOUT_SECONDS)
    connection.response_class = PunctualResponse
    box.inject(fault.trickle_in_body, times=1)
    connection.request("GET", "/")
    with connection.getresponse() as answer, pytest.raises(TimeoutError):
        answer.read()
    connection.close()
