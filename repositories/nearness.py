"""How near an imported track's words and length come to what was asked: the order of candidates, not a verdict."""

from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from domain.text import fold, romanise
from tracklink.plugin import Track

DURATION_SHARE = 0.2
"""How much of the nearness the duration makes where both sides state it."""
FARTHEST_MS = 15_000
"""A difference from which on durations count as nothing alike."""


@dataclass(frozen=True)
class Asked:
    """A query, ready to be compared with many tracks."""

    track: Track

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The folded title, and its Latin form where it has one."""
        return _with_latin(fold(self.track.title))

    @cached_property
    def artists(self) -> tuple[str, ...]:
        """The folded artists as one text, likewise."""
        return _with_latin(folded_artists(self.track))

    def nearness(self, title: str, artists: str, duration_ms: int | None) -> float:
        """0..1, from folded title and artists of an imported track."""
        words = self._words(_with_latin(title), _with_latin(artists))
        if duration_ms is None or self.track.duration_ms is None:
            return words
        alike = max(0.0, 1 - abs(duration_ms - self.track.duration_ms) / FARTHEST_MS)
        return (1 - DURATION_SHARE) * words + DURATION_SHARE * alike

    def _words(self, titles: tuple[str, ...], artists: tuple[str, ...]) -> float:
        together = _alike(_together(self.titles, self.artists), _together(titles, artists))
        if not (self.artists and artists):
            return together
        return max(together, (_alike(self.titles, titles) + _alike(self.artists, artists)) / 2)


def folded_artists(track: Track) -> str:
    """All artists folded, as one text; "" when none is stated."""
    return fold(" ".join(track.artists))


def _with_latin(folded: str) -> tuple[str, ...]:
    if not folded:
        return ()
    latin = romanise(folded)
    return (folded, latin) if latin else (folded,)


def _together(titles: tuple[str, ...], artists: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{artist} {title}" for title in titles for artist in artists or ("",))


def _alike(asked: tuple[str, ...], offered: tuple[str, ...]) -> float:
    """The best agreement of any two spellings: words in any order, half of it forgiving words on one side only."""
    return max(
        (
            (fuzz.token_sort_ratio(one, other) + fuzz.token_set_ratio(one, other)) / 200
            for one in asked
            for other in offered
        ),
        default=0.0,
    )
