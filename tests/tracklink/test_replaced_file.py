from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tracklink.replaced_file import replace_file


def test_nothing_is_left_of_a_writer_that_was_killed(tmp_path: Path) -> None:
    """What it had written is written over, however long it was."""
    (tmp_path / ".a.json.part").write_text("the beginning of what it never finished")
    replace_file(tmp_path / "a.json", "[]")

    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a.json": "[]"}


def test_who_writes_at_the_same_time_writes_the_whole(tmp_path: Path) -> None:
    """One of them is last, and none fails."""
    contents = [f"{number}" * 100_000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: replace_file(tmp_path / "a.txt", content), contents * 5))

    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() in contents


def test_a_file_that_cannot_be_put_in_its_place_leaves_nothing(tmp_path: Path) -> None:
    """The file that was to be written like another, which has gone meanwhile."""
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "a.txt", "text", like=tmp_path / "gone.txt")

    assert list(tmp_path.iterdir()) == []
