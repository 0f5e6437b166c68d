from types import MappingProxyType

from providers.deezer import PLUGIN
from tests.providers.case import ProviderCase
from tests.providers.contract import ProviderContract
from tests.providers.fake.deezer import stocked
from tracklink.plugin import Capability, ProviderRateLimited, Track


class TestContract(ProviderContract):
    """Deezer."""

    case = ProviderCase(
        plugin=PLUGIN,
        fake=stocked,
        id="17",
        track=Track(
            title="Calm (Harbour Mix)",
            artists=("Mira Vale", "Tom Keel"),
            album="Tidewater",
            duration_ms=245_000,
            isrcs=("QZTST2100005",),
            track_number=4,
            disc_number=1,
            release_date="2021-05-07",
            explicit=True,
            bpm=98.5,
            popularity=0.57,
            preview_url="https://cdn.example/calm.mp3",
        ),
        barcode="4006381333931",
        unknown_id="404",
        unknown_barcode="5901234123457",
        non_latin_id="18",
        non_latin=Track(title="夜の港", artists=("ミラ・ヴェイル",)),
        errors=MappingProxyType({403: ProviderRateLimited}),
        questions=MappingProxyType({Capability.LOOKUP_BARCODE: 2}),
        urls={
            "https://www.deezer.com/track/17": "17",
            "https://www.deezer.com/fr/track/17?utm_source=deezer": "17",
            "http://deezer.com/pt-br/track/17/": "17",
            "deezer.com/track/17#t": "17",
        },
        other_urls=(
            "https://www.deezer.com/album/17",
            "https://link.deezer.com/s/30abcDEF",
            "https://www.deezer.com/fr/playlist/17",
        ),
    )
