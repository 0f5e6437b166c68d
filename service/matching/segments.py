"""Cutting a title into its core and what hangs on it, before any word is understood."""

import unicodedata
from collections.abc import Iterator

import regex

TITLE_LIMIT = 300
"""Characters of a title that are read; the longest honest ones (symphony movements) stay below."""
SEGMENT_LIMIT = 12

_OPEN = {"(": ")", "[": "]", "{": "}", "<": ">", "【": "】", "「": "」", "『": "』", "〈": "〉", "《": "》", "〔": "〕"}
_CLOSE = frozenset(_OPEN.values())
_DASHES = regex.compile(r"[‐‑‒–—―−﹘]")
_QUOTES = regex.compile(r"[“”„‟″«»]")
_SINGLE_QUOTES = regex.compile(r"[‘’‚‛′`´ʼ]")
_INCHES = regex.compile(r"(?<=\b(?:7|10|12))\s*(?:\"|''|-?\s*inch(?:es)?\b|\bin\b\.?)")
_BLANKS = regex.compile(r"\s+")
_DASH = regex.compile(r"\s-+\s|\s-+$|(?<=[)\]])\s?-\s?|\s~\s|\s\|+\s|\s//+\s|\s::+\s")


def plain(text: str, limit: int = TITLE_LIMIT) -> str:
    """Lower case in one Unicode form, with one kind of dash, quote and blank; at most `limit` characters are read."""
    short = text[: 4 * limit]
    if not short.isascii():
        short = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", short).casefold())
        short = _SINGLE_QUOTES.sub("'", _QUOTES.sub('"', _DASHES.sub("-", short)))
    return _BLANKS.sub(" ", short.casefold()).strip()[:limit]


def split(title: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The core of a plain title, what stands in brackets, and what follows dashes: `heroes - live (edit)`.

    Nested brackets are cut at each bracket; an unclosed one runs to the end.
    """
    title = _INCHES.sub(" inch", title)
    outside, inside = _unbracket(title)
    pieces = [piece.strip(" -~|") for piece in _DASH.split(outside)]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return title, (), ()
    return pieces[0], tuple(inside[:SEGMENT_LIMIT]), tuple(pieces[1 : SEGMENT_LIMIT + 1])


def _unbracket(title: str) -> tuple[str, list[str]]:
    depth, outside, inside = 0, [], [""]
    for sign in title:
        if sign in _OPEN:
            depth += 1
            inside.append("")
            outside.append(" ")
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
            inside.append("")
        elif depth:
            inside[-1] += sign
        else:
            outside.append(sign)
    return "".join(outside), [part.strip() for part in inside if part.strip()]


def halves(text: str, separator: str) -> Iterator[tuple[str, str]]:
    """Every way of cutting the text in two at the separator."""
    start = text.find(separator)
    while start >= 0:
        yield text[:start], text[start + len(separator) :]
        start = text.find(separator, start + len(separator))
