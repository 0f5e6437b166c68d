"""What MusicBrainz's second requests cost, and which 404 is an answer."""

from dataclasses import replace

import pytest

from providers import itunes
from providers.musicbrainz import plugin
from tests.providers.fake import fault
from tests.providers.fake.exchange import Reply
from tests.providers.fake.musicbrainz import FakeMusicBrainz
from tests.providers.fake.musicbrainz_xml import Recording
from tests.providers.test_musicbrainz_contract import CASE
from tracklink.plugin import (
    Connection,
    Provider,
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderUnavailable,
    Track,
    TrackRef,
)


@pytest.mark.parametrize(
    ("page", "content"),
    [(fault.html_page(404), "a page"), (fault.status(404, body=b"404 page not found"), "plain text")],
)
def test_a_404_in_other_words_is_no_answer(page: fault.Fault, content: str) -> None:
    """A proxy or a wrong address says it too, and must never be remembered as a "no"."""
    with CASE.running(5) as (fake, provider):
        fake.inject(page)
        for ask in (
            lambda: provider.lookup(TrackRef("musicbrainz", CASE.unknown_id), None),
            lambda: provider.lookup_isrc(CASE.unknown_isrc, None),
            lambda: provider.search(Track(title=content), 5, None),
        ):
            with pytest.raises(ProviderAnswerInvalid):
                ask()


def test_a_second_request_takes_a_slot_of_its_own() -> None:
    """A barcode leads to releases and those to recordings: the guard is told before the second request."""
    told: list[int] = []
    with CASE.fake() as fake:
        connection = Connection(base_url=fake.base_url)
        provider = CASE.plugin.open(replace(connection, before_another=lambda: told.append(len(fake.requests))))

        provider.lookup_barcode("4006381333931", None)

        assert (told, len(fake.requests)) == ([1], 2)


def test_an_id_of_another_service_takes_a_slot_for_its_second_request() -> None:
    """The URL leads to an MBID, and that to the recording."""
    told: list[int] = []
    with CASE.fake() as fake:
        provider = CASE.plugin.open(
            Connection(base_url=fake.base_url, before_another=lambda: told.append(len(fake.requests)))
        )

        assert provider.lookup(TrackRef("deezer", "88"), None)

        assert (told, len(fake.requests)) == ([1], 2)


def test_a_redirection_that_is_followed_takes_a_slot() -> None:
    """It is one more request to the same service."""
    told: list[int] = []
    with CASE.fake() as fake:
        location = f"/ws/2/recording/{CASE.id}"
        fake.inject(fault.replied(Reply(b"", 301, {"Location": location})), times=1)
        provider = CASE.plugin.open(
            Connection(base_url=fake.base_url, before_another=lambda: told.append(len(fake.requests)))
        )

        assert provider.lookup(TrackRef("musicbrainz", CASE.unknown_id), None)

        assert (told, len(fake.requests)) == ([1], 2)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_to_another_host_is_not_followed(status: int) -> None:
    """Whoever answers there is not MusicBrainz."""
    with CASE.fake() as fake, CASE.fake() as stranger:
        location = f"{stranger.base_url}/recording/{CASE.id}"
        fake.inject(fault.replied(Reply(b"", status, {"Location": location})))

        with pytest.raises(ProviderAnswerInvalid):
            CASE.opened(fake).lookup(TrackRef("musicbrainz", CASE.id), None)

        assert (len(fake.requests), stranger.requests) == (1, [])


NOON = "Thu, 01 Jan 1970 12:00:00 GMT"
NOON_SECONDS = 12 * 3_600


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [(f"{NOON_SECONDS + 9}", 9.0), (f" {NOON_SECONDS} ", 1.0), (f"{NOON_SECONDS - 1}", 1.0)],
)
def test_a_503_may_tell_when_its_limit_is_reset(reset: str, seconds: float) -> None:
    """By the service's own clock, and in a second at the earliest, as both are told in whole seconds."""
    error = refused_with({"Date": NOON, "X-RateLimit-Reset": reset})

    assert isinstance(error, ProviderRateLimited)
    assert error.retry_after_seconds == seconds


@pytest.mark.parametrize(
    "reset", ["", "soon", "9", "-9", "9.5", f"{NOON_SECONDS - 60}", f"{NOON_SECONDS + 3_601}", "9" * 11, "9" * 40]
)
def test_a_503_without_a_time_is_asked_again_like_an_outage(reset: str) -> None:
    """It may be either, and says so; a time that is over, or far away, is none."""
    error = refused_with({"Date": NOON, "X-RateLimit-Reset": reset})

    assert type(error) is ProviderUnavailable
    assert "it is busy, or was asked too often" in f"{error}"


def test_retry_after_outranks_the_reset() -> None:
    """The one is meant for who is refused, the other stands on every answer."""
    error = refused_with({"Date": NOON, "X-RateLimit-Reset": f"{NOON_SECONDS + 9}", "Retry-After": "4"})

    assert getattr(error, "retry_after_seconds", None) == 4.0


def test_without_a_date_the_clock_of_this_machine_counts() -> None:
    """A reset in 1970 is long over."""
    assert type(refused_with({"Date": "today", "X-RateLimit-Reset": f"{NOON_SECONDS + 9}"})) is ProviderUnavailable


def refused_with(headers: dict[str, str]) -> ProviderError:
    """What a 503 with these headers is told as."""
    with CASE.running(5) as (fake, provider):
        fake.inject(fault.status(503, headers))
        with pytest.raises(ProviderError) as raised:
            CASE.lookup(provider)
        return raised.value


@pytest.mark.parametrize(("store", "market"), [("us", None), ("jp", "US"), ("pt", "PT")])
def test_a_song_of_apple_is_found_whatever_country_its_url_has(store: str, market: str | None) -> None:
    """In the one request that is made anyway: the market first, then where editors most likely looked."""
    quay = Recording(
        id=CASE.id,
        title="Quay",
        artists=(("Mira Vale", "Mira Vale", ""),),
        urls=(f"https://music.apple.com/{store}/song/123",),
    )
    with FakeMusicBrainz(quay) as fake:
        (found,) = with_apple(fake).lookup(TrackRef("itunes", "123"), market)

        assert (found.ref.id, found.track.refs) == (CASE.id, (TrackRef("itunes", "123"),))
        urls, _ = fake.requests
        assert urls.query["resource"][0] == f"https://music.apple.com/{(market or 'us').lower()}/song/123"
        assert len(set(urls.query["resource"])) == len(urls.query["resource"]) <= 100


def with_apple(fake: FakeMusicBrainz) -> Provider:
    """A provider that knows of Apple's addresses."""
    return plugin([itunes.DECLARATION]).open(Connection(base_url=fake.base_url))
