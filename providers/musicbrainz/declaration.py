"""What MusicBrainz is: the open encyclopedia of music; it knows recordings, not what plays."""

from providers.url_form import page
from tracklink.plugin import Capability, Declaration, Quota

_MBID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

DECLARATION = Declaration(
    name="musicbrainz",
    capabilities=frozenset(
        {
            Capability.LOOKUP_ID,
            Capability.LOOKUP_ISRC,
            Capability.LOOKUP_BARCODE,
            Capability.SEARCH,
            Capability.RELATIONS,
            Capability.STATES_ISRC,
        }
    ),
    duration_precision_ms=1,
    id_pattern=_MBID,
    url_patterns=(page(r"(?:beta\.)?musicbrainz\.org", rf"recording/(?P<id>(?i:{_MBID}))"),),
    url_template="https://musicbrainz.org/recording/{id}",
    base_url="https://musicbrainz.org/ws/2",
    # On average, per address: https://musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting
    quota=Quota(requests=1, period_seconds=1),
)
