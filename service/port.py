"""Making sure of a port before gRPC takes it."""

import errno
import socket

from domain.errors import TracklinkError
from service.address import Address

_CURES = {
    errno.EADDRINUSE: "it is in use; stop what listens there or choose another --listen",
    errno.EACCES: "the port needs more rights; choose one above 1023 with --listen",
    errno.EADDRNOTAVAIL: "this machine has no such address; choose one of its own with --listen",
}


class AddressNotFree(TracklinkError):
    """The address cannot be listened on; the message says why and what to do."""


def reserve(address: Address) -> socket.socket:
    """A socket bound to the address, which keeps the port for processes that share it and takes no connection.

    Raises AddressNotFree, also when another server has the port open for sharing.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
        shared = socket.socket(family, kind, protocol)
        shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        shared.bind(place)
    except socket.gaierror as error:
        raise AddressNotFree(f"{address} cannot be listened on: the host {address.host} is not known.") from error
    except OSError as error:
        cure = _CURES.get(error.errno or 0, str(error.strerror or error).lower())
        raise AddressNotFree(f"{address} cannot be listened on: {cure}.") from error
    return shared
