"""The partitions of a corpus: which JAMS files there are, and where their linked copies go."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LINKED = "jams-linked"
JAMS_FOLDERS = ("jams-converted", "jams")
"""Folders that hold JAMS files by their name. Where both stand side by side the first holds the same files, converted
to one notation of chords, and is read alone."""
NEVER_READ = (LINKED, "jams-aligned")
"""Copies that we write, and those that MusicMetaLinker wrote."""
CHOCO = "choco"
"""Which holds `jams/`, or folders that do: `choco/jams/`, `choco/audio/jams/`."""


@dataclass(frozen=True, slots=True)
class Source:
    """A JAMS file, and where its linked copy goes."""

    path: Path
    target: Path
    name: str
    """Its path relative to the folder of its partition, with forward slashes."""


@dataclass(frozen=True, slots=True)
class Partition:
    """JAMS files that belong together."""

    folder: Path
    sources: list[Source] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.name


def find_partitions(root: Path) -> list[Partition]:
    """Every JAMS file below the folder, by partition, both in the order of their paths, which are absolute.

    In ChoCo's layout a partition is what holds `choco/`; else what holds `jams/`; else the folder of the files. So it
    is too where the folder given lies within the partition.
    """
    root = root.resolve()
    partitions: dict[Path, Partition] = {}
    for home, path in _files(root):
        folder = _folder(root, home)
        copies = home.parent / LINKED if home.name in JAMS_FOLDERS else home / LINKED
        source = Source(path, copies / path.relative_to(home), name_of(path.relative_to(folder)))
        partitions.setdefault(folder, Partition(folder)).sources.append(source)
    for partition in partitions.values():
        partition.sources.sort(key=lambda source: source.name)
    return [partitions[folder] for folder in sorted(partitions)]


def name_of(path: Path) -> str:
    """The path as text, with forward slashes; a byte that is no UTF-8 by its number."""
    return os.fsencode(path.as_posix()).decode(errors="backslashreplace")


def _files(root: Path) -> Iterator[tuple[Path, Path]]:
    """Each file, with the `jams` folder that it lies in or under, else its own folder."""
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith(".") and name not in NEVER_READ)
        if set(JAMS_FOLDERS) <= set(below) and any((Path(folder) / JAMS_FOLDERS[0]).rglob("*.jams")):
            below.remove(JAMS_FOLDERS[1])
        here = Path(folder)
        for name in sorted(names):
            if name.endswith(".jams") and not name.startswith("."):
                yield _home(root, here), here / name


def _home(root: Path, folder: Path) -> Path:
    within = [folder, *folder.parents][: len(folder.relative_to(root).parts) + 1]
    return next((each for each in within if each.name in JAMS_FOLDERS), folder)


def _folder(root: Path, home: Path) -> Path:
    if home.name not in JAMS_FOLDERS:
        return home
    above = [home.parent, *(each for each in home.parents[1:2] if root in each.parents)]
    choco = next((each for each in above if each.name == CHOCO), None)
    return choco.parent if choco else home.parent
