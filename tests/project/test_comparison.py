import re

from tests.project.comparison import COLUMNS, MARKS, answers, printed, shown
from tests.project.research import PROJECTS, ROOT, citations, rows

FEATURES = [row["feature"] for row in rows("features.csv")]


def test_the_table_answers_every_feature_for_every_project() -> None:
    """No cell is empty, and none is of an unknown feature or project."""
    given = answers()

    assert set(given) == {(feature, project) for feature in FEATURES for project in COLUMNS}
    assert {row["answer"] for row in given.values()} <= set(MARKS)
    assert len(rows("comparison.csv")) == len(given)


def test_the_page_shows_what_the_list_holds() -> None:
    """`python -m tests.project.comparison --write` changes nothing."""
    assert shown().strip() == printed().strip()


def test_every_yes_of_another_project_rests_on_a_citation() -> None:
    """What is said to be there is cited; what is not there says what was searched."""
    cited = {(citation.project, f"{citation.path}::{citation.function}") for citation in citations()}
    others = [row for row in answers().values() if row["project"] in PROJECTS]

    assert [row for row in others if row["answer"] != "no" and (row["project"], row["evidence"]) not in cited] == []
    assert [row for row in others if row["answer"] == "no" and not row["evidence"].startswith("searched: ")] == []


def test_every_yes_of_ours_names_a_test_that_exists() -> None:
    """What tracklink says of itself is shown by a test of that name in that file."""
    own = [row for row in answers().values() if row["project"] == "tracklink" and row["answer"] != "no"]

    assert [row["evidence"] for row in own if not _is_a_test(row["evidence"])] == []


def _is_a_test(place: str) -> bool:
    path, _, name = place.partition("::")
    file = ROOT / path
    return path.startswith("tests/") and file.is_file() and re.search(rf"def {name}\(", file.read_text()) is not None
