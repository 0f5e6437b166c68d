"""LinkTrack's question, read."""

from dataclasses import replace

from domain.query import CacheUse, TrackQuery
from domain.track_url import read_track_url
from service.wire.enums import CACHE_USES, names_of
from service.wire.fields import Fields
from service.wire.market import read_country
from service.wire.providers import KnownProviders
from service.wire.track import MOST_IDENTIFIERS, names_a_track, read_track
from tracklink.v1.link_service_pb2 import LinkTrackRequest

ALTERNATIVES = 3
MOST_ALTERNATIVES = 50

_CACHE_USES = names_of(CACHE_USES) | {0: CacheUse.DEFAULT}


def read_track_query(message: LinkTrackRequest, known: KnownProviders) -> TrackQuery:
    """The validated question. Raises InvalidQuery with every field at fault."""
    fields = Fields()
    _check_figures(fields, message)
    if not names_a_track(message.track) and not message.urls:
        fields.refuse("track", "says nothing to search by; give a title, an identifier (isrcs, mbid) or a ref, or urls")
    track = read_track(fields.part("track"), message.track, known)
    declarations = known.declarations.values()
    linked = fields.forms("urls", message.urls, MOST_IDENTIFIERS, lambda url: read_track_url(url, declarations))
    providers = known.wanted(fields, message.providers)
    market = fields.form("market", message.market, read_country)
    fields.finish()
    return TrackQuery(
        track=replace(track, refs=tuple(dict.fromkeys((*track.refs, *linked)))),
        providers=providers,
        market=market,
        min_confidence=message.min_confidence,
        max_alternatives=message.max_alternatives if message.HasField("max_alternatives") else ALTERNATIVES,
        cache=_CACHE_USES[message.cache],
        max_age_seconds=message.max_age_seconds if message.HasField("max_age_seconds") else None,
    )


def _check_figures(fields: Fields, message: LinkTrackRequest) -> None:
    fields.number("min_confidence", message.min_confidence, 0, 1)
    fields.number("max_alternatives", message.max_alternatives, 0, MOST_ALTERNATIVES)
    fields.number("max_age_seconds", message.max_age_seconds, 0)
    fields.one_of("cache", message.cache, _CACHE_USES)
