"""Features by projects in docs/research/README.md: `python -m tests.project.comparison --write` renews the table."""

import sys
from collections.abc import Iterator, Mapping
from itertools import groupby

from tests.project.research import PROJECTS, RESEARCH, rows

PAGE = RESEARCH / "README.md"
BEGIN = "<!-- printed by `python -m tests.project.comparison --write` -->\n"
END = "<!-- end of what is printed -->\n"
COLUMNS = ("tracklink", *PROJECTS)
MARKS = {"yes": "yes", "partly": "part", "no": "–"}

Answers = Mapping[tuple[str, str], Mapping[str, str]]


def answers() -> Answers:
    """The row of comparison.csv for each feature and project."""
    return {(row["feature"], row["project"]): row for row in rows("comparison.csv")}


def printed() -> str:
    """One table for each group of features, projects as columns."""
    given = answers()
    return "".join(
        f"\n### {group.capitalize()}\n\n" + "".join(_table([row["feature"] for row in features], given))
        for group, features in groupby(rows("features.csv"), lambda row: row["group"])
    )


def shown() -> str:
    """What the page holds between its two marks."""
    return PAGE.read_text().partition(BEGIN)[2].partition(END)[0]


def write() -> None:
    """Put the table of today between the two marks of the page."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(before + BEGIN + printed() + "\n" + END + rest.partition(END)[2])


def _table(features: list[str], given: Answers) -> Iterator[str]:
    yield "| | " + " | ".join(map(_heading, COLUMNS)) + " |\n"
    yield "|---" * (len(COLUMNS) + 1) + "|\n"
    for feature in features:
        yield f"| {feature} | " + " | ".join(_cell(given[feature, project]) for project in COLUMNS) + " |\n"


def _heading(project: str) -> str:
    return f"**{project}**" if project == "tracklink" else f"[{project}]({project}/README.md)"


def _cell(row: Mapping[str, str]) -> str:
    mark = MARKS[row["answer"]]
    if row["project"] != "tracklink" or row["answer"] == "no":
        return mark
    return f"[{mark}](../../{row['evidence'].partition('::')[0]})"


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        write()
    else:
        sys.stdout.write(printed())
