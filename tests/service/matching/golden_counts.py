"""What the golden set came to in a run, kind by kind."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.service.matching.golden_case import read_cases


def write_golden_counts(reporter: pytest.TerminalReporter) -> None:
    """A line for each kind of which cases ran: how many right of those that accept, and of those that refuse."""
    ran = dict(_ran(reporter))
    cases = [case for case in read_cases("golden") if case.label in ran]
    if not cases:
        return
    total = Counter((case.kind, case.accepts) for case in cases)
    right = Counter((case.kind, case.accepts) for case in cases if ran[case.label])
    reporter.section(f"golden set: {right.total()} of {len(cases)} right")
    for kind in dict.fromkeys(case.kind for case in cases):
        counts = [f"{right[kind, way]:3} of {total[kind, way]:3}" for way in (True, False)]
        reporter.write_line(f"accepts {counts[0]}   refuses {counts[1]}   {kind}")


def _ran(reporter: pytest.TerminalReporter) -> Iterator[tuple[str, bool]]:
    """The label of each golden case that ran, and whether it was right."""
    for outcome in ("passed", "failed"):
        for report in reporter.stats.get(outcome, ()):
            path, _, label = report.nodeid.partition("[")
            if "test_golden.py::" in path:
                yield label.removesuffix("]"), outcome == "passed"
