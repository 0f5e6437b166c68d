"""What docs/research holds: its projects, their pages, and the citations that the pages rest on."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
RESEARCH = ROOT / "docs" / "research"
PROJECTS = (
    "musicmetalinker",
    "picard",
    "beets",
    "harmony",
    "listenbrainz",
    "music-assistant",
    "spotdl",
    "musify",
    "spotify-to-tidal",
    "spotify-to-ytmusic",
    "tidal-utils",
    "remedy-tidal",
    "onetagger",
    "soulsync",
    "navidrome",
    "lidarr",
    "mopidy",
)
PAGES = ("README.md", "matching.md", "providers.md", "deployment.md", "lessons.md")
CITED = re.compile(r"`([^`\s]+)::([^`\s]+)`")


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim on a project's code: what `function` in the file `path` does at `commit` (40 hexadecimal digits)."""

    project: str
    commit: str
    path: str
    function: str
    claim: str


def citations() -> list[Citation]:
    """Every row of citations.csv."""
    return [Citation(**row) for row in rows("citations.csv")]


def cited_by(page: Path) -> set[tuple[str, str]]:
    """The paths and functions that a page names as `path::function`."""
    return set(CITED.findall(page.read_text()))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the CSV files beside the pages."""
    with (RESEARCH / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
