"""The words in which the open questions of a stream came, so that their answers can be kept under them."""

from collections.abc import Hashable
from typing import Generic, TypeVar

from service.outbox import MOST_OPEN_ROWS

Query = TypeVar("Query", bound=Hashable)

MOST_WORDED = 2 * MOST_OPEN_ROWS
"""More questions are never open, so that what is older belongs to rows that ended in an error."""


class Worded(Generic[Query]):
    """Requests by their questions, the newest so many."""

    def __init__(self) -> None:
        self._requests: dict[Query, bytes] = {}

    def __len__(self) -> int:
        return len(self._requests)

    def note(self, query: Query, request: bytes) -> None:
        """A question came in these bytes."""
        self._requests[query] = request
        if len(self._requests) > MOST_WORDED:
            del self._requests[next(iter(self._requests))]

    def take(self, query: Query) -> bytes | None:
        """The bytes of a question that is answered now; None where it was answered before."""
        return self._requests.pop(query, None)
