"""Whether memory grows under work: what is held in the end beside what was held after a tenth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.figure import Mark

FLAT: Final = Mark(1.05, "at most 5 % more than after a tenth", at_most=True)


@dataclass(frozen=True, slots=True)
class Growth:
    """MB held, looked at in equal steps of the work. The first tenth fills pools and caches, and does not count."""

    held_mb: Sequence[float]

    @property
    def early_mb(self) -> float:
        """After a tenth of the work."""
        return self.held_mb[len(self.held_mb) // 10]

    @property
    def late_mb(self) -> float:
        """The most in the last tenth."""
        return max(self.held_mb[-max(1, len(self.held_mb) // 10) :])

    @property
    def share(self) -> float:
        """The second over the first."""
        return self.late_mb / self.early_mb

    def shown(self) -> str:
        """Both."""
        return f"{self.early_mb:.0f} MB after a tenth, {self.late_mb:.0f} MB at the end"
