"""The page that Prometheus reads."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, start_http_server

from domain.errors import TracklinkError
from service.address import Address


class MetricsNotServed(TracklinkError):
    """The address of the metrics cannot be listened on."""


@contextmanager
def metrics_served(address: Address | None, registry: CollectorRegistry) -> Iterator[None]:
    """Serve the registry's figures at /metrics, on a thread, until the end of the block. Raises MetricsNotServed."""
    if address is None:
        yield
        return
    try:
        server, thread = start_http_server(address.port, address.host, registry)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise MetricsNotServed(f"metrics cannot be served on {address}: {reason}; choose another --metrics.") from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
