import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")
ANCHOR = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)#([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    """Every relative link of a document names a file that exists."""
    targets = LINK.findall(document.read_text())

    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_anchors_name_a_heading(document: Path) -> None:
    """What follows `#` in a link is a heading of the document that it leads to, spelled as GitHub spells it."""
    told = [(document.parent / name if name else document, anchor) for name, anchor in ANCHOR.findall(_prose(document))]

    assert [(str(target), anchor) for target, anchor in told if anchor not in _anchors(target)] == []


def _prose(document: Path) -> str:
    return CODE_BLOCK.sub("", document.read_text())


def _anchors(document: Path) -> set[str]:
    headings = HEADING.findall(_prose(document))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_decision_is_listed() -> None:
    """A record that the list does not name is not found."""
    folder = ROOT / "docs" / "decisions"
    listed = LINK.findall((folder / "README.md").read_text())

    assert sorted(listed) == sorted(path.name for path in folder.glob("0*.md"))


def test_every_make_target_of_the_readme_exists() -> None:
    """The commands that a newcomer is told to type are there."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = set(re.findall(r"^\$ make ([a-z-]+)", (ROOT / "README.md").read_text(), re.MULTILINE))

    assert {"demo", "test"} <= told
    assert told <= targets


def test_the_published_wheel_is_the_client_alone() -> None:
    """The wheel holds `tracklink` only, so that `domain` and `service` never land in somebody's site-packages."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["tracklink"]


def test_the_lock_files_name_the_public_registries_only() -> None:
    """Where a lock file says whence to fetch, it says the ordinary public place."""
    locks = (ROOT / "uv.lock").read_text() + (ROOT / "package-lock.json").read_text()
    hosts = set(re.findall(r"https?://([^/\"]+)", locks))

    assert hosts <= {"pypi.org", "files.pythonhosted.org", "registry.npmjs.org"}
