"""`tracklinkd serve`: one process, or several that share a port."""

import asyncio
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from repositories.database import open_database
from repositories.revision import bring_up_to_date
from service.address import Address
from service.call_log import LogCall
from service.config import Settings
from service.house import run_house
from service.log import configure_log
from service.metrics_server import metrics_served
from service.port import reserve
from service.workers import run_workers


def run_server(settings: Settings, config: Path | None) -> None:
    """Serve until a signal to stop; `config` is passed on to the workers. Raises a TracklinkError."""
    log_call = configure_log(settings.log.level, settings.log.format)
    with closing(reserve(settings.listen)) as held:
        address = Address(settings.listen.host, held.getsockname()[1])
        if settings.workers == 1:
            with metrics_served(settings.metrics, REGISTRY):
                _run_one(settings, address, log_call)
        else:
            _run_several(settings, address, config)


def run_worker(settings: Settings) -> None:
    """Serve as one of several: on a port that the parent holds, and no longer than the parent lives."""
    log_call = configure_log(settings.log.level, settings.log.format)
    _run_one(settings, settings.listen, log_call, has_parent=True)


def _run_one(settings: Settings, address: Address, log_call: LogCall, *, has_parent: bool = False) -> None:
    database = open_database(settings.database_address, settings.data_dir)
    uvloop.run(run_house(settings, database, address, log_call, has_parent=has_parent))


def _run_several(settings: Settings, address: Address, config: Path | None) -> None:
    """The parent opens the database first and closes it last: workers find it migrated, and an embedded one running."""
    database = open_database(settings.database_address, settings.data_dir)
    try:
        bring_up_to_date(database.url)
        with TemporaryDirectory(prefix="tracklinkd-") as figures:
            registry = CollectorRegistry()
            MultiProcessCollector(registry, path=figures)  # type: ignore[no-untyped-call]  # the library leaves it so
            with metrics_served(settings.metrics, registry):
                asyncio.run(run_workers(settings, address, config, figures))
    finally:
        asyncio.run(database.close())
