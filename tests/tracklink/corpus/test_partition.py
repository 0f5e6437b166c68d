from pathlib import Path

import pytest

from tracklink.corpus.partition import find_partitions


def _found(root: Path) -> dict[str, dict[str, str]]:
    """Copies by the names of their files, by the folder of the partition; all relative to the corpus."""
    return {
        partition.folder.relative_to(root).as_posix(): {
            source.name: source.target.relative_to(root).as_posix() for source in partition.sources
        }
        for partition in find_partitions(root)
    }


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (["a/choco/jams/1.jams"], {"a": {"choco/jams/1.jams": "a/choco/jams-linked/1.jams"}}),
        (["choco/jams/1.jams"], {".": {"choco/jams/1.jams": "choco/jams-linked/1.jams"}}),
        (["x/a/choco/jams/b/1.jams"], {"x/a": {"choco/jams/b/1.jams": "x/a/choco/jams-linked/b/1.jams"}}),
        (["a/jams/1.jams"], {"a": {"jams/1.jams": "a/jams-linked/1.jams"}}),
        (["a/1.jams"], {"a": {"1.jams": "a/jams-linked/1.jams"}}),
        (["1.jams"], {".": {"1.jams": "jams-linked/1.jams"}}),
        (
            ["a/choco/audio/jams/1.jams", "a/choco/score/jams/1.jams"],
            {
                "a": {
                    "choco/audio/jams/1.jams": "a/choco/audio/jams-linked/1.jams",
                    "choco/score/jams/1.jams": "a/choco/score/jams-linked/1.jams",
                }
            },
        ),
        (
            ["a/choco/jams/1.jams", "a/choco/jams-converted/1.jams"],
            {"a": {"choco/jams-converted/1.jams": "a/choco/jams-linked/1.jams"}},
        ),
        (
            ["a/choco/forum/jams-converted/1.jams", "a/choco/forum/jams-aligned/1.jams"],
            {"a": {"choco/forum/jams-converted/1.jams": "a/choco/forum/jams-linked/1.jams"}},
        ),
        (
            ["choco/partitions/a/jams/1.jams"],
            {"choco/partitions/a": {"jams/1.jams": "choco/partitions/a/jams-linked/1.jams"}},
        ),
        (
            ["choco/partitions/a/choco/jams/1.jams"],
            {"choco/partitions/a": {"choco/jams/1.jams": "choco/partitions/a/choco/jams-linked/1.jams"}},
        ),
        (["a/jams-linked/1.jams", "a/.hidden/1.jams", "a/.1.jams", "a/1.txt"], {}),
    ],
)
def test_every_layout_has_its_partitions_and_copies(
    tmp_path: Path, files: list[str], found: dict[str, dict[str, str]]
) -> None:
    """ChoCo's, plain folders, and the corpus itself as a folder of files; linked copies are never read."""
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()

    assert _found(tmp_path) == found


@pytest.mark.parametrize("within", [".", "choco", "choco/jams"])
def test_a_folder_within_a_partition_belongs_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, within: str
) -> None:
    """Its name, after which the rules go, its table and its copies are the same, also when called `.` from inside."""
    jams = tmp_path / "a/choco/jams"
    jams.mkdir(parents=True)
    (jams / "1.jams").touch()
    whole = find_partitions(tmp_path)
    monkeypatch.chdir(tmp_path / "a" / within)

    assert find_partitions(Path()) == find_partitions(tmp_path / "a" / within) == whole


def test_a_folder_called_choco_that_is_no_partition_is_none(tmp_path: Path) -> None:
    """A clone of that repository for one, when it is given itself: nothing is written above the folder given."""
    jams = tmp_path / "choco/a/jams"
    jams.mkdir(parents=True)
    (jams / "1.jams").touch()

    assert [each.folder for each in find_partitions(tmp_path / "choco")] == [jams.parent]
