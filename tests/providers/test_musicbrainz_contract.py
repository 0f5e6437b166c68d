from functools import partial

from providers import deezer, spotify, tidal, youtube_music
from providers.musicbrainz import plugin
from tests.providers.case import ProviderCase
from tests.providers.contract import ProviderContract
from tests.providers.fake.musicbrainz import FakeMusicBrainz
from tests.providers.fake.musicbrainz_xml import Recording, Release
from tracklink.plugin import Capability, ProviderRateLimited, ProviderUnavailable, ReleaseKind, Track, TrackRef

SQUARE = Release(
    id="cccccccc-0000-4000-8000-000000000001",
    title="Market Square",
    date="1998-06-02",
    barcode="4006381333931",
    artist="Various Brass",
    secondary_types=("Live",),
    disc_number="2",
    track_number="4",
)
MARCH = Recording(
    id="cccccccc-0000-4000-8000-00000000000a",
    title="Herring March",
    artists=(("The Quay Band", "Quay Band", " & "), ("Ilse Roos", "Ilse Roos", "")),
    length="187013",
    disambiguation="live, 1998",
    isrcs=("NLB019800017", "NLB019800018"),
    releases=(SQUARE,),
    urls=("https://www.deezer.com/track/88", "https://example.org/march"),
)
LIGHTHOUSE = Recording(
    id="cccccccc-0000-4000-8000-00000000000b", title="灯台のうた", artists=(("岬みさき", "Misaki", ""),)
)
MBID = "cccccccc-0000-4000-8000-00000000000a"
CASE = ProviderCase(
    plugin=plugin([module.DECLARATION for module in (deezer, spotify, tidal, youtube_music)]),
    fake=partial(FakeMusicBrainz, MARCH, LIGHTHOUSE),
    id=MBID,
    track=Track(
        title="Herring March",
        artists=("The Quay Band", "Ilse Roos"),
        album="Market Square",
        album_artists=("Various Brass",),
        duration_ms=187_013,
        isrcs=("NLB019800017", "NLB019800018"),
        mbid=MBID,
        release_mbid=SQUARE.id,
        track_number=4,
        disc_number=2,
        release_date="1998-06-02",
        version="live, 1998",
        refs=(TrackRef("deezer", "88"),),
        barcode="4006381333931",
        release_kind=ReleaseKind.LIVE,
    ),
    unknown_id="cccccccc-0000-4000-8000-0000000000ff",
    unknown_barcode="36000291452",
    non_latin_id=LIGHTHOUSE.id,
    non_latin=Track(title="灯台のうた", artists=("岬みさき",)),
    urls={
        f"https://musicbrainz.org/recording/{MBID}": MBID,
        f"http://beta.musicbrainz.org/recording/{MBID.upper()}/": MBID,
        f"musicbrainz.org/recording/{MBID}?tport=8000#discography": MBID,
    },
    other_urls=(f"https://musicbrainz.org/release/{SQUARE.id}", f"https://musicbrainz.org/recording/{MBID}/edits"),
    errors={403: ProviderRateLimited},
    questions={Capability.LOOKUP_BARCODE: 2},
)


class TestContract(ProviderContract):
    """MusicBrainz, asked for a barcode by two requests: no index has a recording's barcodes."""

    case = CASE

    def test_a_service_that_is_not_there_is_unavailable(self) -> None:
        """The port is closed; the address has its version path, without which none is accepted."""
        with CASE.running() as (fake, provider):
            base_url = fake.base_url
        assert base_url.endswith("/ws/2")
        self._failure(provider, ProviderUnavailable)
