"""What people do to a track's words before they ask for it."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.made_words import word
from tracklink.plugin import Track

LETTERS = "abcdefghijklmnopqrstuvwxyz"
Damage = Callable[[Random, Track], Track]


def typo(random: Random, text: str) -> str:
    """One letter too many, too few, another, or two swapped, anywhere in the text; never the same text, never blank."""
    while True:
        place = random.randrange(len(text))
        edited = random.choice((_inserted, _deleted, _substituted, _swapped))(text, place, random.choice(LETTERS))
        if edited.strip() and edited.casefold() != text.casefold():
            return edited


def _inserted(text: str, place: int, letter: str) -> str:
    return text[:place] + letter + text[place:]


def _deleted(text: str, place: int, _: str) -> str:
    return text[:place] + text[place + 1 :] or text + text


def _substituted(text: str, place: int, letter: str) -> str:
    return text[:place] + letter + text[place + 1 :]


def _swapped(text: str, place: int, _: str) -> str:
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def _typed(random: Random, track: Track) -> Track:
    return replace(track, title=typo(random, track.title))


def _untimed(random: Random, track: Track) -> Track:
    return replace(_typed(random, track), duration_ms=None)


def _artist_typed(random: Random, track: Track) -> Track:
    return replace(track, artists=(typo(random, track.artists[0]), *track.artists[1:]), duration_ms=None)


def _both_typed(random: Random, track: Track) -> Track:
    return _typed(random, _artist_typed(random, track))


def _without_artist(random: Random, track: Track) -> Track:
    return replace(_typed(random, track), artists=())


def _word_missing(random: Random, track: Track) -> Track:
    words = track.title.split()
    if len(words) > 1:
        del words[random.randrange(len(words))]
    return replace(track, title=" ".join(words), duration_ms=None)


def _word_more(random: Random, track: Track) -> Track:
    words = track.title.split()
    words.insert(random.randrange(len(words) + 1), word(random.randrange(3_000)))
    return replace(track, title=" ".join(words), duration_ms=None)


def _guest_in_title(random: Random, track: Track) -> Track:
    guest = " ".join(word(random.randrange(100, 3_000)) for _ in range(2)).title()
    return replace(track, title=f"{track.title} (feat. {guest})", duration_ms=None)


def _remastered(random: Random, track: Track) -> Track:
    suffix = random.choice((" - Remastered", " - 2011 Remaster", " (Remastered 2009)", " [Deluxe Edition]"))
    return replace(track, title=track.title + suffix, duration_ms=None)


def _artist_in_title(_: Random, track: Track) -> Track:
    return replace(track, title=f"{track.artists[0]} - {track.title}", artists=(), duration_ms=None)


EXACT = "nothing done"
FUZZY = "one typo in the title"
DAMAGES: dict[str, Damage] = {
    EXACT: lambda _, track: track,
    FUZZY: _typed,
    "one typo in the title, no duration": _untimed,
    "a word missing, no duration": _word_missing,
    "a word more, no duration": _word_more,
    "a guest in the title, no duration": _guest_in_title,
    "a remaster's suffix, no duration": _remastered,
    "artist in the title alone, no duration": _artist_in_title,
    "a typo in the artist, no duration": _artist_typed,
    "a typo in title and artist each, no duration": _both_typed,
    "one typo in the title, no artist": _without_artist,
}
"""Kind of damage -> what it makes of a track."""
