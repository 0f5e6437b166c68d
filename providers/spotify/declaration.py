"""What Spotify is and can do.

Its search filters tracks by ISRC, but by a release's barcode (`upc:`) it filters albums only, so that tracks of a
barcode would cost two requests and more: the capability is left out. An application of one's own is answered about 45
requests in 30 seconds, as Music Assistant found; Spotify itself states no figure.
"""

from providers.url_form import page
from tracklink.plugin import Capability, Declaration, Quota

_ID = "[0-9A-Za-z]{22}"

_URI = rf"(?i:spotify(?::|%3a)track(?::|%3a))(?P<id>{_ID})"

CLIENT_ID = "SPOTIFY_CLIENT_ID"
CLIENT_SECRET = "SPOTIFY_CLIENT_SECRET"  # noqa: S105  # the name of the variable

DECLARATION = Declaration(
    name="spotify",
    capabilities=frozenset(
        {
            Capability.LOOKUP_ID,
            Capability.LOOKUP_ISRC,
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
        page(r"(?:open|embed)\.spotify\.com", rf"(?:embed/?)?\?(?:[^#]*&)?uri={_URI}(?:&[^#]*)?"),
        _URI,
    ),
    url_template="https://open.spotify.com/track/{id}",
    base_url="https://api.spotify.com/v1",
    token_url="https://accounts.spotify.com/api/token",  # noqa: S106  # an address
    required_settings=(CLIENT_ID, CLIENT_SECRET),
    quota=Quota(requests=45, period_seconds=30),
)
