from providers.spotify import PLUGIN
from tests.providers.case import ProviderCase
from tests.providers.contract import ProviderContract
from tests.providers.fake.spotify import CLIENT_ID, CLIENT_SECRET, FakeSpotify
from tests.providers.fake.spotify_tracks import CALM, ISRC, NIGHT, TRACKS, UNKNOWN
from tracklink.plugin import ReleaseKind, Track


class TestContract(ProviderContract):
    """Spotify."""

    case = ProviderCase(
        plugin=PLUGIN,
        fake=lambda: FakeSpotify(TRACKS),
        secrets={"SPOTIFY_CLIENT_ID": CLIENT_ID, "SPOTIFY_CLIENT_SECRET": CLIENT_SECRET},
        id=CALM,
        track=Track(
            title="Calm",
            artists=("Mira Vale", "Tom Keel"),
            album="Tidewater",
            album_artists=("Mira Vale",),
            duration_ms=245_333,
            isrcs=("QZTST2100005",),
            track_number=4,
            disc_number=1,
            release_date="2021-05",
            explicit=True,
            popularity=0.57,
            preview_url="https://p.scdn.example/calm.mp3",
            barcode="4006381333931",
            release_kind=ReleaseKind.ALBUM,
        ),
        unknown_id=UNKNOWN,
        unknown_isrc=ISRC.replace("21", "99"),
        non_latin_id=NIGHT,
        non_latin=Track(title="夜の港", artists=("ミラ・ヴェイル",)),
        urls={
            f"https://open.spotify.com/track/{CALM}": CALM,
            f"https://open.spotify.com/track/{CALM}?si=0123456789abcdef": CALM,
            f"https://open.spotify.com/intl-pt/track/{CALM}": CALM,
            f"https://open.spotify.com/embed/track/{CALM}": CALM,
            f"http://play.spotify.com/track/{CALM}/": CALM,
            f"open.spotify.com/track/{CALM}#12:00": CALM,
            f"spotify:track:{CALM}": CALM,
        },
        other_urls=(
            f"https://open.spotify.com/album/{CALM}",
            f"spotify:album:{CALM}",
            "https://spotify.link/aBcDeFgHiJk",
        ),
    )
