"""The domain's enums and the numbers of their values on the wire. A value without a number fails at import."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol, TypeVar

from domain.answer import Outcome
from domain.match import Availability, Effect, Verdict
from domain.provider_status import Circuit
from domain.query import CacheUse
from domain.replacement import ReplacementOutcome
from domain.review import Decision, ReviewAction
from tracklink.plugin import Capability, ReleaseKind
from tracklink.v1 import link_service_pb2 as link
from tracklink.v1 import track_pb2 as track

Word = TypeVar("Word", bound=StrEnum)
Number_co = TypeVar("Number_co", bound=int, covariant=True)


class ProtoEnum(Protocol[Number_co]):
    """An enum as protobuf generates it."""

    def Value(self, name: str) -> Number_co:  # noqa: N802  # protobuf's own name
        """The number of a value's name."""
        ...


def numbers_of(words: type[Word], values: ProtoEnum[Number_co], prefix: str) -> dict[Word, Number_co]:
    """Word -> number: `Outcome.LINKED` -> `OUTCOME_LINKED`."""
    return {word: values.Value(f"{prefix}_{word.name}") for word in words}


def names_of(numbers: Mapping[Word, int]) -> dict[int, Word]:
    """Number -> word."""
    return {number: word for word, number in numbers.items()}


OUTCOMES = numbers_of(Outcome, link.ProviderLink.Outcome, "OUTCOME")
REPLACEMENT_OUTCOMES = numbers_of(ReplacementOutcome, link.FindReplacementResponse.Outcome, "OUTCOME")
CACHE_USES = numbers_of(CacheUse, link.LinkTrackRequest.Cache, "CACHE")
REVIEW_ACTIONS = numbers_of(ReviewAction, link.ReviewLinkRequest.Action, "ACTION")
DECISIONS = {
    Decision.PINNED: link.Review.DECISION_PINNED,
    Decision.FORBIDDEN: link.Review.DECISION_FORBIDDEN,
}
CIRCUITS = numbers_of(Circuit, link.ProviderStatus.Circuit, "CIRCUIT")
CAPABILITIES = numbers_of(Capability, link.ProviderStatus.Capability, "CAPABILITY")
RELEASE_KINDS = numbers_of(ReleaseKind, track.Track.ReleaseKind, "RELEASE_KIND")
VERDICTS = numbers_of(Verdict, track.Match.Verdict, "VERDICT")
EFFECTS = numbers_of(Effect, track.Evidence.Effect, "EFFECT")
AVAILABILITIES = {Availability.UNKNOWN: track.Match.AVAILABILITY_UNSPECIFIED} | {
    availability: track.Match.Availability.Value(f"AVAILABILITY_{availability.name}")
    for availability in Availability
    if availability is not Availability.UNKNOWN
}
