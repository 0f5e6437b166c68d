"""In which scripts a text is written."""

from functools import lru_cache

import regex

from domain.text import romanise

_LETTER = regex.compile(
    r"(?P<latin>\p{Latin})|(?P<cyrillic>\p{Cyrillic})|(?P<greek>\p{Greek})|(?P<han>\p{Han})"
    r"|(?P<kana>[\p{Hiragana}\p{Katakana}])|(?P<hangul>\p{Hangul})|(?P<arabic>\p{Arabic})|(?P<hebrew>\p{Hebrew})"
    r"|(?P<thai>\p{Thai})|(?P<another>\p{L})"
)
_LATIN = frozenset({"latin"})
_GLIDES = regex.compile(r"[ijy]+")


@lru_cache(maxsize=8_192)
def scripts_of(text: str) -> frozenset[str]:
    """The scripts of its letters: `夜明け` -> han, kana; none for figures and signs."""
    if text.isascii():
        return _LATIN if any(sign.isalpha() for sign in text) else frozenset()
    return frozenset(match.lastgroup or "" for match in _LETTER.finditer(text))


def share_no_script(mine: str, other: str) -> bool:
    """Whether both have letters, and none of one script."""
    if mine.isascii() and other.isascii():
        return False
    scripts, others = scripts_of(mine), scripts_of(other)
    return bool(scripts and others) and scripts.isdisjoint(others)


@lru_cache(maxsize=8_192)
def latin(folded: str) -> str:
    """The folded text in Latin letters, with one letter for a glide: `Ночной`, `Nochnoy` and `Nochnoj` agree."""
    return _GLIDES.sub("i", romanise(folded) or folded)
