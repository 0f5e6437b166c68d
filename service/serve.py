"""`tracklinkd serve`: one process, or several that share a port."""

import asyncio
from contextlib import closing

from prometheus_client import REGISTRY

from repositories.database import open_database
from service.address import Address
from service.config import Settings
from service.house import run_house
from service.log import configure_log
from service.metrics_server import metrics_served
from service.port import reserve


def run_server(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises a TracklinkError when it cannot begin."""
    configure_log(settings.log.level, settings.log.format)
    with closing(reserve(settings.listen)) as held, metrics_served(settings.metrics, REGISTRY):
        address = Address(settings.listen.host, held.getsockname()[1])
        database = open_database(settings.database_address, settings.data_dir)
        asyncio.run(run_house(settings, database, address))
