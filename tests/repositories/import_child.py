"""A process of its own that imports a file and stops in the middle, told on standard output, until it is killed."""

import multiprocessing
import sys
from pathlib import Path

from repositories.catalog_import import import_file
from repositories.database import open_database
from repositories.track_file import TrackFile

PORTIONS_BEFORE_STOPPING = 4


def main() -> None:
    """Tell the ids of the processes that read, once some of the file is on its way into Postgres."""
    url, file = sys.argv[1:]
    seen: list[int] = []

    def watch(watched: TrackFile) -> None:
        seen.append(watched.position_bytes)
        if len(seen) == PORTIONS_BEFORE_STOPPING:
            readers = multiprocessing.active_children()
            sys.stdout.write(f"{' '.join(str(reader.pid) for reader in readers)}\n")
            sys.stdout.flush()
            sys.stdin.read()

    import_file(open_database(url, Path()), "catalog", Path(file), watch, processes=2)


if __name__ == "__main__":
    main()
