"""Where a track can be heard."""

from urllib.parse import quote

from tracklink.v1.track_pb2 import TrackRef

_PAGES = {
    "spotify": "https://open.spotify.com/track/{}",
    "deezer": "https://www.deezer.com/track/{}",
    "tidal": "https://tidal.com/browse/track/{}",
    "youtube_music": "https://music.youtube.com/watch?v={}",
    "musicbrainz": "https://musicbrainz.org/recording/{}",
}


def page_of(ref: TrackRef) -> str:
    """The address of its page; empty where the service has none that is known. Never anything but http(s)."""
    if ref.url.startswith(("https://", "http://")):
        return ref.url
    form = _PAGES.get(ref.provider)
    return form.format(quote(ref.id, safe="")) if form and ref.id else ""
