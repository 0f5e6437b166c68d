"""What a run came to, as summary.json tells it: here alone stand times and what came from the cache."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tracklink.answer_columns import AGAIN, name_of
from tracklink.v1.link_service_pb2 import LinkTrackResponse


@dataclass(slots=True)
class Summary:
    """Counts of one run."""

    server: str
    files: int = 0
    skipped: int = 0
    """Done by an earlier run."""
    not_asked: int = 0
    """Of the other type, by --limit."""
    outcomes: Counter[str] = field(default_factory=Counter)
    """Of the files asked about now."""
    links: dict[str, Counter[str]] = field(default_factory=dict)
    """Outcomes by provider."""
    from_cache: int = 0
    refusals: list[Mapping[str, str]] = field(default_factory=list)
    """Files that could not be read, or whose question the server refused in part or whole."""
    began_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def linked(self) -> int:
        """Files with a link."""
        return self.outcomes["LINKED"]

    @property
    def not_done(self) -> int:
        """Files that the next run asks about: those that failed, and those that this one did not come to."""
        failed = sum(count for outcome, count in self.outcomes.items() if outcome in AGAIN)
        return failed + self.files - self.skipped - self.not_asked - self.outcomes.total()

    def refuse(self, file: str, reason: str) -> None:
        """Note why a file, or a part of it, was not taken."""
        self.refusals.append({"file": file, "reason": reason})

    def count(self, outcome: str, response: LinkTrackResponse | None = None) -> None:
        """Count a file."""
        self.outcomes[outcome] += 1
        for link in response.links if response else ():
            self.links.setdefault(link.provider, Counter())[name_of(link.outcome)] += 1
            self.from_cache += link.from_cache

    def document(self) -> dict[str, object]:
        """For summary.json."""
        ended_at = datetime.now(UTC)
        return {
            "server": self.server,
            "began_at": self.began_at.isoformat(timespec="seconds"),
            "ended_at": ended_at.isoformat(timespec="seconds"),
            "seconds": round((ended_at - self.began_at).total_seconds(), 1),
            "files": self.files,
            "skipped": self.skipped,
            "not_asked": self.not_asked,
            "outcomes": dict(sorted(self.outcomes.items())),
            "not_done": self.not_done,
            "providers": {name: dict(sorted(counts.items())) for name, counts in sorted(self.links.items())},
            "answers_from_cache": self.from_cache,
            "refusals": self.refusals,
        }
