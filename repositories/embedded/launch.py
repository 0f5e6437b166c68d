"""What a child does before it becomes initdb or postgres.

Run as a script, `launch.py PARENT_PID UID GID COMMAND...`, by a bare interpreter: code between fork and exec in a
process with threads may deadlock, and an unprivileged user may not be able to read our own Python. UID -1 keeps the
user.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent_pid: int, uid: int, gid: int, command: list[str]) -> None:
    """Become `command`, which ends with a fast shutdown (SIGINT) as soon as the thread that started it is gone."""
    die_with_parent()
    if uid >= 0:
        become(uid, gid)
        die_with_parent()  # a change of user clears the death signal
    if os.getppid() != parent_pid:  # it was gone before the signal was armed
        sys.exit("the process that started Postgres has ended")
    os.umask(0o077)
    os.execv(command[0], command)  # noqa: S606  a fixed argument list, no shell wanted


def become(uid: int, gid: int) -> None:
    """Stop being root, for good."""
    try:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    except OSError as error:
        sys.exit(f"root may not become the user {uid} here, and Postgres does not run as root: {error.strerror}")


def die_with_parent() -> None:
    """Linux alone knows this; elsewhere a clean exit stops Postgres, and the next owner stops an orphan."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
