"""Tidal: durations in whole seconds, the version apart from the title, a catalogue of its own per country."""

from providers.url_form import page
from tracklink.plugin import Capability, Declaration

DECLARATION = Declaration(
    name="tidal",
    capabilities=frozenset(
        {
            Capability.LOOKUP_ID,
            Capability.LOOKUP_ISRC,
            Capability.LOOKUP_BARCODE,
            Capability.SEARCH,
            Capability.STATES_ISRC,
            Capability.STATES_EXPLICIT,
            Capability.STATES_MARKET,
        }
    ),
    duration_precision_ms=1_000,
    id_pattern="[0-9]{1,20}",
    url_patterns=(
        page(r"(?:(?:listen|desktop)\.)?tidal\.com", r"(?:browse/)?(?:album/[0-9]+/)?track/(?P<id>[0-9]{1,20})(?:/u)?"),
    ),
    url_template="https://tidal.com/browse/track/{id}",
)
