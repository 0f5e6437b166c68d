"""What is left of a title once the artists and the release, which stand in it too, are taken out.

Titles of videos and of careless files hold everything: `Harbour Lights - The Paper Lanterns (Quayside)`.
"""

from collections.abc import Iterable

from rapidfuzz.fuzz import ratio

from service.matching.parts import Prepared

NEAR = 85
"""Likeness, of 100, at which a piece of a title is a known name."""
GLUED = 5
"""Letters of a name that may be found without the blanks around it."""
_LINKS = frozenset({"by", "and", "from", "the", "feat", "ft", "with", "s"})
"""Words that joined a name to the title and stand alone once the name is gone."""


def residue(side: Prepared, other: Prepared) -> str:
    """The folded words of this side's title that neither artists nor releases explain; the core if none are left."""
    if side.artists and not side.title.subtitles:
        return side.title.core
    kept = [piece for piece in (side.title.core, *side.title.subtitles) if not _is_explained(piece, side, other)]
    kept = kept or [side.title.core]
    if not side.artists:
        kept = [_without_names(piece, other) for piece in kept]
    return " ".join(filter(None, kept)) or side.title.core


def _is_explained(piece: str, side: Prepared, other: Prepared) -> bool:
    if _is_one_of(piece, (other.title.core,)):
        return False
    if not side.artists and other.title.core not in piece and _has_one_of(piece, other.names):
        return True
    known = (*side.artists, *other.artists, side.album, other.album)
    return piece.isdigit() or _is_one_of(piece, known) or _is_part_of(piece, (*side.artists, *other.artists))


def names_other(side: Prepared, other: Prepared) -> bool:
    """Whether this side, which states no artist, holds a name of the other's credit in its title."""
    if _has_one_of(side.full_title, other.names):
        return True
    if any(len(name) >= GLUED and name.replace(" ", "") in side.squeezed for name in other.names):
        return True
    return any(
        len(piece) >= GLUED and _is_one_of(piece, other.names) for piece in (side.title.core, *side.title.subtitles)
    )


def _has_one_of(piece: str, names: Iterable[str]) -> bool:
    padded = f" {piece} "
    return any(f" {name} " in padded for name in names)


def names_other_shortly(side: Prepared, other: Prepared) -> bool:
    """Whether this side holds the last word of one of those names, as a surname, and the other's title does not."""
    surnames = {name.split()[-1] for name in other.names}
    return any(len(word) >= GLUED for word in surnames & set(side.full_title.split()) - set(other.full_title.split()))


def _is_part_of(piece: str, names: Iterable[str]) -> bool:
    words = set(piece.split())
    return any(words <= set(name.split()) for name in names)


def _is_one_of(piece: str, known: Iterable[str]) -> bool:
    return any(name and ratio(piece, name, score_cutoff=NEAR) for name in known)


def _without_names(piece: str, other: Prepared) -> str:
    padded = f" {piece} "
    for name in sorted(other.names, key=len, reverse=True):
        padded = padded.replace(f" {name} ", "  ")
    if padded.strip() == piece:
        return piece
    words = padded.split()
    while words and words[-1] in _LINKS:
        words.pop()
    while words and words[0] in _LINKS and words[0] != "the":
        words.pop(0)
    return " ".join(words)
