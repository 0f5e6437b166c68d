"""What a step has of Flyte: its secrets, another try, and a folder of its own."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flytekit import Secret, current_context
from flytekit.exceptions.user import FlyteRecoverableException

from tracklink.client import SERVER_VARIABLE
from workflows.playlist_repair import LOGINS_VARIABLE, PASSING, log_in

SERVER = Secret(group="tracklink", key="server")
"""HOST:PORT of the server."""
LOGINS = Secret(group="tracklink", key="logins")
"""See LOGINS_VARIABLE."""
_VARIABLES = ((SERVER, SERVER_VARIABLE), (LOGINS, LOGINS_VARIABLE))


def take_secrets() -> None:
    """Put those that this step was given where the client looks, into the environment, and log in.

    A variable that is set goes before. Raises PlaylistError.
    """
    for secret, variable in _VARIABLES:
        if variable not in os.environ and (value := _value(secret)):
            os.environ[variable] = value
    log_in(os.environ.get(LOGINS_VARIABLE, ""))


def _value(secret: Secret) -> str:
    try:
        return current_context().secrets.get(secret.group, secret.key) or ""
    except ValueError:
        return ""


@contextmanager
def another_try() -> Iterator[None]:
    """Have the step tried again, as often as it may be, after what goes better at another try."""
    try:
        yield
    except PASSING as error:
        raise FlyteRecoverableException(str(error)) from error


def own_folder() -> Path:
    """A new, empty one. On a laptop all steps of a map share a working directory."""
    return Path(tempfile.mkdtemp(dir=current_context().working_directory))
