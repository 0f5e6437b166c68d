"""What goes wrong between a store and Postgres, in the words of the domain."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import exc

from domain.errors import StoreUnavailable


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn a lost, refused or exhausted connection inside the block into StoreUnavailable.

    Serves plain and awaiting code alike. The sentence names the cause as Postgres states it, without host, path,
    statement or password; the original error stays attached as its cause. Errors of the statement itself
    (a constraint, a wrong type) pass through unchanged.
    """
    try:
        yield
    except exc.TimeoutError as error:
        raise StoreUnavailable("Postgres is busy: no connection came free in time.") from error
    except exc.DBAPIError as error:
        if _is_about_the_connection(error):
            raise StoreUnavailable(_sentence(error.orig)) from error
        raise
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise StoreUnavailable(_sentence(error)) from error


def _is_about_the_connection(error: exc.DBAPIError) -> bool:
    return error.connection_invalidated or isinstance(error, (exc.OperationalError, exc.InterfaceError))


def _sentence(error: BaseException | None) -> str:
    """What libpq says after naming the place: `... port 5432 failed: FATAL:  the database ...` and further lines."""
    first_line = next(iter(str(error).splitlines()), "")
    reason = first_line.rpartition("failed: ")[2].removeprefix("FATAL:").strip().rstrip(".")
    return f"Postgres does not answer: {reason}." if reason else "Postgres does not answer."
