"""What the use cases are tested with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from providers.registry import build_providers
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database
from tests.service.house import House


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """The catalog and an offline spotify over an empty database."""
    store = SqlCatalogStore(database.sync_engine)
    house = House(database, tmp_path, build_providers(store, {"catalog", "spotify"}))
    yield house
    house.gather.close()
