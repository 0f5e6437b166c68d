"""What Tidal is, before it is asked anything."""

from providers.url_form import page
from tracklink.plugin import Capability, Declaration, Quota

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
        page(
            r"(?:(?:listen|desktop|store)\.)?tidal\.com",
            r"(?:[a-z]{2}/)?(?:browse/)?(?:album/[0-9]+/)?track/(?P<id>[0-9]{1,20})(?:/u)?",
        ),
    ),
    url_template="https://tidal.com/browse/track/{id}",
    base_url="https://openapi.tidal.com/v2",
    token_url="https://auth.tidal.com/v1/oauth2/token",  # noqa: S106  # an address, not a token
    isrcs_per_request=20,
    required_settings=("TIDAL_CLIENT_ID", "TIDAL_CLIENT_SECRET"),
    # Tidal publishes no figure. Clients with an id of their own run at one per 0.25 s (beets) to one per 2 s (Music
    # Assistant); two per 10 s (Harmony) is the pace of many users behind one shared id. Every operator here brings
    # an id of their own, and a cold link must not wait for seconds: two a second, halfway, unless the answers tell of a
    # bucket that pays for less (see bucket.py), which is then kept to.
    quota=Quota(requests=1, period_seconds=0.5),
)
