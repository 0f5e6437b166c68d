from functools import partial

from providers.tidal import PLUGIN
from tests.providers.case import ProviderCase
from tests.providers.contract import ProviderContract
from tests.providers.fake.tidal import CLIENT_ID, CLIENT_SECRET, FakeTidal
from tests.providers.fake.tidal_catalogue import album, artist, track
from tracklink.plugin import ReleaseKind, Track

ENTRIES = (
    artist("1", "Mira Vale"),
    artist("2", "Tom Keel"),
    artist("3", "ミラ・ヴェイル"),
    track(
        "17",
        "Harbour Lights",
        artists=["1", "2"],
        album="50",
        isrc="QZTDL2100017",
        version="Live at the Pier",
        duration="PT4M26S",
        explicit=True,
        popularity=0.57,
        bpm=118.5,
    ),
    track("18", "夜の港", artists=["3"], album="50"),
    album("50", "Tidewater", artists=["1"], tracks=["18", "17"], barcodeId="04006381333931", albumType="EP"),
)


CASE = ProviderCase(
    plugin=PLUGIN,
    fake=partial(FakeTidal, ENTRIES),
    secrets={"TIDAL_CLIENT_ID": CLIENT_ID, "TIDAL_CLIENT_SECRET": CLIENT_SECRET},
    id="17",
    track=Track(
        title="Harbour Lights",
        version="Live at the Pier",
        artists=("Mira Vale", "Tom Keel"),
        album="Tidewater",
        album_artists=("Mira Vale",),
        duration_ms=266_000,
        isrcs=("QZTDL2100017",),
        release_date="2021-03-05",
        explicit=True,
        bpm=118.5,
        popularity=0.57,
        barcode="4006381333931",
        release_kind=ReleaseKind.EP,
    ),
    asked_again={400: 2, 403: 2},
    unknown_id="99999999999999999999",
    unknown_barcode="36000291452",
    non_latin_id="18",
    non_latin=Track(title="夜の港", artists=("ミラ・ヴェイル",)),
    urls={
        "https://tidal.com/browse/track/17": "17",
        "https://tidal.com/track/17/u": "17",
        "https://listen.tidal.com/track/17?play=true": "17",
        "https://listen.tidal.com/album/50/track/17": "17",
        "http://desktop.tidal.com/track/17/": "17",
        "www.tidal.com/browse/track/17#share": "17",
    },
    other_urls=(
        "https://tidal.com/browse/album/50",
        "https://listen.tidal.com/artist/1",
        "https://tidal.com/browse/video/17",
        "https://link.tidal.com/aBcDe",
    ),
)


class TestContract(ProviderContract):
    """Tidal."""

    case = CASE
