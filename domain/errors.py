"""The errors that tracklink itself raises; a provider's are in tracklink.plugin.

TracklinkError
├── InvalidQuery         the request cannot be understood; names each field and its cure
├── Draining             the server is about to end and begins nothing new
├── DatabaseNotStarted   no Postgres could be started or addressed; names the cause and its cure
└── StoreUnavailable     Postgres does not answer
"""

from collections.abc import Sequence
from dataclasses import dataclass


class TracklinkError(Exception):
    """The root of the tree. The message is one sentence that a caller may read."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One field at fault: its path in the request ("track.isrcs[0]"), and what is wrong and how to put it right."""

    field: str
    description: str


class InvalidQuery(TracklinkError):
    """The request cannot be understood."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__("; ".join(f"{violation.field}: {violation.description}" for violation in violations))
        self.violations = tuple(violations)


class Draining(TracklinkError):
    """The server is about to end: what it has begun it finishes, the rest should be asked again."""


class StoreUnavailable(TracklinkError):
    """Postgres does not answer, or refused the connection."""


class DatabaseNotStarted(TracklinkError):
    """No Postgres could be started or addressed; the message names the cause and its cure."""
