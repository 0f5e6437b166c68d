"""Made-up words in the manner of English ones: frequent words are short, and some beginnings are far more common."""

from collections.abc import Sequence
from functools import cache
from random import Random

ONSETS = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "y",
    "z",
    "st",
    "tr",
    "ch",
    "sh",
    "th",
    "br",
    "cr",
    "dr",
    "fr",
    "gr",
    "pr",
    "sp",
    "sl",
    "sw",
    "bl",
    "cl",
    "fl",
    "pl",
    "qu",
    "wh",
]
ONSET_WEIGHTS = [*(9, 7, 8, 6, 5, 7, 3, 4, 8, 9, 6, 6, 8, 11, 8, 3, 6, 2, 1), *([2] * 20)]
VOWELS = ["a", "e", "i", "o", "u", "ea", "oo", "ai", "ou", "ie", "y"]
VOWEL_WEIGHTS = (18, 22, 16, 16, 9, 4, 4, 3, 3, 2, 3)
NASAL = "n"
CODAS = ["", *["n", "r", "s", "t", "l", "d", "m", "ng", "ck", NASAL + "d", "st", "ll", "p", "rt", "x", "k"]]
CODA_WEIGHTS = (40, 12, 9, 9, 8, 7, 6, 4, 3, 3, 3, 2, 2, 2, 1, 1, 2)
FUNCTION_WORDS = [
    "the",
    "you",
    "of",
    "i",
    "me",
    "a",
    "in",
    "to",
    "my",
    "love",
    "it",
    "on",
    "and",
    "is",
    "your",
    "for",
    "no",
    "we",
    "be",
    "all",
    "up",
    "go",
    "down",
    "with",
    "time",
    "life",
    "one",
    "night",
    "so",
    "this",
    "do",
    "not",
    "way",
    "day",
    "heart",
    "like",
    "get",
    "what",
    "now",
    "man",
    "baby",
    "world",
    "home",
    "never",
]
SEED = 2**41
FOREIGN = str.maketrans({"a": "á", "e": "é", "o": "ö", "u": "ü", "n": "ñ", "c": "ç"})
CYRILLIC = str.maketrans("abvgdezijklmnoprstufhcy", "абвгдезийклмнопрстуфхцы")


@cache
def word(rank: int) -> str:
    """The word of a rank, 0 the most frequent."""
    if rank < len(FUNCTION_WORDS):
        return FUNCTION_WORDS[rank]
    random = Random(SEED + rank)  # noqa: S311  made-up words are no secret
    longest = 1 if rank < 200 else 2 if rank < 20_000 else 3  # noqa: PLR2004  words grow longer as they grow rarer
    count = random.randint(1, longest)
    return "".join(_syllable(random, CODAS[count == 1 :], CODA_WEIGHTS[count == 1 :]) for _ in range(count))


def drawn(random: Random, vocabulary: int, commonest: float = 0.0) -> str:
    """A word by Zipf's law: a rank is drawn in proportion to its inverse; `commonest` (0..1) leaves out the head."""
    return word(int(vocabulary ** (commonest + (1 - commonest) * random.random())) - 1)


def accented(text: str) -> str:
    """The text with accents, as a title in another Latin language."""
    return text.translate(FOREIGN)


def cyrillic(text: str) -> str:
    """The text in Cyrillic letters, as far as they go."""
    return text.lower().translate(CYRILLIC)


def _syllable(random: Random, codas: Sequence[str], weights: Sequence[int]) -> str:
    return (
        random.choices(ONSETS, ONSET_WEIGHTS)[0]
        + random.choices(VOWELS, VOWEL_WEIGHTS)[0]
        + random.choices(codas, weights)[0]
    )
