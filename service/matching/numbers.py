"""Part, movement and catalogue numbers, however they are written."""

import regex

_ROMAN = dict(
    zip(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], map(str, range(1, 13)), strict=True)
)
_SPELLED = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        map(str, range(1, 11)),
        strict=True,
    )
)
_FIGURE = r"(\d+(?:\s*-\s*\d+)?|[ivx]+(?:\s*-\s*[ivx]+)?|one|two|three|four|five|six|seven|eight|nine|ten)\b"
_PART = regex.compile(
    rf"\b(?:parts?|pts?|teil|partie|parte|chapter|movement|mvt|act|vol(?:ume)?|episode|book)\b\.?\s*{_FIGURE}"
)
_WORK = regex.compile(r"\b(op|k|kv|bwv|hwv|rv|d|s|hob|woo|no|nr|n)\b\.?\s*(?:posth\.?\s*)?(\d+)")
_MOVEMENT = regex.compile(r"[:,\-]\s*(?:no\.?\s*)?([ivx]+|\d+)\.\s")

_SAME_WORK = {"kv": "k", "nr": "no", "n": "no"}


def figure(text: str) -> str:
    """`II`, `two` and `2` are `2`; `1-5` stays a range."""
    ends = [end.strip() for end in text.split("-")]
    return "-".join(_ROMAN.get(end) or _SPELLED.get(end) or end.lstrip("0") or "0" for end in ends)


def read_numbers(title: str) -> frozenset[tuple[str, str]]:
    """The numbers of a plain title by what they number: `no. 5 ... op. 67: i. allegro` -> no 5, op 67, part 1."""
    found = {("part", figure(match[1])) for match in _PART.finditer(title)}
    found |= {(_SAME_WORK.get(match[1], match[1]), figure(match[2])) for match in _WORK.finditer(title)}
    found |= {("part", figure(match[1])) for match in _MOVEMENT.finditer(title)}
    return frozenset(found)


def without_parts(title: str) -> str:
    """The title with its part numbers taken out, so that `Pt. 2` and `(Part II)` leave the same core."""
    return _PART.sub(" ", title)
