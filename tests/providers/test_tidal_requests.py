"""How many requests a question to Tidal is, and what each takes of the quota."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from providers.tidal import PLUGIN
from tests.providers.fake import fault
from tests.providers.fake.fault import Fault
from tests.providers.fake.service import FakeService
from tests.providers.fake.tidal import FakeTidal
from tests.providers.test_tidal import TIDAL, countries_asked, ref
from tests.providers.test_tidal_contract import CASE
from tracklink.plugin import (
    Connection,
    IsrcBatchProvider,
    Provider,
    ProviderAnswerInvalid,
    ProviderRateLimited,
    ProviderUnavailable,
)


def test_a_slot_is_taken_for_a_request_that_is_sent_again() -> None:
    """With another token than the one that was taken back."""
    slots: list[None] = []
    with TIDAL.running() as (fake, _):
        provider = counting(fake, slots)
        provider.lookup(ref("10"), None)
        assert isinstance(fake, FakeTidal)
        fake.tokens.clear()
        provider.lookup(ref("10"), None)

        assert (len(slots), len(fake.questions)) == (1, 3)


def test_without_a_slot_no_other_country_is_asked() -> None:
    """Nor is the track said to be absent."""

    def refuse() -> None:
        raise ProviderRateLimited("tidal", "The quota of tidal is used up.")

    with TIDAL.running() as (fake, _):
        with pytest.raises(ProviderRateLimited):
            opened(fake, refuse).lookup(ref("99"), "DE")
        assert countries_asked(fake) == ["DE"]


def test_another_country_is_asked_for_what_the_market_lacks() -> None:
    """Of several ISRCs, for those alone, in one more request that takes a slot of its own."""
    slots: list[None] = []
    with TIDAL.running() as (fake, _):
        provider = counting(fake, slots)
        assert isinstance(provider, IsrcBatchProvider)
        found = provider.lookup_isrcs(("QZTDL2100010", "QZTDL2199999"), "DE")

        assert [candidate.ref for candidate in found] == [ref("10")]
        assert [request.query["filter[isrc]"] for request in fake.questions] == [
            ["QZTDL2100010", "QZTDL2199999"],
            ["QZTDL2199999"],
        ]
        assert len(slots) == 1


def counting(fake: FakeService, slots: list[None]) -> Provider:
    """A provider that adds to the slots ahead of each further request."""
    return opened(fake, lambda: slots.append(None))


def opened(fake: FakeService, before_another: Callable[[], None]) -> Provider:
    """The provider, with a quota."""
    return PLUGIN.open(
        Connection(
            base_url=fake.base_url, token_url=fake.token_url, secrets=CASE.secrets, before_another=before_another
        )
    )


def test_a_search_is_one_request() -> None:
    """What the market's catalogue does not offer is not searched for in another."""
    with TIDAL.running() as (fake, provider):
        assert not provider.search(CASE.nowhere, 5, "DE")
        assert countries_asked(fake) == ["DE"]


@pytest.mark.parametrize(
    "not_found",
    [
        fault.html_page(404),
        fault.status(404, body=b"Not Found"),
        fault.status(404),
        fault.status(404, body=b"[]"),
        fault.status(404, body=b'{"errors": []}'),
        fault.status(404, body=b'{"message": "no route"}'),
    ],
    ids=["page", "text", "nothing", "list", "no errors", "other words"],
)
def test_a_404_that_is_not_in_the_words_of_tidal_is_no_absence(not_found: Fault) -> None:
    """A proxy's or a wrong address's: it would be remembered."""
    with TIDAL.running() as (fake, provider):
        fake.inject(not_found)
        with pytest.raises(ProviderAnswerInvalid, match="404"):
            provider.lookup(ref("10"), "DE")
        assert countries_asked(fake) == ["DE"]


def test_a_failure_elsewhere_is_not_an_absence() -> None:
    """Nobody knows then whether the track exists."""
    with TIDAL.running() as (fake, provider):
        fake.inject(lambda exchange: exchange.send(exchange.reply), times=1)
        fake.inject(fault.status(503))

        with pytest.raises(ProviderUnavailable):
            provider.lookup(ref("99"), "DE")
        assert countries_asked(fake) == ["DE", "US"]


@pytest.mark.parametrize("market", [None, "DE", "US"])
def test_a_slot_is_taken_for_every_request_beyond_the_first(market: str | None) -> None:
    """Of whatever verb; the guard took one for the first."""
    for verb in replace(TIDAL, market=market).vain_verbs().values():
        slots: list[None] = []
        with TIDAL.running() as (fake, _):
            verb(counting(fake, slots))
            assert len(slots) == len(fake.questions) - 1
