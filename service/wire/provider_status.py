"""The capability table, told."""

from collections.abc import Iterable

from domain.provider_status import ProviderStatus
from service.wire.enums import CAPABILITIES, CIRCUITS
from tracklink.plugin import Quota
from tracklink.v1 import link_service_pb2 as link


def providers_response(statuses: Iterable[ProviderStatus]) -> link.ListProvidersResponse:
    """Every provider in alphabetical order."""
    ordered = sorted(statuses, key=lambda status: status.declaration.name)
    return link.ListProvidersResponse(providers=[_status_message(status) for status in ordered])


def _status_message(status: ProviderStatus) -> link.ProviderStatus:
    return link.ProviderStatus(
        name=status.declaration.name,
        enabled=status.enabled,
        configured=status.configured,
        missing_settings=status.missing_settings,
        capabilities=sorted(CAPABILITIES[capability] for capability in status.declaration.capabilities),
        duration_precision_ms=status.declaration.duration_precision_ms,
        circuit=CIRCUITS[status.circuit] if status.circuit else link.ProviderStatus.CIRCUIT_UNSPECIFIED,
        quota=_quota_message(status.quota, status.quota_remaining) if status.quota else None,
    )


def _quota_message(quota: Quota, remaining: int | None) -> link.ProviderStatus.Quota:
    return link.ProviderStatus.Quota(
        requests=quota.requests, period_seconds=quota.period_seconds, remaining=remaining or 0
    )
