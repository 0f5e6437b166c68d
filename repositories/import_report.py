"""What became of an imported file, counted and put in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from repositories.catalog_merge import Merged
from repositories.track_file import shown

FIRST_LINES = 5
"""How many line numbers of a refusal are named."""


@dataclass(slots=True)
class Refusal:
    """Rows refused for one reason."""

    count: int = 0
    first_lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first_lines) < FIRST_LINES:
            self.first_lines.append(line)


@dataclass(slots=True)
class FileReport:
    """One file: its tracks as merged, or the one sentence why it was not imported."""

    path: Path
    merged: Merged | None = None
    failure: str = ""
    refused: dict[str, Refusal] = field(default_factory=dict)
    warnings: Counter[str] = field(default_factory=Counter)
    """Field -> rows that were taken without it, because it could not be read."""

    def refuse(self, reason: str, line: int) -> None:
        """Count a refused row."""
        self.refused.setdefault(reason, Refusal()).add(line)

    @property
    def is_done(self) -> bool:
        """Whether tracks of the file are in the catalog now."""
        return self.merged is not None and bool(self.merged.new or self.merged.changed or self.merged.unchanged)

    def lines(self) -> Iterator[str]:
        """The report for a person to read."""
        if self.merged is None:
            return
        merged = self.merged
        yield (
            f"{shown(self.path)}: {merged.new + merged.changed:,} imported "
            f"({merged.new:,} new, {merged.changed:,} changed), {merged.unchanged:,} unchanged"
        )
        if merged.repeated:
            yield f"  {_rows(merged.repeated)} left out: another row of the same id counts"
        for reason, refusal in sorted(self.refused.items()):
            yield f"  {_rows(refusal.count)} refused: {reason} ({_at(refusal)})"
        for name, count in sorted(self.warnings.items()):
            yield f"  {_rows(count)} taken without `{name}`: it cannot be read"


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"


def _at(refusal: Refusal) -> str:
    lines = ", ".join(map(str, refusal.first_lines))
    more = ", ..." if refusal.count > len(refusal.first_lines) else ""
    return f"{'line' if refusal.count == 1 else 'lines'} {lines}{more}"
