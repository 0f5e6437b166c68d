"""What the iTunes Search API is and can do.

Apple describes it in its documentation archive ("iTunes Search API") and asks for about 20 requests a minute. ISRCs
stand in no answer; a lookup by one is not documented, and finds nothing where the track is there.
"""

from providers.url_form import page
from tracklink.plugin import Capability, Declaration, Quota

_ID = "(?P<id>[0-9]{1,20})"
_HOST = r"(?:(?:geo|embed|beta|classical)\.)?(?:music|itunes)\.apple\.com"
_COUNTRY = "(?:[a-zA-Z]{2}/)?"
_SLUG = "(?:[^/?#]+/)?"

DECLARATION = Declaration(
    name="itunes",
    capabilities=frozenset(
        {
            Capability.LOOKUP_ID,
            Capability.LOOKUP_BARCODE,
            Capability.SEARCH,
            Capability.STATES_EXPLICIT,
            Capability.STATES_MARKET,
        }
    ),
    duration_precision_ms=1,
    id_pattern="[0-9]{1,20}",
    url_patterns=(
        page(_HOST, rf"{_COUNTRY}album/{_SLUG}(?:id)?[0-9]+/?\?(?:[^#]*&)?i={_ID}(?:&[^#]*)?"),
        page(_HOST, rf"{_COUNTRY}song/{_SLUG}(?:id)?{_ID}"),
    ),
    url_template="https://music.apple.com/us/song/{id}",
    base_url="https://itunes.apple.com",
    quota=Quota(requests=20, period_seconds=60),
)
