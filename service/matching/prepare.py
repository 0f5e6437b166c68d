"""From a track to what is compared: everything about one side is computed here, once."""

import regex

from domain.text import fold
from service.matching.credit import read_joined, read_names
from service.matching.descriptors import read_descriptors
from service.matching.lexicon import CREDITS, DERIVATIVE_ARTISTS, TAILS, VERSION_KINDS, Kind
from service.matching.numbers import read_numbers, without_parts
from service.matching.parts import Descriptor, Prepared, TitleParts
from service.matching.segments import plain, split
from tracklink.plugin import Track

_FEATURED = regex.compile(r"\s(?:feat|ft|featuring)\b\s?\.?\s(.+)$")
_EDGE_SIGNS = regex.compile(r"^[^\p{L}\p{N}\s]+|[^\p{L}\p{N}\s]+$")
_WEAK_SIGNS = str.maketrans("", "", ".,;:'\"!?-()[]")


def prepare(track: Track) -> Prepared:
    """The track taken apart. Linear in its text, which is cut to bounds first."""
    title = read_title(track.title, track.version or "")
    credited = read_names(track.artists)
    artists = tuple(dict.fromkeys((*credited, *title.featured)))
    full = " ".join((title.core, *title.subtitles)).strip()
    album = plain(track.album or "")
    return Prepared(
        track=track,
        title=title,
        full_title=full,
        squeezed=full.replace(" ", ""),
        artists=artists,
        names=frozenset((*artists, *read_joined(track.artists))),
        featured=frozenset(title.featured) | frozenset(credited[1:]),
        kinds=_kinds(title, credited),
        album=_release_title(album),
        album_kinds=_album_kinds(album),
    )


def read_title(text: str, version: str = "") -> TitleParts:
    """A title with the version text that a service may keep apart from it."""
    title = plain(text)
    core, brackets, dashed = split(title)
    core, featured = _featured_in(core)
    core, tail = _tail(core)
    descriptors = [*tail, *read_descriptors(plain(version))] if version else [*tail]
    subtitles = []
    for piece in (*brackets, *dashed):
        names = _credited_in(piece)
        if names:
            featured.extend(names)
            continue
        found = read_descriptors(piece)
        descriptors.extend(found)
        if not found and fold(without_parts(piece)):
            subtitles.append(fold(without_parts(piece)))
    return TitleParts(
        core=fold(without_parts(core)) or fold(core),
        subtitles=tuple(subtitles),
        featured=tuple(featured),
        descriptors=tuple(descriptors),
        numbers=read_numbers(title),
        symbols="".join(_EDGE_SIGNS.findall(core)).translate(_WEAK_SIGNS),
        censored=core if "*" in core.strip("*") else "",
    )


def _featured_in(core: str) -> tuple[str, list[str]]:
    match = _FEATURED.search(core)
    return (core[: match.start()], list(read_joined((match[1],)))) if match else (core, [])


def _credited_in(piece: str) -> list[str]:
    folded = fold(piece)
    opening = next((word for word in CREDITS if folded.startswith(word)), None)
    if opening is None or read_descriptors(piece):
        return []
    return list(read_joined((piece[len(opening) :].lstrip(". :"),)))


def _tail(core: str) -> tuple[str, tuple[Descriptor, ...]]:
    before, colon, after = core.rpartition(": ")
    if colon and (found := read_descriptors(after)):
        return before, found
    for words in TAILS:
        if core.endswith(f" {words}"):
            return core.removesuffix(words).strip(), read_descriptors(words)
    return core, ()


def _kinds(title: TitleParts, artists: tuple[str, ...]) -> frozenset[Kind]:
    kinds = {descriptor.kind for descriptor in title.descriptors}
    if any(f" {word} " in f" {name} " for name in artists for word in DERIVATIVE_ARTISTS):
        kinds.add(Kind.COVER)
    return frozenset(kind for kind in kinds if kind in VERSION_KINDS)


def _album_kinds(album: str) -> frozenset[Kind]:
    _, brackets, dashed = split(album)
    found = {descriptor.kind for piece in (*brackets, *dashed) for descriptor in read_descriptors(piece)}
    if album.startswith(("live at ", "live in ", "live from ")):
        found.add(Kind.LIVE)
    return frozenset(found)


def _release_title(album: str) -> str:
    core, brackets, dashed = split(album)
    return fold(" ".join((core, *(piece for piece in (*brackets, *dashed) if not read_descriptors(piece)))))
