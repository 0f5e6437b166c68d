"""How a child of ours is started through launch.py."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from repositories.embedded.account import Account

LAUNCH: Final = Path(__file__).with_name("launch.py")


def launch_arguments(command: Sequence[str], account: Account | None) -> list[str]:
    """The command line of a child that becomes `command` as `account`; start it on the thread that it dies with."""
    uid, gid = (account.uid, account.gid) if account else (-1, -1)
    return [sys.executable, "-I", "-S", str(LAUNCH), str(os.getpid()), str(uid), str(gid), *command]


def launch_environment() -> dict[str, str]:
    """Nothing of ours: PGPORT, PGDATA, LC_ALL and the like would bend the child."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
