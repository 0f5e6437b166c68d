"""What came of the question for one dead id."""

from collections.abc import AsyncIterable, AsyncIterator, Collection
from dataclasses import dataclass
from typing import Protocol, Self

from tracklink.client import (
    FindReplacementRequest,
    FindReplacementResponse,
    FindReplacementsResponse,
    Match,
)

_Outcome = FindReplacementResponse.Outcome
_OTHERS = frozenset({Match.VERDICT_OTHER_VERSION, Match.VERDICT_DIFFERENT})
_FAILURES = frozenset(
    {
        FindReplacementResponse.OUTCOME_PROVIDER_UNAVAILABLE,
        FindReplacementResponse.OUTCOME_RATE_LIMITED,
        FindReplacementResponse.OUTCOME_TIMED_OUT,
        FindReplacementResponse.OUTCOME_NOT_CONFIGURED,
    }
)


class Asked(Protocol):
    """Who is asked: AsyncTrackLinkClient, or what answers as it does."""

    def find_replacements(
        self, rows: AsyncIterable[tuple[str, FindReplacementRequest]], *, one_list: bool = False
    ) -> AsyncIterator[FindReplacementsResponse.Result]:
        """The results of many questions under their keys, as they are done."""
        ...

    async def find_replacement(self, request: FindReplacementRequest) -> FindReplacementResponse:
        """The answer to one. Raises TrackLinkError."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """A replacement, or the reason why there is none; `failed` when nobody could say.

    `outcome` is a name of FindReplacementResponse.Outcome, or of a gRPC status code when the call itself failed.
    """

    outcome: str
    reason: str
    replacement: Match | None = None
    candidates: tuple[Match, ...] = ()
    failed: bool = False

    @classmethod
    def of(cls, response: FindReplacementResponse) -> Self:
        """The answer as the server gave it."""
        known = response.outcome in _Outcome.values()
        return cls(
            outcome=_Outcome.Name(response.outcome) if known else str(response.outcome),
            reason=response.reason,
            replacement=response.replacement if response.HasField("replacement") else None,
            candidates=tuple(response.candidates),
            failed=response.outcome in _FAILURES,
        )

    @property
    def new_id(self) -> str:
        """The id of the replacement; empty when there is none."""
        return self.replacement.ref.id if self.replacement else ""

    @property
    def offered_ids(self) -> frozenset[str]:
        """The ids of the replacement and of all candidates."""
        return frozenset(filter(None, [self.new_id, *(match.ref.id for match in self.candidates)]))

    def may_be_another(self, excluded: Collection[str]) -> bool:
        """Whether a candidate besides these may be the recording too."""
        return any(match.verdict not in _OTHERS and match.ref.id not in excluded for match in self.candidates)


TAKEN = Answer("OUTCOME_NOT_FOUND", "What would replace it is in the playlist already.")
UNASKED = Answer("UNAVAILABLE", "it was not asked about", failed=True)


def answer_to(request: FindReplacementRequest, response: FindReplacementResponse) -> Answer:
    """The answer as the server gave it, unless it offers what was excluded."""
    answer = Answer.of(response)
    if answer.new_id and answer.new_id in {ref.id for ref in (*request.policy.exclude_refs, *request.track.refs)}:
        return Answer("INTERNAL", f"the server offered {answer.new_id}, which is already in the playlist", failed=True)
    return answer
