from collections.abc import Iterator, Sequence
from functools import partial

import pytest

from providers.itunes import DECLARATION, PLUGIN
from tests.providers.case import ProviderCase
from tests.providers.contract import ProviderContract
from tests.providers.fake import fault
from tests.providers.fake.itunes import FakeItunes, Song
from tracklink.plugin import (
    Candidate,
    Connection,
    Provider,
    ProviderAnswerInvalid,
    ProviderRateLimited,
    ReleaseKind,
    Track,
    TrackRef,
)

LIGHTS = Song(
    1_234_567_890,
    "Harbour Lights",
    "Mira Vale & Tom Keel",
    upc="036000291452",
    stated={"collectionArtistName": "Mira Vale", "discNumber": 2, "trackExplicitness": "explicit"},
)
NIGHT = Song(5_000_000_001, "夜の港", "ミラ・ヴェイル", album="Night - EP")
SINGLE = Song(
    1_300_000_001,
    "Far Shore",
    "Mira Vale",
    album="Far Shore - Single",
    stated={"trackCensoredName": "Far Shore (Demo)", "trackExplicitness": "cleaned"},
    countries=frozenset({"US"}),
)
BOUGHT = Song(1_300_000_002, "Low Tide", "Mira Vale", stated={"isStreamable": False, "trackCensoredName": "Low T**e"})
VIDEO = Song(1_300_000_003, "Low Tide", "Mira Vale", stated={"kind": "music-video"})
SWELLS = tuple(Song(1_400_000_000 + number, f"Swell No. {number}", "The Piers") for number in range(20))

CASE = ProviderCase(
    plugin=PLUGIN,
    fake=partial(FakeItunes, LIGHTS, NIGHT, SINGLE, BOUGHT, VIDEO, *SWELLS),
    id="1234567890",
    track=Track(
        title="Harbour Lights",
        artists=("Mira Vale & Tom Keel",),
        album="Tidewater",
        album_artists=("Mira Vale",),
        duration_ms=245_333,
        track_number=4,
        disc_number=2,
        release_date="2021-03-05",
        explicit=True,
        preview_url="https://audio.example/1234567890.m4a",
        genres=("Alternative",),
    ),
    barcode="36000291452",
    unknown_id="1",
    non_latin_id="5000000001",
    non_latin=Track(title="夜の港", artists=("ミラ・ヴェイル",)),
    urls={
        "https://music.apple.com/us/album/harbour-lights/1200000000?i=1234567890": "1234567890",
        "https://music.apple.com/de/album/hafenlichter-%C3%BC/1200000000?l=en&i=1234567890&uo=4#top": "1234567890",
        "https://music.apple.com/us/album/1200000000?i=1234567890": "1234567890",
        "https://music.apple.com/us/song/harbour-lights/1234567890": "1234567890",
        "music.apple.com/song/1234567890": "1234567890",
        "https://geo.music.apple.com/us/album/_/1200000000?i=1234567890&mt=1": "1234567890",
        "https://embed.music.apple.com/JP/album/harbour-lights/1200000000?i=1234567890": "1234567890",
        "http://itunes.apple.com/gb/album/harbour-lights/id1200000000?i=1234567890": "1234567890",
    },
    other_urls=(
        "https://music.apple.com/us/album/harbour-lights/1200000000",
        "https://music.apple.com/us/artist/mira-vale/505593",
        "https://music.apple.com/us/playlist/tides/pl.0123",
    ),
    # An id without a song is answered with an empty list; a 403 says that too much was asked.
    errors={403: ProviderRateLimited, 404: ProviderAnswerInvalid},
)


class TestContract(ProviderContract):
    """Apple's iTunes Search API."""

    case = CASE


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeItunes]:
    with CASE.fake() as fake:
        assert isinstance(fake, FakeItunes)
        yield fake


@pytest.fixture
def provider(fake: FakeItunes) -> Provider:
    """Talking to it."""
    return CASE.opened(fake)


def _lookup(provider: Provider, song: Song, market: str | None = None) -> Sequence[Candidate]:
    return provider.lookup(TrackRef(DECLARATION.name, f"{song.id}"), market)


def test_short_releases_are_known_by_their_names(provider: Provider) -> None:
    """Apple adds the kind to the name, where other services have it apart."""
    (single,), (ep,) = _lookup(provider, SINGLE), _lookup(provider, NIGHT)

    assert (single.track.album, single.track.release_kind) == ("Far Shore", ReleaseKind.SINGLE)
    assert (ep.track.album, ep.track.release_kind) == ("Night", ReleaseKind.EP)


