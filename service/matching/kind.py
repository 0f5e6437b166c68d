"""The kinds of version that titles tell apart."""

from enum import StrEnum


class Kind(StrEnum):
    """What a version word says about the sound."""

    LIVE = "live"
    REMIX = "remix"
    DUB = "dub"
    EDIT = "edit"
    EXTENDED = "extended"
    ACOUSTIC = "acoustic"
    INSTRUMENTAL = "instrumental"
    RERECORDING = "rerecording"
    DEMO = "demo"
    KARAOKE = "karaoke"
    COVER = "cover"
    ACAPELLA = "acapella"
    SPEED = "speed"
    ORCHESTRAL = "orchestral"
    LANGUAGE = "language"
    ALTERNATE = "alternate"
    MIXED = "mixed"
    EXCERPT = "excerpt"
    COMMENTARY = "commentary"
    VERSION = "version"
    MASTER = "master"
    SINGLE = "single"
    EXPLICIT = "explicit"
    CLEAN = "clean"
    NEUTRAL = "neutral"


VERSION_KINDS = frozenset(
    str(kind) for kind in Kind if kind not in {Kind.MASTER, Kind.SINGLE, Kind.EXPLICIT, Kind.CLEAN, Kind.NEUTRAL}
)
"""The kinds of version that a caller may allow to differ."""
