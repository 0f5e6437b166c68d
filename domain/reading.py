"""What was read, and how long what is made of it may stand."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """By what, and when, something was read from the store."""

    marks: tuple[int, ...] = ()
    """A change of what was read, or of what would be read now, bears one of these."""
    as_of: str = ""
    """Which changes the store had seen, in its own words."""
    heard: int = 0
    """How many changes this process had heard of before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeatable:
    """Until when, and after what reading, the same question may be given the same answer again."""

    until: datetime
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """An answer as it goes over the wire."""

    answer: bytes
    repeatable: Repeatable
