"""Cutting a title into its core and what hangs on it, before any word is understood."""

import regex

from domain.text import one_form
from service.matching.keys import with_plain_keys

TITLE_LIMIT = 300
"""Characters of a title that are read; the longest honest ones (symphony movements) stay below."""
SEGMENT_LIMIT = 12
"""Brackets, and dashes, that are read."""
LOST = "\ufffd"
"""Stands for letters that an earlier program lost."""

_OPEN = frozenset("([{<【「『〈《〔")
_CLOSE = frozenset(")]}>】」』〉》〕")
_SIGNS = str.maketrans(
    {**dict.fromkeys("‐‑‒–—―−﹘", "-"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‘’‚‛′`´ʼ", "'"), "〜": "~"}
)
_LOST_RUN = regex.compile(f"(?:ï¿½?|{LOST})+")
_AND = regex.compile(r"\s*&\s*(?=\w)|(?<=\w)(?:'n'|\s+(?:'n'|'n|n')\s+)(?=\w)|(?<=\w\w)\s+n\s+(?=\w\w)")
_INCHES = regex.compile(r"(?<=\b(?:7|10|12))\s*(?:\"|''|-?\s*inch(?:es)?\b)")
_JOINING = ("&", " n ", "'n", "n'")
_MEASURING = ('"', "''", "inch")
_TRACK_NUMBER = regex.compile(r"^(?:0\d{1,3}|\d{2,3}(?=-\p{L}))\s*[-.]+\s*(?=\S)|^\d{1,2}\.\s+(?=\S)")
_BLANKS = regex.compile(r"\s+")
_DASH = regex.compile(r"\s-+\s|\s-+$|\s-+(?=\p{L}{3})|(?<=[)\]])\s?-\s?|-{3,}|\s?~\s|\s~(?=\S)|\s\|+\s|\s//+\s|\s::+\s")

_DASH_SIGNS = frozenset("-~|/:")


def plain(text: str, limit: int = TITLE_LIMIT) -> str:
    """Lower case in one Unicode form, with one kind of dash, quote and blank; at most `limit` characters are read."""
    short = " ".join(text.split())[: 4 * limit]
    if short.isascii():
        return short.lower().strip()[:limit]
    short = _LOST_RUN.sub(LOST, short).translate(_SIGNS)
    short = one_form(one_form(short)[: 4 * limit].casefold()).translate(_SIGNS)
    return _BLANKS.sub(" ", short.casefold()).strip()[:limit]


def plain_title(text: str) -> str:
    """A plain title: "&" and "'n'" are "and", inches are a word, a track number before it is gone."""
    title = plain(text)
    if any(sign in title for sign in _JOINING):
        title = _AND.sub(" and ", title)
    if any(sign in title for sign in _MEASURING):
        title = _INCHES.sub(" inch", title)
    return with_plain_keys(_TRACK_NUMBER.sub("", title).strip())


def split(title: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The core of a plain title, what stands in brackets, and what follows dashes: `heroes - live (edit)`.

    Nested brackets are cut at each bracket; an unclosed one runs to the end.
    """
    outside, inside = _unbracket(title)
    cuts = (outside,) if _DASH_SIGNS.isdisjoint(outside) else _DASH.split(outside)
    pieces = [piece for cut in cuts if (piece := cut.strip(" -~|"))]
    if not pieces:
        return title, (), ()
    return pieces[0], tuple(inside[:SEGMENT_LIMIT]), tuple(pieces[1 : SEGMENT_LIMIT + 1])


def _unbracket(title: str) -> tuple[str, list[str]]:
    if _OPEN.isdisjoint(title):
        return title, []
    depth = 0
    outside: list[str] = []
    inside: list[list[str]] = []
    for sign in title:
        if sign in _OPEN:
            depth += 1
            inside.append([])
            outside.append(" ")
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
            inside.append([])
        else:
            (inside[-1] if depth else outside).append(sign)
    return "".join(outside), [piece for signs in inside if (piece := "".join(signs).strip())]
