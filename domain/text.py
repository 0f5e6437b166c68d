"""Folding text to what two spellings of the same words share. Import, catalog search and matcher all use it."""

import unicodedata

import regex
from anyascii import anyascii

LIMIT = 1_000
"""Characters that are folded."""
MARKS = 30
"""Combining marks that are read in a row, as in Unicode's stream-safe text: to settle the order of more takes the
square of their number."""

_HEAPED = regex.compile(rf"(\p{{M}}{{{MARKS}}})\p{{M}}+")
_MARKED = regex.compile(r"(?<=[\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}])\p{Mn}+")
_NOT_WORDS = regex.compile(r"[^\p{L}\p{N}\p{M}]+")
_APOSTROPHES = regex.compile(r"(?<=\p{L})['’‘ʼ`´](?=\p{L})")

_ASCII_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}


def fold(text: str) -> str:
    """Words in lower case, without accents and punctuation, one blank between: `Beyoncé – HALO!` -> `beyonce halo`.

    Symbols alone are kept, so that `÷` folds to itself and never to nothing. Only blank text folds to "".
    At most LIMIT characters are read and given.
    """
    short = " ".join(text.split())[:LIMIT]
    if short.isascii():
        return _fold_ascii(short.lower())
    plain = _casefold(short)[:LIMIT]
    joined = _APOSTROPHES.sub("", _MARKED.sub("", unicodedata.normalize("NFD", plain)))
    words = _NOT_WORDS.sub(" ", unicodedata.normalize("NFC", joined)).strip()
    return (words or " ".join(plain.split()))[:LIMIT].rstrip()


def _fold_ascii(plain: str) -> str:
    """The same for the letters of which there is one form only: a third of the work."""
    joined = _APOSTROPHES.sub("", plain) if "'" in plain or "`" in plain else plain
    return " ".join(joined.translate(_ASCII_SIGNS).split()) or plain.rstrip()


def plain(text: str) -> str:
    """The text as it is but for case, Unicode form and blanks: `  Bird (LIVE)` -> `bird (live)`."""
    return " ".join(_casefold(text).split())


def romanise(text: str) -> str:
    """The folded text in Latin letters: an additional key, never a replacement. "" when it is Latin already."""
    if text.isascii():
        return ""
    folded = fold(text)
    return "" if folded.isascii() else fold(anyascii(folded))


def _casefold(text: str) -> str:
    """In one Unicode form; the acute accent that stands for an apostrophe would decompose into a blank first."""
    return one_form(one_form(text.replace("´", "'")).casefold())


def one_form(text: str) -> str:
    """The text in Unicode's form NFKC, in time that grows with its length alone."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _HEAPED.sub(r"\1", text) if len(text) > MARKS else text)
