"""RESULTS.md: the figures of the last run of each row, and beside it results.json, from which it is written."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.figure import Figure

FOLDER = Path(__file__).resolve().parent
COLUMNS = ("What", "Figure", "At best", "Share", "Mark", "Met", "Measured")
VERDICTS = {True: "yes", False: "**no**", None: "shown"}
INTRODUCTION = """\
# Results

Written by `make bench`; [README.md](README.md) says how to read it. A figure is the median of the rounds, with their
quartiles beside it. Rows that a run left out keep the figures of the last run that had them.
"""


@dataclass(frozen=True, slots=True)
class Results:
    """Figures by row, each with the day on which it was measured, and the machine of the last run."""

    machine: Mapping[str, str]
    figures: Mapping[str, Sequence[Figure]]
    measured: Mapping[str, str]


NOTHING = Results({}, {}, {})


def read_results(file: Path) -> Results:
    """What was kept; nothing where there is no file yet."""
    if not file.exists():
        return NOTHING
    kept = json.loads(file.read_text())
    figures = {row: [Figure(**figure) for figure in group] for row, group in kept["figures"].items()}
    return Results(kept["machine"], figures, kept["measured"])


@dataclass(frozen=True, slots=True)
class Run:
    """The figures of one run, the machine, and how its rows are told from those of other runs: by day and effort."""

    figures: list[Figure]
    machine: Mapping[str, str]
    label: str
    is_whole: bool = True
    """A quick look is not: its figures are shown, and kept nowhere."""


def with_run(before: Results, run: Run, rows: Sequence[str]) -> Results:
    """The results with the figures of a run in the place of older ones; `rows` is the order of all."""
    grouped: dict[str, list[Figure]] = {}
    for figure in run.figures:
        grouped.setdefault(figure.row, []).append(figure)
    merged = {**before.figures, **grouped}
    measured = {**before.measured, **dict.fromkeys(grouped, run.label)}
    ordered = {row: merged[row] for row in rows if row in merged}
    return Results(run.machine, ordered, {row: measured[row] for row in ordered})


def keep_run(run: Run, rows: Sequence[str], folder: Path = FOLDER) -> None:
    """Put the figures of a whole run in the place of older ones; those of a quick look take nobody's place."""
    if run.is_whole:
        _write(with_run(read_results(folder / "results.json"), run, rows), folder)


def _write(results: Results, folder: Path) -> None:
    """Both files, each whole."""
    kept = {
        "machine": results.machine,
        "figures": {row: [asdict(figure) for figure in group] for row, group in results.figures.items()},
        "measured": results.measured,
    }
    (folder / "results.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    (folder / "RESULTS.md").write_text(page(results))


def page(results: Results) -> str:
    """RESULTS.md."""
    machine = [f"- {name}: {value}" for name, value in results.machine.items()]
    return "\n".join([INTRODUCTION, table(results), "", "## The last run", "", *machine, *_profiles(results), ""])


def table(results: Results) -> str:
    """The table alone."""
    lines = [_line(COLUMNS), _line(["---"] * len(COLUMNS))]
    for row, group in results.figures.items():
        lines += [_line(_cells(figure, results.measured[row])) for figure in group]
    return "\n".join(lines)


def _cells(figure: Figure, label: str) -> Sequence[str]:
    verdict = VERDICTS[figure.met]
    return figure.what, figure.figure, figure.ceiling, figure.share, figure.mark, verdict, f"{figure.row}, {label}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _profiles(results: Results) -> list[str]:
    """Where the time goes in what missed its mark."""
    missed = [
        figure for group in results.figures.values() for figure in group if figure.met is False and figure.profile
    ]
    lines = ["", "## Where the time goes in what missed its mark"] if missed else []
    for figure in missed:
        lines += ["", f"### {figure.what}", "", "```", *figure.profile, "```"]
    return lines
