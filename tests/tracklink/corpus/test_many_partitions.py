import json
import subprocess
import sys
from pathlib import Path

from tests.tracklink.conftest import RunCli
from tests.tracklink.corpus.made_corpus import write_corpus

TRACKLINK = Path(sys.executable).with_name("tracklink")
FOLDERS = 300
OPEN_FILES = 256
"""As many as macOS grants a process."""


def test_there_may_be_more_partitions_than_open_files(server: str, tmp_path: Path) -> None:
    """A folder for each album of a collection: each gets its table and its copy, and one summary counts them all."""
    for number in range(FOLDERS):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        (folder / "1.jams").write_text('{"file_metadata": {"title": "Kissenschlacht"}}')
    command = f'ulimit -n {OPEN_FILES}; exec "$0" --server {server} link-partitions "$1" --provider catalog'
    ended = subprocess.run(
        ["/bin/sh", "-c", command, TRACKLINK, tmp_path], capture_output=True, text=True, timeout=50, check=False
    )
    summary = json.loads((tmp_path / "summary.json").read_text())

    assert (ended.returncode, ended.stderr.count("\n")) == (0, 1)
    assert (summary["files"], summary["outcomes"], summary["not_done"]) == (FOLDERS, {"LINKED": FOLDERS}, 0)
    assert len(list(tmp_path.glob("*/linking.csv"))) == len(list(tmp_path.glob("*/jams-linked/1.jams"))) == FOLDERS
    assert list(tmp_path.glob("*/.linking.journal")) == []


def test_a_copy_that_is_not_there_is_made(tracklink: RunCli, tmp_path: Path) -> None:
    """After a run with --no-save, or when it was taken away; the others are not asked about."""
    files = write_corpus(tmp_path, 2)
    tracklink("link-partitions", tmp_path, "--provider", "catalog", "--no-save")
    table = (tmp_path / "isophonics" / "linking.csv").read_bytes()
    none = list(tmp_path.rglob("jams-linked/*"))
    saved = tracklink("link-partitions", tmp_path, "--provider", "catalog")
    copies = sorted(tmp_path.rglob("jams-linked/*"))
    copies[0].unlink()
    restored = tracklink("link-partitions", tmp_path, "--provider", "catalog")

    assert (none, len(copies), len(files)) == ([], 6, 6)
    assert "0 done before" in saved.err
    assert copies[0].exists()
    assert "5 done before" in restored.err
    assert (tmp_path / "isophonics" / "linking.csv").read_bytes() == table


def test_a_file_that_was_refused_is_asked_about_again(tracklink: RunCli, tmp_path: Path) -> None:
    """It may have been mended, as this one was; until then it counts as still to be asked about."""
    file = tmp_path / "1.jams"
    file.write_text('{"file_metadata": {"artist": "The Quay Sisters"}}')
    refused = tracklink("link-partitions", tmp_path, "--provider", "catalog")
    told = (tmp_path / "linking.csv").read_text()
    file.write_text('{"file_metadata": {"title": "Kissenschlacht"}}')
    mended = tracklink("link-partitions", tmp_path, "--provider", "catalog")

    assert (refused.code, "INVALID_ARGUMENT" in told, "1 still to be asked about" in refused.err) == (1, True, True)
    assert (mended.code, "1 of 1 linked now" in mended.err) == (0, True)


def test_a_part_of_a_partition_leaves_the_rows_of_the_others(tracklink: RunCli, tmp_path: Path) -> None:
    """Given by itself, each of its folders of JAMS files fills its own lines of the one table."""
    for folder in ("choco/jams", "choco/score/jams"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "1.jams").write_text('{"file_metadata": {"title": "Kissenschlacht"}}')
    tracklink("link-partitions", tmp_path, "--provider", "catalog")
    table = (tmp_path / "linking.csv").read_bytes()
    part = tracklink("link-partitions", tmp_path / "choco" / "jams", "--provider", "catalog")

    assert "1 files: 0 of 0 linked now, 1 done before" in part.err
    assert (tmp_path / "linking.csv").read_bytes() == table
    assert table.count(b"LINKED,SAME_RECORDING") == 2 * 2
