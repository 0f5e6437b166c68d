"""The protocols that stores implement; `repositories` does, `service.__main__` hands them on.

Every method of every port raises StoreUnavailable when Postgres does not answer.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from domain.known import Known, Learnt, Question, StoredReplacement
from domain.reading import Encoded, Reading
from domain.review import Review
from tracklink.plugin import Candidate, Quota, Track, TrackRef


class LinkStore(Protocol):
    """Recordings, their links, and the answers that were "no"."""

    async def find(self, question: Question) -> Known:
        """Links that any key of the question proposes, noes and reviews (CLEARED marks too) that may concern it.

        One round trip.
        """
        ...

    async def find_many(self, questions: Sequence[Question]) -> Sequence[Known]:
        """The same for each of the questions, in their order; one round trip for all. Meant for up to 200."""
        ...

    def stands(self, reading: Reading) -> bool:
        """Whether nothing of what was read is known, in this process, to have changed since. No I/O."""
        ...

    async def save(self, learnt: Learnt) -> None:
        """Keep what one call learnt, all of it or nothing; a question's newest answer replaces the one before."""
        ...


class AnswerStore(Protocol):
    """Answers of LinkTrack as they go over the wire, each under a digest of its request and of all that shapes it."""

    async def find_answers(self, digests: Sequence[bytes], now: datetime) -> Mapping[bytes, Encoded]:
        """Those that may be told at this time: of what an answer says, nothing has changed since it was read."""
        ...

    async def save_answers(self, answers: Mapping[bytes, Encoded], now: datetime) -> None:
        """Keep answers in the place of those before; one whose reading is out of date by now is never found."""
        ...

    async def forget_old_answers(self, now: datetime) -> None:
        """Make room: nothing that could still be found is lost."""
        ...


class Changes(Protocol):
    """What is known, in this process, of what changed in the store. It raises nothing, and does no I/O."""

    @property
    def heard(self) -> int:
        """How many changes so far."""
        ...

    @property
    def listening(self) -> bool:
        """Whether changes of other processes are heard."""
        ...

    def subscribe(self, listener: Callable[[frozenset[int] | None], None]) -> None:
        """Tell this one of every change from now on: its marks, None when anything may have changed."""
        ...

    def stands(self, marks: Iterable[int], heard: int) -> bool:
        """Whether nothing on these marks is known to have changed since so many changes had been heard."""
        ...


class ReplacementStore(Protocol):
    """Answers of FindReplacement."""

    async def find_replacement(self, digest: str) -> StoredReplacement | None:
        """The answer kept under this digest, fresh or not."""
        ...

    async def find_replacements(self, digests: Sequence[str]) -> Mapping[str, StoredReplacement]:
        """The answers kept under these digests; one round trip for all."""
        ...

    async def save_replacement(self, digest: str, provider: str, stored: StoredReplacement) -> None:
        """Keep an answer in the place of the one before."""
        ...


class ReviewStore(Protocol):
    """People's judgements."""

    async def put(self, review: Review, keys: frozenset[str]) -> bool:
        """Record a judgement; a pin takes the place of an earlier one of the same track there. False when it stood."""
        ...

    async def clear(self, ref: TrackRef, keys: frozenset[str], cleared_at: datetime) -> bool:
        """Take back what was recorded for this pair, leaving a CLEARED mark with its time. False when nothing stood."""
        ...

    def list_reviews(self, provider: str | None) -> AsyncIterator[Review]:
        """Judgements in force, oldest first, read in pages."""
        ...


class CatalogStore(Protocol):
    """Imported tracks. Blocking: it is read by providers, each on a thread of its own."""

    def lookup(self, provider: str, ref: TrackRef, limit: int) -> Sequence[Candidate]:
        """The imported track of this id; for a ref of another service, tracks that carry it."""
        ...

    def lookup_isrc(self, provider: str, isrc: str, limit: int) -> Sequence[Candidate]:
        """Imported tracks with this ISRC, in the order of their ids."""
        ...

    def lookup_barcode(self, provider: str, barcode: str, limit: int) -> Sequence[Candidate]:
        """Imported tracks of the release with this GTIN."""
        ...

    def search(self, provider: str, query: Track, limit: int) -> Sequence[Candidate]:
        """Imported tracks near the query's title and artists, nearest first."""
        ...

    def generation(self, provider: str) -> int:
        """How many imports have changed this provider's tracks; 0 when none were ever imported."""
        ...


class QuotaStore(Protocol):
    """What services allow, shared by all processes. Blocking: it is asked on the threads of providers."""

    def reserve(self, name: str, quota: Quota, max_wait_seconds: float) -> float | None:
        """Take the next slot of the quota of this name: the seconds to wait before it may be used, 0 or more.

        Slots are given out in the order of asking, whichever process asks, and never more of them than the quota
        allows in any of its periods. None, and nothing taken, when the slot is more than `max_wait_seconds` away.
        A slot that nobody uses is lost.
        """
        ...

    def remaining(self, name: str, quota: Quota) -> int:
        """How many slots could be used at once now; of a large quota never all, for it is given out in portions."""
        ...


class FlightStore(Protocol):
    """Which questions are being asked upstream, by whichever process: leases, renewed while the asker lives."""

    async def claim(self, keys: Collection[str], holder: str, lease: timedelta) -> frozenset[str]:
        """Take those that nobody else holds, for so long: which ones these were."""
        ...

    async def renew(self, keys: Collection[str], holder: str, lease: timedelta) -> None:
        """Hold on to those that this holder has, for so long from now."""
        ...

    async def release(self, keys: Collection[str], holder: str) -> None:
        """Let go of those that this holder has."""
        ...

    async def under_way(self, keys: Collection[str]) -> frozenset[str]:
        """Those that somebody holds whose lease has not run out."""
        ...


class Clock(Protocol):
    """Where the time comes from."""

    def __call__(self) -> datetime:
        """Now, in UTC."""
        ...
