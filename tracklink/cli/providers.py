"""`tracklink providers` shows whom the server can ask."""

from collections.abc import Iterator, Sequence

import typer

from tracklink.cli.connection import connection
from tracklink.cli.options import Json, Server
from tracklink.cli.output import print_json, print_table
from tracklink.cli.rows import Lines, table_of
from tracklink.cli.wording import enum_words
from tracklink.client import ListProvidersResponse, ProviderStatus

_HEADINGS = ("PROVIDER", "STATE", "CAN", "DURATIONS", "QUOTA")
_TROUBLED = frozenset({ProviderStatus.CIRCUIT_OPEN, ProviderStatus.CIRCUIT_HALF_OPEN})


def _state(status: ProviderStatus) -> Iterator[str]:
    if not status.enabled:
        yield "switched off"
    elif status.configured:
        yield "ready"
    if not status.configured:
        yield f"lacks {', '.join(status.missing_settings)}"
    if status.circuit in _TROUBLED:
        yield "circuit " + enum_words(ProviderStatus.Circuit.DESCRIPTOR, status.circuit, "CIRCUIT_")


def _quota(status: ProviderStatus) -> Iterator[str]:
    if status.HasField("quota"):
        quota = status.quota
        yield f"{quota.remaining} at once now, {quota.requests} in {quota.period_seconds:g} s"


def _abilities(status: ProviderStatus) -> str:
    kind = ProviderStatus.Capability.DESCRIPTOR
    return ", ".join(enum_words(kind, each, "CAPABILITY_") for each in status.capabilities)


def rows(response: ListProvidersResponse) -> Iterator[Sequence[Lines]]:
    """A line for each provider."""
    for status in response.providers:
        grain = f"to {status.duration_precision_ms} ms"
        yield (status.name,), _state(status), (_abilities(status),), (grain,), _quota(status)


def providers(context: typer.Context, *, server: Server = None, as_json: Json = False) -> None:
    """Show what each provider can do, and whether it is ready."""
    with connection(context).client(server) as client:
        response = client.list_providers()
    if as_json:
        print_json(response)
    else:
        print_table(table_of(_HEADINGS, rows(response)))
