"""People's judgements on the pairs of one track. They outrank every score."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.answer import Outcome, ProviderLink
from domain.keys import identifier_keys
from domain.match import Availability, Effect, Evidence, Match, Verdict
from domain.review import Decision, Review
from service.matching import same_recording
from tracklink.plugin import Candidate, Track, TrackRef

REVIEW = "review"
"""The row of evidence that a pin has."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgements that concern one track."""

    reviews: tuple[Review, ...]

    @property
    def judged_at(self) -> datetime | None:
        """When the last of them was given or taken back."""
        return max((review.reviewed_at for review in self.reviews), default=None)

    def pin(self, provider: str) -> Review | None:
        """The judgement that names this track's id on a provider."""
        pins = [
            review for review in self.reviews if review.decision is Decision.PINNED and review.ref.provider == provider
        ]
        return max(pins, key=lambda review: review.reviewed_at, default=None)

    def forbids(self, ref: TrackRef) -> bool:
        """Whether this id may never be offered for the track."""
        return any(review.decision is Decision.FORBIDDEN and review.ref == ref for review in self.reviews)

    def allowed(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """The candidates that nobody forbade."""
        return [candidate for candidate in candidates if not self.forbids(candidate.ref)]

    def without_forbidden(self, link: ProviderLink) -> ProviderLink:
        """The link with forbidden ids taken out of its alternatives."""
        allowed = tuple(match for match in link.alternatives if not self.forbids(match.ref))
        return link if len(allowed) == len(link.alternatives) else replace(link, alternatives=allowed)


def judgement_on(track: Track, reviews: Sequence[Review]) -> Judgement:
    """Those of the reviews whose asked side is this track: by an id on a service, or as the matcher finds."""
    refs = _refs(track)
    return Judgement(
        tuple(review for review in reviews if refs & _refs(review.track) or same_recording(review.track, track))
    )


def _refs(track: Track) -> frozenset[str]:
    return frozenset(key for key in identifier_keys(track) if key.startswith("ref:"))


def pinned_link(pin: Review, judged: Match | None, checked_at: datetime | None) -> ProviderLink:
    """The link that a pin makes; `judged` is the matcher's own view, None when the track was not to be had."""
    match = pinned_match(pin, judged)
    elsewhere = match.availability is Availability.OTHER_MARKETS
    return ProviderLink(
        provider=pin.ref.provider,
        outcome=Outcome.UNAVAILABLE_IN_MARKET if elsewhere else Outcome.LINKED,
        match=match,
        reason="A person pinned this link" + (", which does not play in the market." if elsewhere else "."),
        checked_at=checked_at,
    )


def pinned_match(review: Review, judged: Match | None) -> Match:
    """The match that a pin makes, with what the matcher thinks of it beside."""
    reviewer = f" by {review.reviewer}" if review.reviewer else ""
    note = f": {review.note}" if review.note else ""
    evidence = Evidence(REVIEW, Effect.SUPPORTS, None, 0.0, f"pinned{reviewer}{note}")
    if judged is None:
        return Match(
            ref=review.ref, track=Track(), confidence=1.0, verdict=Verdict.SAME_RECORDING, evidence=(evidence,)
        )
    return replace(judged, confidence=1.0, verdict=Verdict.SAME_RECORDING, evidence=(evidence, *judged.evidence))


def is_pinned(match: Match | None) -> bool:
    """Whether a person chose it."""
    return match is not None and any(row.field == REVIEW for row in match.evidence)
