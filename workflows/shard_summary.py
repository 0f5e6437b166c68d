"""summary.json of many shards, as one."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from tracklink.replaced_file import replace_file

Document = Mapping[str, Any]

SUMMARY = "summary.json"
_COUNTS = ("files", "skipped", "not_asked", "not_done", "answers_from_cache")


def write_summary(folder: Path, summary: Document) -> None:
    """Put it into the folder. OSError."""
    replace_file(folder / SUMMARY, json.dumps(summary, ensure_ascii=False, indent=2) + "\n")


def read_summary(folder: Path) -> Document:
    """What write_summary put there."""
    return cast("Document", json.loads((folder / SUMMARY).read_text(encoding="utf-8")))


def merged_summary(summaries: Sequence[Document], failed: int, refusals: Sequence[Document]) -> dict[str, object]:
    """Counts added up, how many shards there were, `failed` of them without a summary, and further refusals."""
    began = min((str(summary["began_at"]) for summary in summaries), default="")
    ended = max((str(summary["ended_at"]) for summary in summaries), default="")
    providers = sorted({name for summary in summaries for name in summary["providers"]})
    return {
        "server": ", ".join(sorted({summary["server"] for summary in summaries})),
        "began_at": began,
        "ended_at": ended,
        "seconds": (datetime.fromisoformat(ended) - datetime.fromisoformat(began)).total_seconds() if began else 0.0,
        "shards": len(summaries) + failed,
        "failed_shards": failed,
        **{count: sum(summary[count] for summary in summaries) for count in _COUNTS},
        "outcomes": _sum(summary["outcomes"] for summary in summaries),
        "providers": {name: _sum(each["providers"].get(name, {}) for each in summaries) for name in providers},
        "refusals": [*(refusal for summary in summaries for refusal in summary["refusals"]), *refusals],
    }


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(sorted(total.items()))
