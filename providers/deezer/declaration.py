"""Deezer: durations in whole seconds, explicitness, the countries in which a track plays."""

from providers.url_form import page
from tracklink.plugin import Capability, Declaration, Quota

DECLARATION = Declaration(
    name="deezer",
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
    url_patterns=(page(r"(?:m\.)?deezer\.com", r"(?:[a-z]{2}(?:-[a-z]{2})?/)?track/(?P<id>[0-9]{1,20})"),),
    url_template="https://www.deezer.com/track/{id}",
    base_url="https://api.deezer.com",
    quota=Quota(requests=50, period_seconds=5.0),
)