def test_the_censored_name_may_say_more(provider: Provider) -> None:
    """It is taken where it goes on after the plain one, and not where it has asterisks."""
    (single,), (bought,) = _lookup(provider, SINGLE), _lookup(provider, BOUGHT)

    assert (single.track.title, bought.track.title) == ("Far Shore (Demo)", "Low Tide")


def test_a_cleaned_song_is_not_explicit(provider: Provider) -> None:
    """Of the three words that Apple has, one means explicit; what it does not say is not known."""
    (cleaned,), (plain,) = _lookup(provider, SINGLE), _lookup(provider, BOUGHT)

    assert (cleaned.track.explicit, plain.track.explicit) == (False, False)


def test_what_is_only_sold_does_not_play(provider: Provider) -> None:
    """A song may be bought, and not streamed."""
    (bought,) = _lookup(provider, BOUGHT, "DE")

    assert (bought.available, bought.markets) == (False, None)


def test_the_catalogue_is_that_of_the_market(fake: FakeItunes, provider: Provider) -> None:
    """A song stands in a country's catalogue while it is offered there; without a market none is claimed."""
    (there,), (anywhere,) = _lookup(provider, LIGHTS, "JP"), _lookup(provider, LIGHTS)

    assert (there.available, there.markets) == (True, frozenset({"JP"}))
    assert (anywhere.available, anywhere.markets) == (True, None)
    assert [request.query["country"] for request in fake.questions] == [["JP"], ["US"]]


@pytest.mark.parametrize("market", ["DE", "KP"])
def test_what_has_gone_from_a_market_is_found_elsewhere(fake: FakeItunes, provider: Provider, market: str) -> None:
    """One more request, to the largest catalogue; a country without a store has nothing."""
    (elsewhere,) = _lookup(provider, SINGLE, market)

    assert elsewhere.markets == frozenset({"US"})
    assert [request.query["country"] for request in fake.questions] == [[market], ["US"]]


@pytest.mark.parametrize(("market", "requests"), [(None, 1), ("US", 1), ("DE", 2), ("KP", 2)])
def test_a_slot_is_taken_for_a_second_request(fake: FakeItunes, market: str | None, requests: int) -> None:
    """The guard took one for the first."""
    slots: list[None] = []
    counting = PLUGIN.open(Connection(base_url=fake.base_url, before_another=lambda: slots.append(None)))
    counting.lookup(TrackRef(DECLARATION.name, CASE.unknown_id), market)

    assert (len(fake.questions), len(slots)) == (requests, requests - 1)


def test_a_country_without_a_store_has_no_songs(provider: Provider) -> None:
    """Which is an answer; other parameters that are refused are a fault of ours."""
    assert provider.search(CASE.track, 10, "KP") == ()


def test_a_video_is_no_song(provider: Provider) -> None:
    """Its id is one of the same kind."""
    assert _lookup(provider, VIDEO) == ()


def test_a_barcode_leads_to_songs_only(fake: FakeItunes, provider: Provider) -> None:
    """The album itself and its booklet are listed with them; Apple wants all twelve digits, and all songs."""
    found = provider.lookup_barcode("36000291452", None)

    assert [candidate.ref.id for candidate in found] == ["1234567890"]
    assert fake.questions[0].query["upc"] == ["036000291452"]
    assert fake.questions[0].query["limit"] == ["200"]


def test_a_search_is_for_the_title_and_the_first_artist(fake: FakeItunes, provider: Provider) -> None:
    """All of them in one term find less; nothing is asked for nothing."""
    found = provider.search(Track(title="Swell", artists=("The Piers", "A Guest")), 7, "DE")

    assert len(found) == 7
    assert fake.questions[0].query["term"] == ["Swell The Piers"]
    assert fake.questions[0].query["limit"] == ["7"]
    assert provider.search(Track(), 7, None) == ()
    assert len(fake.questions) == 1


def test_an_id_of_another_form_is_not_asked_for(fake: FakeItunes, provider: Provider) -> None:
    """Imported files have ids of every form under the name of a service."""
    assert provider.lookup(TrackRef("itunes", "9?entity=song"), None) == ()
    assert fake.questions == []


def test_an_error_in_place_of_results_is_invalid(fake: FakeItunes, provider: Provider) -> None:
    """Even when it comes with a 200."""
    fake.inject(fault.altered(lambda _: {"errorMessage": "Please retry"}))

    with pytest.raises(ProviderAnswerInvalid, match="without a list of results"):
        _lookup(provider, LIGHTS)
