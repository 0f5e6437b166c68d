import os
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from shutil import copytree

import pytest

from tests.providers.fake.deezer import FakeDeezer
from tests.tracklink.corpus.made_corpus import TITLES, catalogue, serving, write_corpus

COMMAND = [Path(sys.executable).with_name("tracklink"), "link-partitions"]
JOURNAL = ".linking.journal"


def _start(folder: Path, address: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"TRACKLINK_SERVER": address}
    return subprocess.Popen(
        [*COMMAND, folder, "--provider", "deezer", "--jobs", "8"], env=environment, stderr=subprocess.PIPE
    )


def _written(folder: Path) -> dict[str, bytes]:
    """What a run leaves behind, but for its summary."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "summary.json"
    }


def _done(folder: Path) -> set[str]:
    """Titles of the files that a killed run had come to the end with."""
    lines = (line for path in folder.rglob(JOURNAL) for line in path.read_text().split("\n")[:-1])
    return {title for line in lines for title in TITLES if f'"{title}"' in line}


def _asked(service: FakeDeezer, since: int) -> set[str]:
    """Titles that were searched for after so many questions."""
    queries = [request.query.get("q", [""])[0].lower() for request in service.questions[since:]]
    return {title for title in TITLES if any(title.lower() in query for query in queries)}


def _run_to_its_end(folder: Path, address: str) -> None:
    process = _start(folder, address)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err


def _run_and_kill(folder: Path, address: str, service: FakeDeezer, more_questions: int) -> None:
    """A run that is killed when the service was asked so many more questions."""
    end = len(service.questions) + more_questions
    process = _start(folder, address)
    while process.poll() is None and len(service.questions) < end:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.002)
    process.kill()
    process.communicate()


@pytest.mark.parametrize(
    ("files", "kills"), [(12, 2), pytest.param(200, 10, marks=[pytest.mark.slow, pytest.mark.timeout(240)])]
)
def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path, database_url: str, files: int, kills: int) -> None:
    """However often it is killed, it leaves the bytes of a run that was not, and asks about no file that was done."""
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    write_corpus(killed, files)
    copytree(killed, whole)
    moments = random.Random(7)  # noqa: S311 a sample, no secret
    done: set[str] = set()
    with catalogue(TITLES) as service, serving(tmp_path, service, database_url) as server:
        for _ in range(kills):
            before = len(service.questions)
            _run_and_kill(killed, server.address, service, moments.randint(1, 3 * files // kills))
            assert done.isdisjoint(_asked(service, before))
            done = _done(killed)
        _run_to_its_end(killed, server.address)
        _run_to_its_end(whole, server.address)

    assert _written(killed) == _written(whole)
    assert len(list(killed.rglob("jams-linked/*.jams"))) == 3 * files
