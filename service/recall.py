"""What the cache may answer. A key only proposes: here the matcher compares what was stored with what is asked now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from domain.answer import Outcome, ProviderLink
from domain.imported import told_precision_ms
from domain.keys import identifier_keys, ref_key, statement_of
from domain.known import Known, Question, StoredLink, StoredNo
from domain.match import Effect, Match
from domain.query import TrackQuery
from domain.review import Review
from service.freshness import Age, Freshness, Moment
from service.judgement import Judgement, pinned_link
from service.matching import accepted_because, judge
from tracklink.plugin import Candidate

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Recalled:
    """One provider's cached answer, compared with the query."""

    link: ProviderLink
    age: Age
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recollection:
    """Everything that bears on whether a cached answer serves this query."""

    query: TrackQuery
    question: Question
    known: Known
    freshness: Freshness
    moment: Moment
    judgement: Judgement
    """An answer older than a person's last word on the track is not fresh, and a forbidden one is none."""
    precision_ms: Mapping[str, int]
    """The grain of each provider's durations."""

    def recall(self, provider: str) -> Recalled | None:
        """The newest answer of this provider that says the same of this query as of the one that earned it."""
        if pin := self.judgement.pin(provider):
            return self._pinned(pin)
        answers = [*self._links(provider), *self._noes(provider)]
        return max(answers, key=lambda answer: (answer.age is Age.FRESH, _checked_at(answer.link)), default=None)

    def _pinned(self, pin: Review) -> Recalled | None:
        """The pinned track as it was last seen in this market, as long as that may be believed."""
        for stored in self.known.links:
            seen = stored.link.match
            if seen is not None and seen.ref == pin.ref and stored.market == self.query.market:
                judged = judge(self.query.track, self._candidate(seen))
                recalled = self._recalled(stored, replace(judged, availability=seen.availability))
                link = pinned_link(pin, recalled.link.match, stored.link.checked_at)
                return replace(recalled, link=replace(link, from_cache=True))
        return None

    def _links(self, provider: str) -> list[Recalled]:
        recordings = _identifiers_by_recording(self.known.links)
        serving = [
            (stored, match)
            for stored in self.known.links
            if stored.link.provider == provider and stored.market == self.query.market
            if (match := self._serves(stored, recordings[stored.recording_id])) is not None
        ]
        exact = [pair for pair in serving if statement_of(pair[0].asked) == self.question.statement]
        serving = exact or serving
        if len({match.ref for _, match in serving}) > 1:
            return []
        return [self._recalled(stored, match) for stored, match in serving]

    def _serves(self, stored: StoredLink, identifiers: frozenset[str]) -> Match | None:
        if stored.link.match is None or self.judgement.forbids(stored.link.match.ref):
            return None
        candidate = self._candidate(stored.link.match, imported=stored.generation > 0)
        now, then = judge(self.query.track, candidate), judge(stored.asked, candidate)
        named = bool(identifiers & self.question.identifiers)
        if not now.verdict.is_same or not _says_the_same(then, now, named=named):
            return None
        return replace(now, availability=stored.link.match.availability)

    def _candidate(self, match: Match, *, imported: bool = False) -> Candidate:
        """The match as it was offered."""
        stated = self.precision_ms.get(match.ref.provider, 1)
        precision_ms = max(stated, told_precision_ms(match.track)) if imported else stated
        return Candidate(ref=match.ref, track=match.track, duration_precision_ms=precision_ms)

    def _recalled(self, stored: StoredLink, match: Match) -> Recalled:
        checked_at = _checked_at(stored.link)
        ages = self.freshness.of(stored.link.provider)
        expires_at, grace = checked_at + ages.of_link(stored.market), ages.grace_of_link(stored.market)
        reason = accepted_because(match) if stored.link.outcome is Outcome.LINKED else stored.link.reason
        link = replace(stored.link, match=match, reason=reason, from_cache=True)
        age = self.moment.age(checked_at, expires_at, grace)
        return Recalled(link, age if self._still_holds(link, stored.generation) else Age.PAST, expires_at)

    def _noes(self, provider: str) -> list[Recalled]:
        return [
            Recalled(replace(no.link, from_cache=True), Age.FRESH, no.next_check_at)
            for no in self.known.noes
            if no.link.provider == provider and self._says_nothing_more(no)
            if self._still_holds(no.link, no.generation)
            if self.moment.age(_checked_at(no.link), no.next_check_at) is Age.FRESH
        ]

    def _says_nothing_more(self, no: StoredNo) -> bool:
        return no.market == self.query.market and self.question.identifiers <= no.identifiers

    def _still_holds(self, link: ProviderLink, generation: int) -> bool:
        """Whether neither an import nor a person's word came after it."""
        imported_since = generation != dict(self.known.generations).get(link.provider, 0)
        return not imported_since and _checked_at(link) > (self.judgement.judged_at or NEVER)


def _says_the_same(then: Match, now: Match, *, named: bool) -> bool:
    """Whether the query says of the candidate what the earlier one said: nothing against it that was not said before.

    A query that shares no identifier with the recording must also say all that spoke for it: a title alone may fit
    another recording better than the one that title and length had found.
    """
    before, after = _effects(then), _effects(now)
    worse = any(
        effect in {Effect.OPPOSES, Effect.VETOES} and before.get(name) != effect for name, effect in after.items()
    )
    vaguer = any(
        effect is Effect.SUPPORTS and after.get(name) is not Effect.SUPPORTS for name, effect in before.items()
    )
    return not worse and (named or not vaguer)


def _effects(match: Match) -> Mapping[str, Effect]:
    return {evidence.field: evidence.effect for evidence in match.evidence}


def _identifiers_by_recording(links: Iterable[StoredLink]) -> Mapping[int, frozenset[str]]:
    identifiers: dict[int, frozenset[str]] = {}
    for stored in links:
        learnt = identifier_keys(stored.asked) | _identifiers_of(stored.link.match)
        identifiers[stored.recording_id] = identifiers.get(stored.recording_id, frozenset()) | learnt
    return identifiers


def _identifiers_of(match: Match | None) -> frozenset[str]:
    return frozenset() if match is None else identifier_keys(match.track) | {ref_key(match.ref)}


def _checked_at(link: ProviderLink) -> datetime:
    return link.checked_at or NEVER
