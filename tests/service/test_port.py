import socket
from contextlib import closing

import pytest

from service.address import Address
from service.port import AddressNotFree, reserve


def test_a_reserved_port_is_shared_with_those_who_share() -> None:
    """Processes that open the port for sharing may listen on it; nobody else may."""
    with closing(reserve(Address("127.0.0.1", 0))) as held:
        port = held.getsockname()[1]
        sharing = socket.create_server(("127.0.0.1", port), reuse_port=True)
        with closing(sharing), pytest.raises(AddressNotFree, match="it is in use"):
            reserve(Address("127.0.0.1", port))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (Address("no-such-host.invalid", 1), "the host no-such-host.invalid is not known"),
        (Address("192.0.2.1", 5), "this machine has no such address"),
    ],
)
def test_an_address_that_cannot_be_had_is_explained(address: Address, sentence: str) -> None:
    """The sentence names the address and the reason."""
    with pytest.raises(AddressNotFree, match=sentence):
        reserve(address)
