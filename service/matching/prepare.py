"""From a track to what is compared: everything about one side is computed here, once."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import regex

from domain.text import fold
from service.matching.credit import read_joined, read_names
from service.matching.credit_lexicon import CREDITED_PART, CREDITS, DERIVATIVE_ARTISTS, VARIOUS
from service.matching.descriptors import read_descriptors, without_noise
from service.matching.kind import VERSION_KINDS, Kind
from service.matching.lexicon import TAILS
from service.matching.numbers import read_numbers, without_parts
from service.matching.parts import Descriptor, Prepared, TitleParts
from service.matching.release import read_release
from service.matching.scripts import share_no_script
from service.matching.segments import LOST, plain, plain_title, split
from tracklink.plugin import Track, TrackRef

_FEATURED = regex.compile(r"\s(?:feat|ft|featuring)(?:\s?\.\s?|\s)(.+)$")
_EDGE_SIGNS = regex.compile(r"^[^\p{L}\p{N}\s]+|[^\p{L}\p{N}\s]+$")
_WEAK_SIGNS = regex.compile(rf"[.,;:'\"!?()\[\]*…~/|\\{LOST}\p{{So}}-]")
_CENSORED = regex.compile(r"(?<=\p{L})-{2,4}(?=\p{L})")
_SLASH = regex.compile(r"\s*/\s*")


def prepare(track: Track) -> Prepared:
    """The track taken apart. Linear in its text, which is cut to bounds first."""
    title = read_title(track.title, track.version or "")
    release = read_release(track.album or "", track.release_kind)
    artists = tuple(name for name in read_names(track.artists) if name not in VARIOUS)
    people = frozenset((*read_joined(track.artists), *title.featured)) - VARIOUS
    kinds = frozenset([descriptor.kind for descriptor in title.descriptors])
    full = " ".join((title.core, *title.subtitles)).strip()
    return Prepared(
        track=track,
        title=title,
        full_title=full,
        squeezed=full.replace(" ", ""),
        artists=artists,
        people=people,
        names=people | frozenset(artists),
        kinds=_version_kinds(kinds, artists),
        album=release.title,
        album_kinds=release.kinds,
        masters=frozenset([descriptor for descriptor in title.descriptors if descriptor.kind is Kind.MASTER]),
        is_single=Kind.SINGLE in kinds,
        explicit=_explicit(kinds, track.explicit),
        isrcs=frozenset(track.isrcs),
        mbids=frozenset((track.mbid,) if track.mbid else ()) | _mbids(track.refs),
        refs=frozenset(track.refs),
    )


def with_refs(side: Prepared, refs: Iterable[TrackRef]) -> Prepared:
    """The side with these ids beside those that it states."""
    further = frozenset(refs) - side.refs
    if not further:
        return side
    return replace(side, refs=side.refs | further, mbids=side.mbids | _mbids(further))


def without_kinds(side: Prepared, kinds: frozenset[str]) -> Prepared:
    """The side without these kinds of version, and without its length."""
    descriptors = tuple(descriptor for descriptor in side.title.descriptors if descriptor.kind not in kinds)
    return replace(
        side,
        track=replace(side.track, duration_ms=None),
        title=replace(side.title, descriptors=descriptors),
        kinds=side.kinds - kinds,
        album_kinds=side.album_kinds - kinds,
    )


@lru_cache(maxsize=8_192)
def read_title(text: str, version: str = "") -> TitleParts:
    """A title with the version text that a service may keep apart from it."""
    core, brackets, dashed = split(plain_title(text))
    core, featured = _featured_in(core)
    core, descriptors = _tail(core)
    core, translations = _languages(core)
    numbers = set(read_numbers(core))
    found = list(descriptors) + list(read_descriptors(plain(version)) if version else ())
    subtitles = []
    for piece in (*translations, *brackets, *dashed):
        if names := _credited_in(piece):
            featured += names
        elif versions := read_descriptors(piece):
            found += versions
        else:
            numbers |= read_numbers(piece)
            subtitles.append(without_noise(without_parts(piece)))
    return TitleParts(
        core=fold(without_parts(core)) or fold(core),
        subtitles=tuple(subtitle for subtitle in subtitles if subtitle),
        featured=tuple(featured),
        descriptors=tuple(found),
        numbers=frozenset(numbers),
        symbols=_WEAK_SIGNS.sub("", "".join(_EDGE_SIGNS.findall(core))),
        pattern=_pattern(core),
    )


def _languages(core: str) -> tuple[str, tuple[str, ...]]:
    """`夜明け / daybreak` is one title in two scripts; `harbour lights / night bus` is a medley."""
    first, *others = _SLASH.split(core) if "/" in core and not core.isascii() else (core,)
    if others and all(share_no_script(first, other) for other in others):
        return first, tuple(others)
    return core, ()


def _pattern(core: str) -> str:
    """The core with a star for each run of letters that is left out, "" when none is."""
    starred = _CENSORED.sub("*", core) if "--" in core else core
    return starred if LOST in core or "*" in starred.strip("*") else ""


def _featured_in(core: str) -> tuple[str, list[str]]:
    match = _FEATURED.search(core)
    return (core[: match.start()], list(read_joined((match[1],)))) if match else (core, [])


def _credited_in(piece: str) -> list[str]:
    if piece.startswith(CREDITED_PART):
        return list(read_joined((piece.removeprefix(CREDITED_PART),)))
    folded = f"{fold(piece)} "
    if not folded.startswith(CREDITS) or read_descriptors(piece):
        return []
    opening = next(word for word in CREDITS if folded.startswith(word))
    return list(read_joined((piece[len(opening) :].lstrip(". :"),)))


def _tail(core: str) -> tuple[str, tuple[Descriptor, ...]]:
    before, colon, after = core.rpartition(": ")
    if colon and (found := read_descriptors(after)):
        return before, found
    words = next((words for words in TAILS if core.endswith(f" {words}")), None) if core.endswith(TAILS) else None
    return (core.removesuffix(words).strip(), read_descriptors(words)) if words else (core, ())


def _version_kinds(kinds: frozenset[Kind], artists: tuple[str, ...]) -> frozenset[Kind]:
    stated = frozenset([kind for kind in kinds if kind in VERSION_KINDS])
    return stated | {Kind.COVER} if any(map(_is_derivative, artists)) else stated


@lru_cache(maxsize=8_192)
def _is_derivative(artist: str) -> bool:
    return any(f" {word} " in f" {artist} " for word in DERIVATIVE_ARTISTS)


def _mbids(refs: Iterable[TrackRef]) -> frozenset[str]:
    return frozenset(ref.id for ref in refs if ref.provider == "musicbrainz")


def _explicit(kinds: frozenset[Kind], stated: bool | None) -> bool | None:  # noqa: FBT001  a fact of the track
    if Kind.CLEAN in kinds:
        return False
    return True if Kind.EXPLICIT in kinds else stated
