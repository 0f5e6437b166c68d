import multiprocessing
import os
import select
import subprocess
import sys
from pathlib import Path

from repositories.catalog_import import import_file
from repositories.catalog_merge import Merged
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database
from tests.repositories.embedded_child import CHECKOUT
from tests.repositories.stocking import HARBOUR, stock, write_rows
from tracklink.plugin import Track

PATIENCE_SECONDS = 20
ROWS = [{"id": str(number), "title": f"Song {number}"} for number in range(10_000)]


def killed_while_importing(url: str, file: Path) -> list[int]:
    """Kill an import in its middle; the processes that read for it, each still to be waited for."""
    command = [sys.executable, "-m", "tests.repositories.import_child", url, str(file)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        readers = [os.pidfd_open(int(pid)) for pid in child.stdout.readline().split()]
        child.kill()
    return readers


def test_an_import_that_is_killed_leaves_nothing(database: Database, tmp_path: Path) -> None:
    """What was there before is there as it was, its processes end, and the next import finds nothing half done."""
    store, file = SqlCatalogStore(database.sync_engine), write_rows(tmp_path / "songs.jsonl", *ROWS)
    stock(database, tmp_path, HARBOUR)
    readers = killed_while_importing(database.url, file)

    assert len(readers) == 2
    for reader in readers:
        assert select.select([reader], [], [], PATIENCE_SECONDS)[0]
        os.close(reader)
    assert store.generation("catalog") == 1
    assert store.search("catalog", Track(title="Harbour Lights"), 1)
    assert import_file(database, "catalog", file).merged == Merged(new=10_000, changed=0, unchanged=0, repeated=0)
    assert store.search("catalog", Track(title="Harbour Lights"), 1)


def test_a_killed_reader_fails_the_import(database: Database, tmp_path: Path) -> None:
    """One sentence, and nothing of the file."""
    file = write_rows(tmp_path / "songs.jsonl", *ROWS)
    killed: list[multiprocessing.process.BaseProcess] = []

    def watch(_: object) -> None:
        if not killed and (readers := multiprocessing.active_children()):
            readers[0].kill()
            killed.append(readers[0])

    report = import_file(database, "catalog", file, watch, processes=2)
    assert (report.merged, "a process reading it was killed" in report.failure) == (None, True)
    assert not SqlCatalogStore(database.sync_engine).search("catalog", Track(title="Song 1"), 5)
