"""Whole answers, ready to be sent: in memory, then in the store."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from itertools import islice

from domain.errors import StoreUnavailable
from domain.ports import AnswerStore, Clock
from domain.reading import Encoded, Repeatable
from service.answer_memory import AnswerMemory
from service.gathering import Gathering

STORE_SECONDS = 0.5
"""A store that takes longer is not waited for: the answer is made anew."""
MOST_UNSAVED = 1_000
MOST_SAVED_AT_ONCE = 50
TIDYING_SECONDS = 600.0

logger = logging.getLogger(__name__)


class Answers:
    """Answers by the bytes of their requests. What is told here is complete and fresh, and says so: `from_cache`."""

    def __init__(self, memory: AnswerMemory, store: AnswerStore | None, clock: Clock, fingerprint: bytes) -> None:
        """`fingerprint` stands for all that shapes answers beside the request; the store may serve several of them."""
        self._memory = memory
        self._store = store
        self._clock = clock
        self._fingerprint = fingerprint
        self._stored: Gathering[bytes, Encoded] = Gathering(self._read, STORE_SECONDS)
        self._unsaved: dict[bytes, Encoded] = {}
        self._saving: asyncio.Task[None] | None = None
        self._tidied_at = 0.0

    async def find(self, request: bytes) -> bytes | None:
        """The answer to the very same request. Concurrent callers read the store by one statement."""
        answer = self._memory.get(request)
        if answer is not None or self._store is None:
            return answer
        return self._remembered(request, await self._stored.find(self._digest(request)))

    async def find_many(self, requests: Sequence[bytes]) -> list[bytes | None]:
        """The answers to many requests, in their order; one statement for all that is not in memory."""
        reading = [self._memory.get(request) or self._stored_under(request) for request in requests]
        return [
            one if isinstance(one, bytes | None) else self._remembered(request, await one)
            for request, one in zip(requests, reading, strict=True)
        ]

    def keep(self, request: bytes, answer: bytes, repeatable: Repeatable | None) -> None:
        """Remember an answer where it may be repeated, and store it behind the caller."""
        if repeatable is None:
            return
        encoded = Encoded(answer=answer, repeatable=repeatable)
        self._remembered(request, encoded)
        if self._store is not None and len(self._unsaved) < MOST_UNSAVED:
            self._unsaved[self._digest(request)] = encoded
            if self._saving is None:
                self._saving = asyncio.create_task(self._save(self._store))

    async def end(self) -> None:
        """Wait a moment until what was kept is stored; what is not by then will be made again."""
        if self._saving is not None:
            await asyncio.wait({self._saving}, timeout=STORE_SECONDS)
            self._saving.cancel()

    def _stored_under(self, request: bytes) -> asyncio.Future[Encoded | None] | None:
        return None if self._store is None else self._stored.find(self._digest(request))

    def _digest(self, request: bytes) -> bytes:
        return blake2b(request, digest_size=16, key=self._fingerprint).digest()

    def _remembered(self, request: bytes, encoded: Encoded | None) -> bytes | None:
        if encoded is None:
            return None
        life_seconds = (encoded.repeatable.until - self._clock()).total_seconds()
        self._memory.put(request, encoded.answer, encoded.repeatable.reading, life_seconds)
        return encoded.answer

    async def _read(self, digests: Sequence[bytes]) -> Mapping[bytes, Encoded]:
        if self._store is None:
            return {}
        try:
            return await self._store.find_answers(digests, self._clock())
        except StoreUnavailable:
            return {}

    async def _save(self, store: AnswerStore) -> None:
        try:
            while self._unsaved:
                portion = dict(islice(self._unsaved.items(), MOST_SAVED_AT_ONCE))
                self._unsaved = {digest: one for digest, one in self._unsaved.items() if digest not in portion}
                await store.save_answers(portion, self._clock())
            await self._tidy(store)
        except StoreUnavailable as error:
            logger.warning("answers could not be stored: %s", error)
            self._unsaved.clear()
        finally:
            self._saving = None

    async def _tidy(self, store: AnswerStore) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._tidied_at > TIDYING_SECONDS:
            self._tidied_at = now
            await store.forget_old_answers(self._clock())
