"""What YouTube Music is asked for, and what its ids and addresses look like.

LOOKUP_ISRC is not declared: an ISRC can only be searched for as text, the answer carries none, and what comes back may
be anything (sigma67/ytmusicapi issue 144, spotDL/spotify-downloader issue 1341). A search for title and artists finds
more. STATES_MARKET is not declared either: a track plays or does not, seen from where the server stands.
"""

from providers.url_form import page
from tracklink.plugin import Capability, Declaration, Quota

_ID = "[0-9A-Za-z_-]{11}"
_YOUTUBE = r"(?:(?:m|music)\.)?youtube\.com"

DECLARATION = Declaration(
    name="youtube_music",
    capabilities=frozenset({Capability.LOOKUP_ID, Capability.SEARCH, Capability.STATES_EXPLICIT}),
    duration_precision_ms=1_000,
    id_pattern=_ID,
    url_patterns=(
        page(_YOUTUBE, rf"watch/?\?(?:[^#]*&)?v=(?P<id>{_ID})(?:&[^#]*)?"),
        page(_YOUTUBE, rf"(?:shorts|embed|live)/(?P<id>{_ID})"),
        page(r"youtu\.be", rf"(?P<id>{_ID})"),
    ),
    url_template="https://music.youtube.com/watch?v={id}",
    base_url="https://music.youtube.com/youtubei/v1",
    searches_isrc=True,
    # The service publishes no limit, so this is a modest guess.
    quota=Quota(requests=5, period_seconds=1.0),
)
