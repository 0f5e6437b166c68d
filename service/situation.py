"""What is known about a question before anybody is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.answer import ProviderLink
from domain.keys import question_of
from domain.known import Known, Question
from domain.query import CacheUse, TrackQuery
from service.freshness import Age, Freshness, Moment
from service.judgement import Judgement, judgement_on
from service.recall import Recalled, Recollection


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One LinkTrack call's question, the judgements on its track and the cached answers, compared with it."""

    query: TrackQuery
    question: Question
    known: Known
    moment: Moment
    judgement: Judgement
    recalled: Mapping[str, Recalled]
    store_answers: bool
    """False when the store could not be read: nothing is known, and nothing will be kept."""

    @property
    def imported(self) -> frozenset[str] | None:
        """The providers that have imported tracks; None when the store could not be read."""
        return self.known.imported if self.store_answers else None

    def remembered(self) -> dict[str, ProviderLink]:
        """The answers that are told without asking."""
        told = {name: answer for name, answer in self.recalled.items() if answer.age is not Age.PAST}
        return {name: self._told(answer) for name, answer in told.items()}

    def missing(self) -> list[str]:
        """The wanted providers whose answer has to be asked for."""
        remembered = self.remembered()
        return [name for name in self.query.providers if name not in remembered]

    def overdue(self) -> tuple[str, ...]:
        """The providers whose answer is told as stale and should be asked again behind the caller."""
        may_ask = self.query.cache is not CacheUse.ONLY
        return tuple(name for name, answer in self.recalled.items() if may_ask and answer.age is Age.STALE)

    def flight(self, name: str) -> str:
        """The name under which all processes know that this provider is being asked this question."""
        market = self.query.market or ""
        return "\n".join([name, self.question.statement, market, *sorted(self.question.identifiers)])

    def _told(self, answer: Recalled) -> ProviderLink:
        link = answer.link
        if answer.age is Age.STALE:
            return replace(link, reason=f"{link.reason} It is past its age.", stale=True)
        if link.checked_at and self.moment.is_spared(link.checked_at):
            age_seconds = (self.moment.now - link.checked_at).total_seconds()
            floor = f"no answer is asked again within {self.moment.floor.total_seconds():.0f} s"
            return replace(link, reason=f"{link.reason} It was checked {age_seconds:.0f} s ago; {floor}.")
        return link

    def or_stale(self, link: ProviderLink) -> ProviderLink:
        """The link, or the one past its age in the place of a failure."""
        old = self.recalled.get(link.provider)
        if old is None or old.age is Age.FRESH or link.outcome.is_storable or self.query.cache is CacheUse.REFRESH:
            return link
        reason = f"{old.link.reason} It is past its age, and could not be checked again: {link.reason}"
        return replace(old.link, reason=reason, stale=True)


def situation_of(
    query: TrackQuery, known: Known | None, freshness: Freshness, moment: Moment, precision_ms: Mapping[str, int]
) -> Situation:
    """Compare everything that the store proposed with the query; `known` is None when the store could not be read."""
    question = question_of(query.track, query.market)
    proposed = known or Known()
    judgement = judgement_on(query.track, proposed.reviews)
    recollection = Recollection(
        query=query,
        question=question,
        known=proposed,
        freshness=freshness,
        moment=moment,
        judgement=judgement,
        precision_ms=precision_ms,
    )
    recalled = {name: answer for name in query.providers if (answer := recollection.recall(name))}
    return Situation(
        query=query,
        question=question,
        known=proposed,
        moment=moment,
        judgement=judgement,
        recalled=recalled,
        store_answers=known is not None,
    )
