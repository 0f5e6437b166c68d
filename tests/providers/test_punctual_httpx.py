from collections.abc import Iterator
from threading import Event, Timer

import httpx
import pytest

from providers.punctual_httpx import PunctualTransport
from tests.providers.fake import fault
from tests.providers.fake.exchange import Reply, Request
from tests.providers.fake.fault import Fault
from tests.providers.fake.service import FakeService

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
def client() -> Iterator[httpx.Client]:
    """A client that goes through the transport."""
    with httpx.Client(transport=PunctualTransport(), timeout=TIMEOUT_SECONDS) as opened:
        yield opened


@pytest.mark.parametrize(
    ("befalls", "kind"),
    [
        (fault.hang, httpx.ReadTimeout),
        (fault.trickle_in_headers, httpx.ReadTimeout),
        (fault.trickle_in_body, httpx.ReadTimeout),
        (fault.length_too_long, httpx.ReadTimeout),
        (fault.cut_at_once, httpx.RemoteProtocolError),
        (fault.cut_in_headers, httpx.RemoteProtocolError),
        (fault.cut_in_body, httpx.RemoteProtocolError),
    ],
)
def test_a_fault_has_the_error_of_httpx(box: Box, client: httpx.Client, befalls: Fault, kind: type[Exception]) -> None:
    """Also on a connection that has served before; one request, and the next one is answered."""
    assert client.get(box.base_url).is_success
    box.inject(befalls, times=1)
    with pytest.raises(kind):
        client.get(box.base_url)

    assert client.get(box.base_url).is_success
    assert box.count() == 3


@pytest.mark.parametrize(
    ("address", "kind"),
    [("http://127.0.0.1:1", httpx.ConnectError), ("ftp://127.0.0.1", httpx.UnsupportedProtocol)],
)
def test_nobody_there_has_the_error_of_httpx(client: httpx.Client, address: str, kind: type[Exception]) -> None:
    """No connection, or none of a kind that there is."""
    with pytest.raises(kind):
        client.get(address)


def test_without_a_timeout_an_answer_takes_as_long_as_it_takes(box: Box, client: httpx.Client) -> None:
    """Nothing is added where a caller asked for nothing."""
    box.inject(fault.hang, times=1)
    release = Timer(0.05, Event.set, [box.released])
    release.start()
    assert client.get(box.base_url, timeout=None).is_success
    release.join()
