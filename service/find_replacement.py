"""FindReplacement: for a track that is gone from a service, the playable one there of the same recording."""

from collections.abc import Sequence
from dataclasses import replace

from domain.deadline import Deadline
from domain.query import ReplacementQuery
from domain.replacement import ReplacementAnswer
from service.flights import Flights
from service.gather import Gather
from service.ladder import Ladder
from service.replacement_digest import digest_of
from service.replacement_memory import ReplacementMemory
from service.replacement_situation import ReplacementSituation
from service.sentence import sentence
from service.single_flight import SingleFlight


class FindReplacement:
    """Answers from the cache, else climbs the ladder of the one provider, and keeps what it found."""

    def __init__(self, memory: ReplacementMemory, gather: Gather, flights: Flights) -> None:
        self._memory = memory
        self._gather = gather
        self._flights = flights
        self._under_way: SingleFlight[ReplacementAnswer] = SingleFlight()

    async def __call__(self, query: ReplacementQuery, timeout_seconds: float) -> ReplacementAnswer:
        """The replacement, or why there is none, within the time given; who asks the same meanwhile shares it."""
        deadline = Deadline.after(timeout_seconds)
        return await self._under_way.share(query, deadline, lambda: self._answer(query, deadline))

    async def recall(
        self, queries: Sequence[ReplacementQuery], timeout_seconds: float
    ) -> Sequence[ReplacementAnswer | None]:
        """The answers for which nobody has to be asked, by one read; None for each of the other questions."""
        situations = await self._memory.recall_many(queries, Deadline.after(timeout_seconds))
        return [situation.remembered() for situation in situations]

    async def _answer(self, query: ReplacementQuery, deadline: Deadline) -> ReplacementAnswer:
        situation = await self._memory.recall(query, deadline)
        if answer := situation.remembered():
            return answer
        if not situation.store_answers or not self._gather.is_live(query.provider):
            return await self._climb(query, situation, deadline)
        return await self._climb_once(query, deadline)

    async def _climb_once(self, query: ReplacementQuery, deadline: Deadline) -> ReplacementAnswer:
        """The answer of whoever asks the same, in whichever process, where it comes in time."""
        flight = f"replacement\n{digest_of(query)}"
        async with self._flights.board([flight], deadline) as mine:
            if not mine:
                await self._flights.landing([flight], deadline)
            situation = await self._memory.recall(query, deadline)
            return situation.remembered() or await self._climb(query, situation, deadline)

    async def _climb(
        self, query: ReplacementQuery, situation: ReplacementSituation, deadline: Deadline
    ) -> ReplacementAnswer:
        climbed = await Ladder(query, situation.judgement, self._gather, deadline, situation.imported).climb()
        if judged := await self._memory.judged_since(query, situation, deadline):
            return judged.remembered() or await self._climb(query, judged, deadline)
        answer = replace(climbed, reason=sentence(climbed.reason))
        if not situation.store_answers:
            return replace(answer, reason=f"{answer.reason} The cache could not be read.")
        await self._memory.keep(query, situation, answer, deadline)
        return answer
