"""What a title and a credit consist of, once understood."""

from dataclasses import dataclass

from service.matching.kind import Kind
from tracklink.plugin import Track, TrackRef


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
    pattern: str = ""
    """The core as written, where letters are starred out or lost, else ""."""


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
    """Folded names of the credit in alphabetical order, without those that name nobody."""
    people: frozenset[str]
    """The names at their smallest, featured ones included: `simon` and `garfunkel`."""
    names: frozenset[str]
    """Names whole and at their smallest."""
    kinds: frozenset[Kind]
    """Kinds of version that title and credit state."""
    album: str
    """Folded title of the release, edition words left out."""
    album_kinds: frozenset[Kind]
    """Kinds of version that the release's title states."""
    masters: frozenset[Descriptor]
    """What is said of the mastering."""
    is_single: bool
    """Whether it is called the single version."""
    explicit: bool | None
    """As stated, or as the title says."""
    isrcs: frozenset[str]
    mbids: frozenset[str]
    refs: frozenset[TrackRef]
