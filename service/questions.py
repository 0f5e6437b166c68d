"""What a batch asks of the rows that it is given."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

Query = TypeVar("Query", bound=Hashable)
Query_contra = TypeVar("Query_contra", bound=Hashable, contravariant=True)
AnyRow_contra = TypeVar("AnyRow_contra", bound="Row", contravariant=True)
AnyRow_co = TypeVar("AnyRow_co", bound="Row", covariant=True)
Result = Callable[[str], bytes]
"""An answer or an error, as the bytes of the result for a key: rows that ask the same share it."""


class Row(Protocol):
    """One question under the caller's key."""

    @property
    def key(self) -> str:
        """The caller's own; it need not be unique."""
        ...


class Message(Protocol[AnyRow_co]):
    """Some rows of a stream."""

    @property
    def rows(self) -> Sequence[AnyRow_co]:
        """At most MOST_ROWS."""
        ...

    @property
    def one_list(self) -> bool:
        """Whether they are one album or playlist."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question came to, and the providers that had no answer in time, or no quota left."""

    result: Result
    late: Collection[str] = ()


class Worker(Protocol[Query_contra]):
    """What becomes of a question that is put to work, or is not in time. Nothing here raises."""

    async def ask(self, query: Query_contra) -> Collection[str]:
        """Get its answer; the providers that had none in time, or no quota left."""
        ...

    def give_up(self, query: Query_contra) -> None:
        """There was no room for it in time."""
        ...


class OneList(Worker[Query], Protocol[Query]):
    """The rows of one message, which are told together. Nothing here raises."""

    async def unknown(self) -> Sequence[Query]:
        """The questions for which somebody has to be asked, once each."""
        ...

    async def results(self) -> Sequence[bytes]:
        """What each row comes to in its list."""
        ...


class Questions(Protocol[AnyRow_contra, Query]):
    """How rows of one kind are read and answered. Nothing here raises: an error is the result of its row."""

    async def repeated(self, rows: Sequence[AnyRow_contra]) -> Sequence[Result | None]:
        """Results of rows that were answered before, word for word."""
        ...

    async def read(self, row: AnyRow_contra) -> Query | Asked:
        """The question, or what is wrong with it."""
        ...

    async def known(self, queries: Sequence[Query]) -> Sequence[Result | None]:
        """Results of questions for which nobody has to be asked."""
        ...

    def providers(self, query: Query) -> Mapping[str, float]:
        """Who may be asked, and for what share of a request: 1, or less where rows are asked for together."""
        ...

    def seconds_left(self) -> float:
        """In which a row may still be put to work, so that its answer reaches the caller in time."""
        ...

    def out_of_time(self) -> Result:
        """Of a row that was not put to work by then."""
        ...

    async def ask(self, query: Query) -> Asked:
        """The answer, within the row's own time, which begins now."""
        ...

    async def one_list(self, rows: Sequence[AnyRow_contra]) -> OneList[Query]:
        """Rows that are answered together."""
        ...
