"""YouTube Music: songs and videos; never states an ISRC, and a video's length is not the song's."""

from providers.url_form import page
from tracklink.plugin import Capability, Declaration

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
)
