"""What one call learnt, in the words of the tables."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.answer import Outcome, ProviderLink
from domain.keys import ref_key
from domain.known import Learnt, Question, StoredNo
from domain.match import Match
from repositories.change_note import subject_mark
from repositories.hashed_key import hashed_keys
from repositories.json_form import PROVIDER_LINK, TRACK, JsonForm, storable_text
from repositories.link_tables import NO_MARKET
from tracklink.plugin import Track, TrackRef

TEXT_PREFIX = "text:"

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """An accepted answer, as `new_save` tells it to Postgres."""

    provider: str
    ref_id: str
    track: Track
    outcome: Outcome
    link: ProviderLink
    checked_at: datetime | None
    generation: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A "no", likewise."""

    provider: str
    market: str
    identifiers: list[str]
    outcome: Outcome
    link: ProviderLink
    misses: int
    checked_at: datetime | None
    next_check_at: datetime
    generation: int


LINKED: Final = JsonForm(list[LinkedRow], {"__all__": {"link": {"match": {"track"}}}})
REFUSED: Final = JsonForm(list[RefusedRow], {"__all__": {"link": {"match": {"track"}}}})


def subject_of(question: Question) -> str:
    """A digest of what was asked: the statement, and where that names no title the identifiers too."""
    if any(key.startswith(TEXT_PREFIX) for key in question.keys):
        return question.statement
    identifiers = "\n".join(sorted(question.identifiers))
    return hashlib.sha256(f"{question.statement}\n{identifiers}".encode(errors="replace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Saving:
    """The rows that one call's answers become."""

    learnt: Learnt

    @property
    def subject(self) -> str:
        """What was asked."""
        return subject_of(self.learnt.question)

    @property
    def identifiers(self) -> list[str]:
        """The question's, sorted."""
        return sorted(storable_text(identifier) for identifier in self.learnt.question.identifiers)

    @property
    def market(self) -> str:
        """The question's, as it is stored."""
        return self.learnt.question.market or NO_MARKET

    @property
    def accepted(self) -> list[tuple[ProviderLink, Match]]:
        """Links with their matches."""
        return [(link, link.match) for link in self.learnt.links if link.match is not None]

    @property
    def locks(self) -> list[int]:
        """What no other save may work on at the same time: the question, and every track that it was linked to."""
        refs = {ref_key(TrackRef(link.provider, match.ref.id)) for link, match in self.accepted}
        return hashed_keys({f"subject:{self.subject}"} | refs)

    @property
    def marks(self) -> list[int]:
        """What changes: all that these keys lead to, and the noes of the question."""
        return [*hashed_keys(self.learnt.keys | self.learnt.question.keys), subject_mark(self.subject)]

    @property
    def same_question(self) -> Row:
        """What binds `link_save.SAME_QUESTION` and the refs that were linked."""
        return {
            "subject": self.subject,
            "identifiers": self.identifiers,
            "providers": [link.provider for link, _ in self.accepted],
            "ref_ids": [storable_text(match.ref.id) for _, match in self.accepted],
        }

    def answers(self, recording_id: int) -> Row:
        """The providers that answered, with the recording whose link for each is the newest; 0 for a "no"."""
        noes = self.learnt.noes
        return {
            "providers": [link.provider for link, _ in self.accepted] + [no.link.provider for no in noes],
            "markets": [self.market for _ in self.accepted] + [no.market or NO_MARKET for no in noes],
            "kept": [recording_id for _ in self.accepted] + [0 for _ in noes],
        }

    @property
    def linked(self) -> list[LinkedRow]:
        """The links with their tracks."""
        generations = dict(self.learnt.generations)
        return [
            LinkedRow(
                provider=link.provider,
                ref_id=match.ref.id,
                track=match.track,
                outcome=link.outcome,
                link=link,
                checked_at=link.checked_at,
                generation=generations.get(link.provider, 0),
            )
            for link, match in self.accepted
        ]

    @property
    def refused(self) -> list[RefusedRow]:
        """The noes."""
        return [
            RefusedRow(
                provider=no.link.provider,
                market=no.market or NO_MARKET,
                identifiers=sorted(no.identifiers),
                outcome=no.link.outcome,
                link=no.link,
                misses=no.misses,
                checked_at=no.link.checked_at,
                next_check_at=no.next_check_at,
                generation=no.generation,
            )
            for no in self.learnt.noes
        ]

    def track_rows(self) -> list[Row]:
        """Rows of `provider_track`."""
        return [
            {"provider": link.provider, "id": storable_text(match.ref.id), "track": TRACK.write(match.track)}
            for link, match in self.accepted
        ]

    def link_rows(self, recording_id: int) -> list[Row]:
        """Rows of `link`."""
        generations = dict(self.learnt.generations)
        return [
            {
                "recording_id": recording_id,
                "market": self.market,
                "ref_id": storable_text(match.ref.id),
                "asked": TRACK.write(self.learnt.asked),
                "subject": self.subject,
                "identifiers": self.identifiers,
                "generation": generations.get(link.provider, 0),
                **_answer_columns(link),
            }
            for link, match in self.accepted
        ]

    def no_rows(self) -> list[Row]:
        """Rows of `negative_answer`, in the order in which everybody writes them."""
        return [self._no_row(no) for no in _ordered(self.learnt.noes)]

    def _no_row(self, no: StoredNo) -> Row:
        return {
            "subject": self.subject,
            "market": no.market or NO_MARKET,
            "identifiers": sorted(storable_text(identifier) for identifier in no.identifiers),
            "misses": no.misses,
            "next_check_at": no.next_check_at,
            "generation": no.generation,
            **_answer_columns(no.link),
        }


def _answer_columns(link: ProviderLink) -> Row:
    written = PROVIDER_LINK.write(link)
    match written.get("match"):
        case dict() as matched:
            matched.pop("track", None)
    return {"provider": link.provider, "outcome": link.outcome, "link": written, "checked_at": link.checked_at}


def _ordered(noes: Sequence[StoredNo]) -> list[StoredNo]:
    return sorted(noes, key=lambda no: (no.link.provider, no.market or NO_MARKET))
