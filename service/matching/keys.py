"""Musical keys in one spelling: `C# minor`, `C-Sharp Minor` and `cis-Moll` are one."""

import regex

_GERMAN = {
    "des": "d flat", "es": "e flat", "ges": "g flat", "as": "a flat", "b": "b flat", "h": "b",
    "cis": "c sharp", "dis": "d sharp", "fis": "f sharp", "gis": "g sharp", "ais": "a sharp",
}  # fmt: skip
_GERMAN_MODES = {"dur": "major", "moll": "minor"}
_SIGNS = {"#": "sharp", "♯": "sharp", "b": "flat", "♭": "flat"}
_SIGNED = regex.compile(r"\b([a-g])([#♯b♭])(?=\s(?:major|minor)\b)")
_GERMAN_KEY = regex.compile(rf"\b({'|'.join(_GERMAN)}|[a-g])[\s-](dur|moll)\b")
_NAMING = ("major", "minor", "dur", "moll")
"""Words of which a title that names a key has one."""


def with_plain_keys(title: str) -> str:
    """The plain title with its keys in English words."""
    if not any(word in title for word in _NAMING):
        return title
    english = _GERMAN_KEY.sub(lambda key: f"{_GERMAN.get(key[1], key[1])} {_GERMAN_MODES[key[2]]}", title)
    return _SIGNED.sub(lambda key: f"{key[1]} {_SIGNS[key[2]]}", english)
