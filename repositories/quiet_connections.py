"""Connections of a pool are looked at before they are used, without asking Postgres."""

from select import POLLIN, poll

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection


def trust_quiet_connections(engine: Engine) -> None:
    """Replace a connection on which something came while it rested: its end, as a rule.

    A round trip that asks whether it still answers would cost as much as most of the statements do.
    """
    event.listen(engine, "checkout", _check)


def _check(_connection: object, record: ConnectionPoolEntry, _proxied: PoolProxiedConnection) -> None:
    resting: psycopg.Connection | psycopg.AsyncConnection | None = record.driver_connection
    if resting is None or resting.closed or _has_news(resting.fileno()):
        raise DisconnectionError("Postgres has ended the connection.")


def _has_news(descriptor: int) -> bool:
    looking = poll()
    looking.register(descriptor, POLLIN)
    return bool(looking.poll(0))
