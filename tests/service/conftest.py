"""What the use cases are tested with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from providers.catalog import CatalogProvider, offline
from providers.registry import DECLARATIONS
from providers.source import Source
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database
from tests.service.house import House


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """The catalog and an offline spotify over an empty database."""
    store = SqlCatalogStore(database.sync_engine)
    sources = {
        name: Source(DECLARATIONS[name], CatalogProvider(offline(DECLARATIONS[name]), store))
        for name in ("catalog", "spotify")
    }
    house = House(database, tmp_path, sources)
    yield house
    await house.close()
