"""One provider as the service asks it: its imported tracks first, then the live service behind its guard."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from domain.deadline import Deadline
from domain.provider_status import Circuit
from providers.catalog import CatalogProvider
from providers.guard import Guard
from tracklink.plugin import Declaration, Provider, ProviderUnavailable, Quota


class Live:
    """A service over the network, configured and opened, behind its guard."""

    def __init__(self, provider: Provider, guard: Guard) -> None:
        self.guard = guard
        self.batches = guard.batches(provider)
        self._provider = provider

    def within(self, deadline: Deadline) -> Provider:
        """The service, asked no later than the deadline."""
        return self.guard.around(self._provider, deadline, self.batches)


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

    def expecting_isrc(self) -> AbstractContextManager[None] | None:
        """Around a question that may look an ISRC up, where lookups are joined: others wait a moment for it to come."""
        return self._live.batches.expecting() if self._live and self._live.batches else None

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
        live = () if self._live is None else (self._live.within(deadline),)
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
