"""What MusicBrainz's second requests cost, and which 404 is an answer."""

from dataclasses import replace

import pytest

from tests.providers.fake import fault
from tests.providers.fake.exchange import Reply
from tests.providers.test_musicbrainz_contract import CASE
from tracklink.plugin import Connection, ProviderAnswerInvalid, Track, TrackRef


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
