"""What each threshold and each margin would cost on labelled files, when a wrong link costs ten times a missed one.

    python benchmarks/choose_threshold.py FOLDER

Every row is decided by the code that serves, once for each threshold and then for each margin. The figures that stand
in service/matching (ACCEPT in model.py, MARGIN in decide.py) are marked. Synthetic files are left out.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from domain.query import Policy
from service.evaluate import Row, read_candidates, read_rows, read_track
from service.matching import decide, decide_replacement, judge
from service.matching.model import ACCEPT
from tracklink.plugin import Candidate, TrackRef

WRONG_COST = 10
THRESHOLDS = (0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
MARGINS = (0.25, 0.5, 1.0, 1.5, 2.0)
LEFT_OUT = "corrupted"
DECIDING = [import_module(f"service.matching.{name}") for name in ("judge", "decide", "replacement")]
MARGIN: float = import_module("service.matching.decide").MARGIN


@contextmanager
def decided_at(threshold: float, margin: float) -> Iterator[None]:
    """The matcher with another threshold and margin."""
    for module, name, figure in [
        *((module, "ACCEPT", threshold) for module in DECIDING),
        (DECIDING[1], "MARGIN", margin),
    ]:
        setattr(module, name, figure)
    for function in (kept for module in DECIDING for kept in vars(module).values() if hasattr(kept, "cache_clear")):
        function.cache_clear()
    try:
        yield
    finally:
        for module, name, figure in [
            *((module, "ACCEPT", ACCEPT) for module in DECIDING),
            (DECIDING[1], "MARGIN", MARGIN),
        ]:
            setattr(module, name, figure)


def outcome(row: Row) -> str:
    """`wrong`, `missed` or `right`."""
    if "left" in row:
        offered = Candidate(ref=TrackRef("catalog", "1"), track=read_track(row["right"]))
        same, label = judge(read_track(row["left"]), offered).verdict.is_same, bool(row["label"])
        return "right" if same == label else "wrong" if same else "missed"
    asked, candidates = read_track(row["query"]), read_candidates(row)
    listed = [candidate for _, candidate in candidates]
    is_replacement = row.get("task") == "replacement"
    decision = decide_replacement(asked, listed, Policy()) if is_replacement else decide(asked, listed)
    gold = {str(id_) for id_ in row.get("gold") or []}  # type: ignore[attr-defined]  # a list, as labelled
    if decision.match is None:
        return "missed" if gold else "right"
    return "right" if decision.match.ref.id in gold else "wrong"


def price(files: dict[str, list[Row]], threshold: float, margin: float) -> tuple[int, str]:
    """What the wrong and the missed ones cost together, and both by file."""
    with decided_at(threshold, margin):
        counts = {name: Counter(map(outcome, rows)) for name, rows in files.items()}
    cost = sum(WRONG_COST * count["wrong"] + count["missed"] for count in counts.values())
    return cost, "  ".join(f"{name} {count['wrong']}/{count['missed']}" for name, count in counts.items())


def main() -> int:
    """Print both curves."""
    labelled = [file for form in ("pairs", "choices") for file in sorted(Path(sys.argv[1]).glob(f"*.{form}.jsonl.gz"))]
    files = {
        file.name.removesuffix(".jsonl.gz"): [row for _, row in read_rows(file)]
        for file in labelled
        if not file.name.startswith(LEFT_OUT)
    }
    print(f"cost = {WRONG_COST} x wrong + missed; wrong/missed by file")
    for threshold in THRESHOLDS:
        cost, told = price(files, threshold, MARGIN)
        print(f"threshold {threshold:.2f}{'*' if threshold == ACCEPT else ' '} cost {cost:5}  {told}", flush=True)
    for margin in MARGINS:
        cost, told = price(files, ACCEPT, margin)
        print(f"margin    {margin:.2f}{'*' if margin == MARGIN else ' '} cost {cost:5}  {told}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
