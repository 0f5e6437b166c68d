"""Linking the rows of a table."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tracklink.answer_columns import FAILED, Row, columns_of, failure
from tracklink.client import AsyncTrackLinkClient, InvalidRequest, TrackLinkError
from tracklink.linking import link_all
from tracklink.tables.columns import Columns
from tracklink.tables.question import question


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run came to."""

    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def linked(self) -> int:
        """Rows with a link."""
        return self.outcomes["LINKED"]

    @property
    def failed(self) -> int:
        """Rows that nobody could say anything of, just now."""
        return sum(count for outcome, count in self.outcomes.items() if outcome in FAILED)


@dataclass(frozen=True, slots=True)
class Linked:
    """The answer of each row, in their order."""

    answers: Sequence[Row]
    lost: str = ""
    """Why the server was not asked to the end; the rows that it left say so."""


async def link_table(  # noqa: PLR0913 what is asked, of whom, and who watches
    client: AsyncTrackLinkClient,
    rows: Sequence[Mapping[str, object]],
    columns: Columns,
    *,
    providers: Sequence[str] = (),
    market: str = "",
    jobs: int = 64,
    one_list: bool = False,
    on_answer: Callable[[int, str], None] = lambda _row, _left_out: None,
) -> Linked:
    """The answers to the rows. `on_answer` hears the number of a row and what it was asked without.

    With `one_list` they are one album or playlist: no two of each 200 get the same track, unless they are the same.
    Raises TrackLinkError when nothing could be asked; a server that goes away later is told of in `lost`.
    """
    questions = ((str(number), question(row, columns, providers, market)) for number, row in enumerate(rows))
    answers: list[Row] = [{} for _ in rows]
    try:
        async for answered in link_all(client, questions, jobs, one_list=one_list):
            number = int(answered.key)
            given = answered.response
            answers[number] = columns_of(given) if given else failure(answered.outcome, answered.reason)
            on_answer(number, answered.left_out)
    except InvalidRequest:
        raise
    except TrackLinkError as error:
        if not any(answers):
            raise
        unasked = failure("UNAVAILABLE", f"The server went away: {error}.")
        return Linked([answer or unasked for answer in answers], lost=str(error))
    return Linked(answers)
