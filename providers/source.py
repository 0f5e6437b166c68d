"""One provider as the service asks it: its imported tracks first, then the live service behind its guard."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.deadline import Deadline
from domain.provider_status import Circuit
from providers.catalog import CatalogProvider
from providers.guard import Guard
from tracklink.plugin import Declaration, Provider, ProviderUnavailable, Quota


@dataclass(frozen=True, slots=True)
class Live:
    """A service over the network, configured and opened."""

    provider: Provider
    guard: Guard


class Source:
    """Imported tracks, a live service, or both."""

    def __init__(
        self,
        declaration: Declaration,
        imported: CatalogProvider,
        live: Live | None = None,
        unset: Sequence[str] = (),
    ) -> None:
        """`unset` names the environment variables for want of which there is no live service."""
        self._declaration = declaration
        self._imported = imported
        self._live = live
        self._unset = tuple(unset)

    @property
    def declaration(self) -> Declaration:
        """What the service is and can do; its imported tracks can be asked in every way besides."""
        return self._declaration

    @property
    def circuit(self) -> Circuit | None:
        """The state of the breaker around the live service; None where there is none."""
        return None if self._live is None else self._live.guard.circuit

    @property
    def quota(self) -> Quota | None:
        """What the live service allows; None where there is none, or no limit is known."""
        return None if self._live is None else self._live.guard.quota

    def quota_left(self) -> int | None:
        """How many requests could be made at once now; None without a quota, or when nobody can tell."""
        return None if self._live is None else self._live.guard.quota_left()

    def missing_settings(self, *, has_imports: bool | None = None) -> Sequence[str]:
        """The environment variables that are not set, else the import that it needs; empty when it can answer.

        `has_imports` tells whether any of its tracks are imported; None asks Postgres. Raises ProviderUnavailable when
        there is no live service and Postgres does not answer.
        """
        if self._live is not None or has_imports:
            return ()
        commands = self._imported.missing_settings()
        return self._unset if commands and self._unset else commands

    def within(self, deadline: Deadline, *, has_imports: bool | None = None) -> Sequence[Provider]:
        """Whom to consult, in this order; the live service no later than the deadline.

        `has_imports` tells whether any of its tracks are imported; None asks Postgres. Raises ProviderUnavailable when
        there is no live service and Postgres does not answer.
        """
        live = () if self._live is None else (self._live.guard.around(self._live.provider, deadline),)
        return (self._imported, *live) if self._has_imports(has_imports) else live

    def _has_imports(self, known: bool | None) -> bool:  # noqa: FBT001  # passed on, and named at the edge
        if known is not None:
            return known
        try:
            return not self._imported.missing_settings()
        except ProviderUnavailable:
            if self._live is None:
                raise
            return False
