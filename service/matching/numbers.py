"""Part, movement and catalogue numbers, however they are written."""

import regex

_NUMERALS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_SPELLED = {word: str(n) for n, word in enumerate(_NUMERALS, 1)}
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAN = r"(?=[ivxl]+\b)(?:x{0,3}|xl|l)(?:ix|iv|v?i{0,3})"
_TO = r"\s*(?:-|\+|and)\s*"
_FIGURE = rf"(\d+(?:{_TO}\d+)?|{_ROMAN}(?:{_TO}{_ROMAN})?|{'|'.join(_SPELLED)})\b"
_PARTS = r"(?:parts?|pts?|teil|partie|parte|movement|mvt|satz|mouvement|variation|chapter|episode|часть)"
_PART = regex.compile(
    rf"\b{_PARTS}\b\.?\s*{_FIGURE}|\b(\d{{1,2}})(?:st|nd|rd|th|er|e|\.)\s*{_PARTS}\b|第(\d{{1,2}})楽章"
)
_PLACE = regex.compile(rf"\b(act|scene|book|vol|volume)\b\.?\s*{_FIGURE}")
_WORK = regex.compile(
    r"\b(op|k|kv|bwv|hwv|rv|d|s|l|hob|woo|no|nr|n)\b\.?\s*(?:posth\.?\s*)?(?:[ivx]+[a-z]?:)?(\d+)|\b(rv|bwv|hwv|kv|k|op)(\d+)\b"
)
_MOVEMENT = regex.compile(
    rf"(?:^|[:,]|\s-|--)\s*(?:no\.?\s*)?({_ROMAN}|\d+)\.(?=\s?\p{{L}})|[:,]\s*({_ROMAN})\s(?=\p{{L}}{{3}})"
)
_BEFORE_MOVEMENTS = (".", ":", ",")

_PRONOUN = "i"
"""After a comma or colon it numbers a movement beside a work number only: `op. 5: i allegro`, not `no, i will`."""

_SAME = {"kv": "k", "nr": "no", "n": "no", "volume": "vol"}
PART = "part"
CATALOGUES = frozenset({"op", "no", "nr", "k", "kv", "bwv", "hwv", "rv", "d", "s", "hob", "woo"})
"""Words that number works."""
_WHOLE_ROMAN = regex.compile(_ROMAN)
_ENDS = regex.compile(_TO)
_ABBREVIATED = {"volume": "vol", "number": "no", "nr": "no"}


def figure(text: str) -> str:
    """`II`, `two` and `2` are `2`; `1-5` stays a range."""
    ends = _ENDS.split(text.strip())
    return "-".join(_SPELLED.get(end) or _arabic(end) for end in ends)


def read_numbers(title: str) -> frozenset[tuple[str, str]]:
    """The numbers of a plain title by what they number: `no. 5 ... op. 67: i. allegro` -> no 5, op 67, part 1."""
    found = {(PART, figure(match[1] or match[2] or match[3])) for match in _PART.finditer(title)}
    found |= {(_SAME.get(match[1], match[1]), figure(match[2])) for match in _PLACE.finditer(title)}
    works = [(match[1] or match[3], match[2] or match[4]) for match in _WORK.finditer(title)]
    if any(sign in title for sign in _BEFORE_MOVEMENTS):
        movements = [match[1] or match[2] for match in _MOVEMENT.finditer(title) if works or match[2] != _PRONOUN]
        found |= {(PART, figure(movement)) for movement in movements}
    return frozenset(found | {(_SAME.get(what, what), figure(number)) for what, number in works})


def without_parts(title: str) -> str:
    """The title with its part numbers taken out, so that `Pt. 2` and `(Part II)` leave the same core."""
    return _PART.sub(" ", title)


def canonical(folded: str) -> str:
    """Folded words with every numeral in figures: `rocky iv`, `jackson five` -> `rocky 4`, `jackson 5`.

    A single letter counts as a numeral only at the end: `interlude i`, but not `i will`.
    """
    words = folded.split()
    return " ".join(_numeral(word, last=place == len(words)) for place, word in enumerate(words, 1))


def _numeral(word: str, *, last: bool) -> str:
    if word in _SPELLED or (_WHOLE_ROMAN.fullmatch(word) and (last or len(word) > 1)):
        return figure(word)
    return _ABBREVIATED.get(word, word)


def _arabic(figure: str) -> str:
    if not figure or not set(figure) <= _VALUES.keys():
        return figure.lstrip("0") or "0"
    values = [_VALUES[letter] for letter in figure]
    return str(sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)))
