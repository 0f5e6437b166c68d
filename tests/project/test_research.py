from collections import Counter
from pathlib import Path

import pytest

from tests.project.research import PAGES, PROJECTS, RESEARCH, Citation, citations, cited_by

FEWEST_WORDS = 120
FEWEST_CITATIONS = 8


def _of(project: str) -> list[Citation]:
    return [citation for citation in citations() if citation.project == project]


@pytest.mark.parametrize("project", PROJECTS)
def test_a_project_has_its_five_pages(project: str) -> None:
    """Every project is told in one form, and no page is a stub."""
    words = {page: len((RESEARCH / project / page).read_text().split()) for page in PAGES}

    assert {page: count for page, count in words.items() if count < FEWEST_WORDS} == {}


@pytest.mark.parametrize("project", PROJECTS)
def test_what_the_pages_cite_is_what_the_list_holds(project: str) -> None:
    """Each `path::function` of a page has its claim in citations.csv, and the list has none that no page names."""
    cited = {place for page in (RESEARCH / project).glob("*.md") for place in cited_by(page)}

    assert cited ^ {(citation.path, citation.function) for citation in _of(project)} == set()


@pytest.mark.parametrize("project", PROJECTS)
def test_matching_rests_on_code(project: str) -> None:
    """A page on matching names eight places or more in the project's code, or says that it was searched in vain."""
    page = RESEARCH / project / "matching.md"

    assert len(cited_by(page)) >= FEWEST_CITATIONS or "no matching code, searched: " in page.read_text()


@pytest.mark.parametrize("project", PROJECTS)
def test_a_citation_tells_its_commit(project: str) -> None:
    """The commit of each citation is a whole one, and the project's README names it."""
    commits = {citation.commit for citation in _of(project)}
    told = (RESEARCH / project / "README.md").read_text()

    assert [commit for commit in commits if len(commit) != 40 or commit[:10] not in told] == []


def test_every_citation_claims_something_once() -> None:
    """A row says in a sentence what the function does, and no place has two rows."""
    listed = citations()
    places = Counter((citation.project, citation.path, citation.function) for citation in listed)

    assert [place for place, count in places.items() if count > 1] == []
    assert [
        citation for citation in listed if len(citation.claim.split()) < 4 or citation.project not in PROJECTS
    ] == []


@pytest.mark.parametrize("page", sorted(RESEARCH.rglob("*.md")), ids=lambda path: str(path.relative_to(RESEARCH)))
def test_no_page_names_a_place_on_one_machine(page: Path) -> None:
    """A reader can follow every path that a page names."""
    assert not [word for word in page.read_text().split() if word.strip("`(").startswith(("/work", "/tmp", "/root"))]  # noqa: S108 - the words looked for
