"""ListProviders: what each provider can do, and whether it is ready."""

import asyncio
from collections.abc import Iterable

from domain.provider_status import ProviderStatus
from service.gather import Gather
from tracklink.plugin import Declaration


class ListProviders:
    """Every provider that the server knows, enabled or not."""

    def __init__(self, declarations: Iterable[Declaration], gather: Gather) -> None:
        self._declarations = sorted(declarations, key=lambda declaration: declaration.name)
        self._gather = gather

    async def __call__(self) -> tuple[ProviderStatus, ...]:
        """In alphabetical order."""
        return tuple(await asyncio.gather(*(self._status(declaration) for declaration in self._declarations)))

    async def _status(self, declaration: Declaration) -> ProviderStatus:
        source = self._gather.sources.get(declaration.name)
        if source is None:
            return ProviderStatus(declaration=declaration, enabled=False, configured=False)
        missing = await self._gather.missing_settings(declaration.name)
        return ProviderStatus(
            declaration=source.declaration,
            enabled=True,
            configured=missing == (),
            missing_settings=missing or (),
            circuit=source.circuit,
            quota=source.quota,
            quota_remaining=await asyncio.to_thread(source.quota_left),
        )
