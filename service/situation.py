"""What is known about a question before anybody is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.answer import ProviderLink
from domain.keys import question_of
from domain.known import Known, Question
from domain.query import CacheUse, TrackQuery
from service.freshness import Ages, Moment
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

    def remembered(self) -> dict[str, ProviderLink]:
        """The answers that need no asking."""
        if self.query.cache is CacheUse.REFRESH:
            return {}
        return {name: answer.link for name, answer in self.recalled.items() if answer.fresh}

    def or_stale(self, link: ProviderLink) -> ProviderLink:
        """The link, or the one past its age in the place of a failure."""
        old = self.recalled.get(link.provider)
        if old is None or old.fresh or link.outcome.is_storable or self.query.cache is CacheUse.REFRESH:
            return link
        reason = f"{old.link.reason} It is past its age, and could not be checked again: {link.reason}"
        return replace(old.link, reason=reason, stale=True)


def situation_of(
    query: TrackQuery, known: Known | None, ages: Ages, moment: Moment, precision_ms: Mapping[str, int]
) -> Situation:
    """Compare everything that the store proposed with the query; `known` is None when the store could not be read."""
    question = question_of(query.track, query.market)
    proposed = known or Known()
    judgement = judgement_on(query.track, proposed.reviews)
    recollection = Recollection(
        query=query,
        question=question,
        known=proposed,
        ages=ages,
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
