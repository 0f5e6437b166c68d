"""How a track is searched for in words.

Plain words, no field filters: `track:` and `artist:` lose titles and names with an apostrophe, and quoted names that
are credited otherwise, where the same words without a filter find them (reports to Spotify's Web API and to beets).
What plain words find beside the track, the matcher tells apart. Upper-case AND, OR and NOT, a leading hyphen, quotes,
asterisks and colons would be read as operators. Beyond a hundred characters the service has answered 404 (reported to
spotipy), so a long title gives way.
"""

import re

from tracklink.plugin import Track

LONGEST = 100
LONGEST_ARTIST = 50

_MARKS = re.compile(r'["*:]|(?<!\S)-+')
_OPERATORS = re.compile(r"\b(?:AND|OR|NOT)\b")


def search_text(query: Track) -> str:
    """The title, and the first artist alone: the others are often credited otherwise. Empty without a title."""
    title = _plain(query.title)
    artist = _shortened(_plain(query.artists[0]), LONGEST_ARTIST) if query.artists else ""
    return f"{_shortened(title, LONGEST - len(artist) - 1)} {artist}".strip() if title else ""


def _plain(words: str) -> str:
    without = _OPERATORS.sub(lambda operator: operator[0].lower(), _MARKS.sub(" ", words))
    return " ".join(without.split())


def _shortened(words: str, longest: int) -> str:
    """As many whole words as fit, or the beginning of the first."""
    if len(words) <= longest:
        return words
    return words[: longest + 1].rpartition(" ")[0] or words[:longest]
