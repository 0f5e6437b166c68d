"""What the accepted links of one call teach the providers that found nothing by themselves."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.answer import ProviderLink
from service.merge import fill
from tracklink.plugin import Track, TrackRef


@dataclass(frozen=True, slots=True)
class Lesson:
    """How to ask a provider, and what its candidates are compared with."""

    lookup: Track
    """What is asked for: the caller's words, or only identifiers that others taught."""
    asked: Track
    """What candidates are compared with. A taught identifier is not among its own: agreement through it would count
    the teacher's answer twice."""
    teacher: str | None = None
    """The provider whose accepted link brought the identifiers."""


class Lessons:
    """Where providers that are done leave what they found, and those without an answer wait for it."""

    def __init__(self, asked: Track, remembered: Iterable[ProviderLink], pupils: Iterable[str]) -> None:
        self._asked = asked
        self._taught = [link for link in remembered if link.match]
        self._at_work = set(pupils)
        self._changed = asyncio.Condition()

    def first(self, pupil: str) -> Lesson:
        """The caller's own question, with identifiers that remembered links bring."""
        lesson = self._lesson(pupil)
        if lesson is None:
            return Lesson(self._asked, self._asked)
        identifiers = replace(self._asked, isrcs=self._asked.isrcs or lesson.lookup.isrcs)
        lookup = replace(identifiers, refs=tuple(dict.fromkeys((*self._asked.refs, *lesson.lookup.refs))))
        return Lesson(fill(lookup, lesson.asked), lesson.asked, lesson.teacher)

    async def teach(self, name: str, link: ProviderLink) -> None:
        """Leave what a provider came to; it is at work no longer."""
        async with self._changed:
            self._at_work.discard(name)
            if link.match:
                self._taught.append(link)
            self._changed.notify_all()

    async def second(self, pupil: str, first: Lesson) -> Lesson | None:
        """The first lesson with an identifier new to the pupil; None when all others are done without one."""
        async with self._changed:
            self._at_work.discard(pupil)
            self._changed.notify_all()
            await self._changed.wait_for(lambda: self._lesson(pupil, first.lookup) is not None or not self._at_work)
            return self._lesson(pupil, first.lookup)

    def _lesson(self, pupil: str, used: Track | None = None) -> Lesson | None:
        for link in self._taught:
            lesson = self._lesson_of(link, pupil, used or self._asked)
            if lesson is not None:
                return lesson
        return None

    def _lesson_of(self, link: ProviderLink, pupil: str, used: Track) -> Lesson | None:
        if link.match is None or link.provider == pupil:
            return None
        found = link.match.track
        isrcs = tuple(isrc for isrc in found.isrcs if isrc not in used.isrcs)[:1]
        refs = tuple(ref for ref in _refs(found) if ref.provider == pupil and ref not in used.refs)[:1]
        words = not used.title and bool(found.title)
        if not isrcs and not refs and not words:
            return None
        asked = self._asked if self._asked.title else fill(self._asked, replace(found, isrcs=(), refs=()))
        lookup = Track(isrcs=isrcs, refs=refs)
        return Lesson(fill(lookup, asked) if words else lookup, asked, link.provider)


def _refs(track: Track) -> tuple[TrackRef, ...]:
    return (*track.refs, TrackRef("musicbrainz", track.mbid)) if track.mbid else track.refs
