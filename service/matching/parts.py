"""What a title and a credit consist of, once understood."""

from dataclasses import dataclass, field

from service.matching.lexicon import Kind
from tracklink.plugin import Track


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One version word with who made it (a remixer, a place) and its year."""

    kind: Kind
    who: frozenset[str] = frozenset()
    year: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleParts:
    """A title taken apart; all words are folded."""

    core: str
    """The title without what hangs on it."""
    subtitles: tuple[str, ...] = ()
    """Brackets and dash pieces of no known meaning: another language, a second line, a place."""
    featured: tuple[str, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    numbers: frozenset[tuple[str, str]] = frozenset()
    """("part", "2"), ("op", "67"), ..."""
    symbols: str = ""
    """Signs at the edges of the core that folding drops."""
    censored: str = ""
    """The core as a pattern where letters are starred out, else ""."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A track made ready for comparison: computed once, compared many times."""

    track: Track
    title: TitleParts
    full_title: str
    """Core and subtitles, folded."""
    squeezed: str
    """The same without blanks."""
    artists: tuple[str, ...]
    """Folded names of the credit, featured ones included."""
    names: frozenset[str]
    """The names and their parts at joining words."""
    featured: frozenset[str]
    kinds: frozenset[Kind]
    album: str
    album_kinds: frozenset[Kind] = field(default_factory=frozenset)
