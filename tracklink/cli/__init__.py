"""The command line `tracklink`."""

import sys
from collections.abc import Sequence
from typing import NoReturn

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 nothing found or something failed, 2 used wrongly, 130 interrupted."""
    try:
        from tracklink.cli.app import run  # noqa: PLC0415 Ctrl-C during these imports must end in a sentence too

        code = run(arguments)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        sys.stderr.write("tracklink: interrupted\n")
    sys.exit(code)
