"""Merging what the caller said with what the accepted links say."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from domain.answer import ProviderLink
from tracklink.plugin import Track

QUERY = "query"
"""The source of a field that the caller stated."""

ORDER_OF_TRUST = ("musicbrainz", "spotify", "tidal", "deezer", "itunes", "catalog", "youtube_music")
"""Whose word is taken first: edited metadata before labels' own, ISRCs before none, videos last."""


def merge(track: Track, links: Iterable[ProviderLink]) -> tuple[Track, Mapping[str, str]]:
    """The caller's words, and for each field on which the caller is silent the first provider that states it.

    Returns the track and the source of each field set. Refs are those of the caller and of every accepted link; each
    names its provider itself.
    """
    accepted = sorted((link for link in links if link.match), key=lambda link: _trust(link.provider))
    sources = dict.fromkeys(stated(track), QUERY)
    merged = replace(
        track, refs=tuple(dict.fromkeys((*track.refs, *(link.match.ref for link in accepted if link.match))))
    )
    for link in accepted:
        offered = link.match.track if link.match else Track()
        silent = stated(offered) - stated(merged)
        merged = fill(merged, offered)
        sources |= dict.fromkeys(silent, link.provider)
    return merged, sources


def fill(track: Track, other: Track) -> Track:
    """The track with the fields on which it is silent taken from another."""
    silent = {name: getattr(other, name) for name in stated(other) - stated(track)}
    return replace(track, **silent)


def stated(track: Track) -> set[str]:
    """The names of the fields that say something, apart from refs."""
    return {
        field.name
        for field in fields(track)
        if field.name != "refs" and getattr(track, field.name) not in {None, "", ()}
    }


def _trust(provider: str) -> tuple[int, str]:
    place = ORDER_OF_TRUST.index(provider) if provider in ORDER_OF_TRUST else len(ORDER_OF_TRUST)
    return (place, provider)
