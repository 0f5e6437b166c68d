"""Spotify: durations in milliseconds, explicitness, whether a track plays in a market."""

from providers.url_form import page
from tracklink.plugin import Capability, Declaration

_ID = "[0-9A-Za-z]{22}"

DECLARATION = Declaration(
    name="spotify",
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
    duration_precision_ms=1,
    id_pattern=_ID,
    url_patterns=(
        page(r"(?:open|play)\.spotify\.com", rf"(?:intl-[a-z-]+/)?(?:embed/)?track/(?P<id>{_ID})"),
        rf"(?i:spotify:track:)(?P<id>{_ID})",
    ),
    url_template="https://open.spotify.com/track/{id}",
)
