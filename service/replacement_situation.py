"""What is known about a dead track before its provider is asked."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.known import Known, StoredReplacement
from domain.query import ReplacementQuery
from domain.reading import Reading
from domain.replacement import ReplacementAnswer, ReplacementOutcome
from service.freshness import Ages
from service.judgement import Judgement, judgement_on

NOES = frozenset({ReplacementOutcome.NOT_FOUND, ReplacementOutcome.NEEDS_REVIEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementSituation:
    """One FindReplacement call's question, the judgements on its track, and the answer given before."""

    judgement: Judgement
    now: datetime
    generation: int
    """The provider's catalog generation now."""
    before: StoredReplacement | None
    imported: frozenset[str] | None
    """The providers that have imported tracks; None when the store could not be read."""
    reading: Reading
    """By what, and when, the judgements were read."""

    @property
    def store_answers(self) -> bool:
        """Whether the store could be read."""
        return self.imported is not None

    def remembered(self) -> ReplacementAnswer | None:
        """The answer that needs no asking: within its age, and neither an import nor a person's word came after it."""
        before = self.before
        if before is None or before.generation != self.generation or self.now >= before.next_check_at:
            return None
        judged_at = self.judgement.judged_at
        judged_since = judged_at is not None and before.checked_at <= judged_at
        return None if judged_since else replace(before.answer, from_cache=True)

    def storable(self, answer: ReplacementAnswer, ages: Ages) -> StoredReplacement:
        """The answer as it is kept."""
        is_no = answer.outcome in NOES
        misses = self._misses() if is_no else 0
        age = ages.of_no(misses) if is_no else ages.replacement
        return StoredReplacement(
            answer=answer,
            checked_at=self.now,
            next_check_at=self.now + age,
            misses=misses,
            generation=self.generation,
        )

    def _misses(self) -> int:
        """How many times in a row it is "no" now: a question repeated before its time does not count again."""
        if self.before is None:
            return 1
        return max(1, self.before.misses + (self.before.next_check_at <= self.now))


def replacement_situation_of(
    query: ReplacementQuery, known: Known | None, before: StoredReplacement | None, now: datetime
) -> ReplacementSituation:
    """Put together what the store told; `known` is None when it could not be read."""
    proposed = known or Known()
    return ReplacementSituation(
        judgement=judgement_on(query.track, proposed.reviews),
        now=now,
        generation=dict(proposed.generations).get(query.provider, 0),
        before=before,
        imported=known.imported if known else None,
        reading=proposed.reading,
    )
