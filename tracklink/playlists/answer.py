"""What came of the question for one dead id."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self

from tracklink.client import (
    DeadlineExceeded,
    FindReplacementRequest,
    FindReplacementResponse,
    InvalidRequest,
    Match,
    ServerError,
    ServerOverloaded,
)

Ask = Callable[[FindReplacementRequest], Awaitable[FindReplacementResponse]]

_Outcome = FindReplacementResponse.Outcome
_FAILURES = frozenset(
    {
        FindReplacementResponse.OUTCOME_PROVIDER_UNAVAILABLE,
        FindReplacementResponse.OUTCOME_RATE_LIMITED,
        FindReplacementResponse.OUTCOME_TIMED_OUT,
        FindReplacementResponse.OUTCOME_NOT_CONFIGURED,
    }
)
_CODES = {
    InvalidRequest: "INVALID_ARGUMENT",
    DeadlineExceeded: "DEADLINE_EXCEEDED",
    ServerOverloaded: "RESOURCE_EXHAUSTED",
    ServerError: "INTERNAL",
}


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
    def offered_ids(self) -> frozenset[str]:
        """The ids of the candidates that were not chosen."""
        return frozenset(match.ref.id for match in self.candidates)


async def answer_to(request: FindReplacementRequest, ask: Ask) -> Answer:
    """Ask once. An error of this question alone is an answer; one that every question would meet is raised."""
    try:
        response = await ask(request)
    except InvalidRequest as error:
        if not all(violation.field.startswith("track") for violation in error.violations):
            raise
        return Answer(_CODES[InvalidRequest], str(error), failed=True)
    except (DeadlineExceeded, ServerOverloaded, ServerError) as error:
        return Answer(_CODES[type(error)], str(error), failed=True)
    answer = Answer.of(response)
    offered = answer.replacement.ref.id if answer.replacement else ""
    if offered and offered in {ref.id for ref in (*request.policy.exclude_refs, *request.track.refs)}:
        return Answer("INTERNAL", f"the server offered {offered}, which is already in the playlist", failed=True)
    return answer
