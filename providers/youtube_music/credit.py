"""Who made a video: its channel may be the artist, and may as well be a label or a listener."""

import re
from typing import NamedTuple

from domain.text import fold

_TOPIC = re.compile(r"\s+-\s+topic$", re.IGNORECASE)
_DASH = re.compile(r"\s+[-‐‑‒–—―]\s+")
_VEVO = "vevo"


class Credit(NamedTuple):
    """A title and the names that it is credited to."""

    title: str
    artists: tuple[str, ...]


def channel_name(name: str) -> str:
    """`Ida Holm - Topic`, the channel that the service itself makes of an artist's deliveries -> `Ida Holm`."""
    return _TOPIC.sub("", name) or name


def credit_of_song(title: str, artists: tuple[str, ...]) -> Credit:
    """A label's own words are taken as they are."""
    return Credit(title, artists)


def credit_of_video(title: str, channels: tuple[str, ...]) -> Credit:
    """`Ida Holm - Glass Rivers (Official Video)` is by Ida Holm, whoever put it there.

    Channels that are credited already stay, when one of them has that very name. Where the channel's name stands behind
    the dash alone, as in `Glass Rivers - Ida Holm`, the title stays whole.
    """
    before, *rest = _DASH.split(title, maxsplit=1)
    if not rest or (_named(rest[0], channels) and not _named(before, channels)):
        return Credit(title, channels)
    is_credited = fold(before) in {fold(channel) for channel in channels}
    return Credit(rest[0], channels if is_credited else (before,))


def _named(piece: str, channels: tuple[str, ...]) -> bool:
    words = f" {fold(piece)} "
    return any(f" {fold(channel)} " in words or _squeezed(channel) == _squeezed(piece) for channel in channels)


def _squeezed(name: str) -> str:
    """`IdaHolmVEVO` and `Ida Holm` -> `idaholm`."""
    folded = fold(name).replace(" ", "")
    return folded.removesuffix(_VEVO) or folded
