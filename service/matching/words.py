"""Words of folded text, also where a script writes none apart: `2011年リマスター` is three."""

import regex

_WORD = regex.compile(
    r"[\p{Katakana}ー]+|\p{Hiragana}+|\p{Han}+|\p{Hangul}+|[^\s\p{Katakana}ー\p{Hiragana}\p{Han}\p{Hangul}]+"
)


def words_of(folded: str) -> list[str]:
    """The words between blanks, cut where one of the scripts of Eastern Asia begins or ends."""
    return folded.split() if folded.isascii() else _WORD.findall(folded)
