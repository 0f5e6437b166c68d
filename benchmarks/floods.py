"""Hostile text: what breaks parsers, as much of it as asked for."""

UNITS = {
    "letters": "a",
    "words": "word ",
    "blanks": " \t\u00a0",
    "dashes": " - a",
    "run of dashes": "-",
    "commas": "a, ",
    "colons": ": ",
    "slashes": " // ",
    "ampersands": "& ",
    "apostrophes": "a'n' ",
    "brackets opened": "([{",
    "brackets closed": ")]}",
    "brackets full": "(live) ",
    "brackets empty": "()",
    "digits": "7",
    "inches": '12" ',
    "roman numerals": "xiv ",
    "movements": ": i. a",
    "parts": "part ii ",
    "opus numbers": "op. posth. 5 ",
    "guests": "feat. ",
    "guests with names": "feat. x ",
    "guests in brackets": "(ft. ",
    "one version word": "remix ",
    "joined names": "x vs y and ",
    "stars": "*a",
    "lost letters": "\ufffda",
    "letters lost twice": "ï¿½",
    "combining marks": "\u0301\u0316\u0327",
    "marked letters": "a\u0301\u0316\u0327\u0308\u0330",
    "ligatures": "\ufdfa",
    "fractions": "½",
    "directions": "\u202e\u202d\u2066\u2069",
    "right to left": "ليل ",
    "emoji": "👩\u200d👩\u200d👧\u200d👦🇩🇪",
    "syllables": "\u1100\u1161\u11a8",
    "surrogates": "\ud800",
    "null characters": "\x00",
}
NAMES = (*UNITS, "nested brackets")


def flood(name: str, length: int) -> str:
    """So many characters of it."""
    if name == "nested brackets":
        return "(" * (length // 2) + "x" + ")" * (length // 2)
    unit = UNITS[name]
    return (unit * (length // len(unit) + 1))[:length]
