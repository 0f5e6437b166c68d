"""Asking the providers what is not known, each question once for all processes."""

import asyncio
from collections.abc import Collection, Mapping, Sequence

from domain.answer import ProviderLink
from domain.deadline import Deadline
from service.asking import Asking
from service.flights import Flights
from service.gather import Gather
from service.memory import Memory
from service.situation import Situation

Answered = tuple[Situation, dict[str, ProviderLink]]


class Upstream:
    """The way from a situation to the answers that it lacks."""

    def __init__(self, memory: Memory, gather: Gather, flights: Flights) -> None:
        self._memory = memory
        self._gather = gather
        self._flights = flights

    async def ask(self, situation: Situation, names: Sequence[str], deadline: Deadline) -> Answered:
        """What is known by now, and the answers of those of the providers that it leaves missing, which are kept.

        A provider whom another caller or process is asking the same is waited for; one that costs no request is not.
        """
        flights = {name: situation.flight(name) for name in names if self._gather.is_live(name)}
        if not flights or not situation.store_answers:
            return await self._ask(situation, names, {}, deadline)
        async with self._flights.board(flights.values(), deadline) as mine:
            situation = await self._memory.recall_again(situation, deadline)
            missing = [name for name in situation.missing() if name in names]
            theirs = {name: flights[name] for name in missing if name in flights and flights[name] not in mine}
            return await self._ask(situation, missing, theirs, deadline)

    async def _ask(
        self, situation: Situation, names: Sequence[str], theirs: Mapping[str, str], deadline: Deadline
    ) -> Answered:
        """The answers, and the situation that they fit: a person's word meanwhile is heard before they are told."""
        later = asyncio.create_task(self._landing(situation, theirs.values(), deadline)) if theirs else None
        elsewhere = dict.fromkeys(theirs, later) if later else {}
        asked = await Asking(situation, self._gather, deadline, elsewhere).ask(names)
        if judged := await self._memory.judged_since(situation, deadline):
            missing = [name for name in judged.missing() if name in names]
            return await self._ask(judged, missing, {}, deadline)
        await self._memory.keep(situation, asked.values(), deadline)
        return situation, asked

    async def _landing(self, situation: Situation, flights: Collection[str], deadline: Deadline) -> Situation:
        """What is known when the others have their answers."""
        await self._flights.landing(flights, deadline)
        return await self._memory.recall_again(situation, deadline)
