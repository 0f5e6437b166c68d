"""What a table tells of an answer: its columns, in the words of the contract without their prefixes.

Nothing here tells when, how often or from where it was asked, so that the same answers are written as the same bytes.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from tracklink.refusal import INVALID
from tracklink.v1.link_service_pb2 import LinkTrackResponse, ProviderLink
from tracklink.v1.track_pb2 import Match

Row: TypeAlias = dict[str, str]

ANSWER_COLUMNS = ("outcome", "verdict", "confidence", "reason")
PROVIDER_COLUMNS = ("id", "url", *ANSWER_COLUMNS)
_ENDING = "_outcome"

UNREADABLE = "UNREADABLE"
FAILED = frozenset(
    {
        *("PROVIDER_UNAVAILABLE", "RATE_LIMITED", "TIMED_OUT"),
        *("UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL", "RESOURCE_EXHAUSTED", "CANCELLED", "UNKNOWN"),
    }
)
"""Outcomes of providers that failed, and of calls that failed."""
AGAIN = FAILED | {UNREADABLE, INVALID}
"""Outcomes after which a row is not done: these, and those of files that may be mended."""
_TELLING = ("LINKED", "UNAVAILABLE_IN_MARKET", "AMBIGUOUS", "NEAR_MISS", "NOT_IN_CATALOG", "NOT_CONFIGURED")
"""Of the outcomes of several providers the one that stands for the row; a failure goes before all."""


def columns_of(response: LinkTrackResponse) -> Row:
    """`outcome`, `verdict`, `confidence` and `reason` of the whole row, and those of each provider with id and url."""
    told = min(response.links, key=_rank, default=None)
    row = _answer(told) if told else failure("NOT_CONFIGURED", "No provider was asked.")
    for link in response.links:
        row |= {f"{link.provider}_{column}": value for column, value in _link(link).items()}
    return row


def failure(outcome: str, reason: str) -> Row:
    """The columns of a row that could not be asked about."""
    return {"outcome": outcome, "verdict": "", "confidence": "", "reason": reason}


def providers_of(row: Iterable[str]) -> list[str]:
    """The providers that these columns tell of, in alphabetical order."""
    return sorted(column.removesuffix(_ENDING) for column in row if column.endswith(_ENDING))


def is_done(row: Mapping[str, str], providers: Collection[str]) -> bool:
    """Whether every one of these providers has answered for the row."""
    if row.get("outcome", UNREADABLE) in AGAIN:
        return False
    outcomes = [row.get(f"{provider}{_ENDING}", "") for provider in providers]
    return all(outcome and outcome not in AGAIN for outcome in outcomes)


def name_of(outcome: ProviderLink.Outcome.ValueType) -> str:
    """`LINKED`; the number of an outcome that this client is too old to know."""
    known = outcome in ProviderLink.Outcome.values()
    return ProviderLink.Outcome.Name(outcome).removeprefix("OUTCOME_") if known else str(outcome)


def verdict_of(match: Match) -> str:
    """`SAME_RECORDING`, likewise."""
    known = match.verdict in Match.Verdict.values()
    return Match.Verdict.Name(match.verdict).removeprefix("VERDICT_") if known else str(match.verdict)


def _link(link: ProviderLink) -> Row:
    ref = link.match.ref
    return {"id": ref.id, "url": ref.url, **_answer(link)}


def _answer(link: ProviderLink) -> Row:
    match = link.match if link.HasField("match") else None
    return {
        "outcome": name_of(link.outcome),
        "verdict": verdict_of(match) if match else "",
        "confidence": f"{match.confidence:.4f}" if match else "",
        "reason": link.reason,
    }


def _rank(link: ProviderLink) -> int:
    name = name_of(link.outcome)
    return _TELLING.index(name) if name in _TELLING else -1
