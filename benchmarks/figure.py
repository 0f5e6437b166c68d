"""One figure of the table: what was measured, beside what it could be at best and what it has to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of the rounds and their quartiles: half of the rounds lie between them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Of at least one value."""
        ordered = sorted(values)
        if len(ordered) == 1:
            return cls(ordered[0], ordered[0], ordered[0])
        low, middle, high = quantiles(ordered, method="inclusive")
        return cls(middle, low, high)

    def shown(self, digits: int = 0) -> str:
        """`median (low to high)`; the median alone where there is no spread."""
        middle = f"{self.median:,.{digits}f}"
        if self.low == self.high:
            return middle
        return f"{middle} ({self.low:,.{digits}f} to {self.high:,.{digits}f})"


def ratios(values: Sequence[float], ceilings: Sequence[float]) -> Spread:
    """Each round's value over the ceiling of the same round, so that what slows both does not count."""
    return Spread.of(value / ceiling for value, ceiling in zip(values, ceilings, strict=True))


@dataclass(frozen=True, slots=True)
class Mark:
    """A bound that a value has to reach, or, with `at_most`, not to pass."""

    bound: float
    words: str
    at_most: bool = False

    def is_met(self, value: float) -> bool:
        """Whether the value is on the right side of the bound."""
        return value <= self.bound if self.at_most else value >= self.bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A line of the table. `met` is None where the figure is shown and not judged."""

    row: str
    """The name by which `make bench ARGS=...` measures it alone."""
    what: str
    figure: str
    ceiling: str = ""
    share: str = ""
    """The figure over the ceiling, or whatever else the mark speaks of."""
    mark: str = ""
    met: bool | None = None
    profile: Sequence[str] = ()
    """Where the time goes, one function a line; kept for marks that were missed."""

    def judged(self, mark: Mark | None, value: float) -> "Figure":
        """The same with its mark; without one it is shown only."""
        return self if mark is None else replace(self, mark=mark.words, met=mark.is_met(value))

    def with_profile(self, profile: Sequence[str]) -> "Figure":
        """The same with where the time goes, if its mark was missed."""
        return replace(self, profile=profile) if self.met is False else self
