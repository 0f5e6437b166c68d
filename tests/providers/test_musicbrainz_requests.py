"""What MusicBrainz's second requests cost, and which 404 is an answer."""

from dataclasses import replace

import pytest

from tests.providers.fake import fault
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
