"""What Tidal's answers say of its quota."""

import pytest

from domain.deadline import Deadline
from providers.reach import Reach
from providers.registry import Stores, build_sources
from providers.tidal import PLUGIN
from providers.tidal.bucket import read_bucket
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database
from repositories.quota_store import SqlQuotaStore
from tests.providers.fake import fault
from tests.providers.fake.exchange import Exchange
from tests.providers.fake.fault import Fault
from tests.providers.fake.service import FakeService
from tests.providers.test_tidal import TIDAL, ref
from tests.providers.test_tidal_contract import CASE
from tracklink.plugin import Connection, Provider, ProviderRateLimited, Quota


def headers(remaining: str, requested: str = "5", capacity: str = "10", rate: str = "1") -> dict[str, str]:
    """As an answer has them."""
    return {
        "x-ratelimit-remaining": remaining,
        "x-ratelimit-requested-tokens": requested,
        "x-ratelimit-burst-capacity": capacity,
        "x-ratelimit-replenish-rate": rate,
    }


def with_headers(told: dict[str, str]) -> Fault:
    """The service's own reply, with these."""

    def fault_(exchange: Exchange) -> None:
        exchange.reply.headers.update(told)
        exchange.send(exchange.reply)

    return fault_


def telling(fake: FakeService, told: list[Quota]) -> Provider:
    """A provider that adds every quota it is told of."""
    return PLUGIN.open(
        Connection(base_url=fake.base_url, token_url=fake.token_url, secrets=CASE.secrets, quota_told=told.append)
    )


def test_an_answer_tells_of_the_quota() -> None:
    """Two requests at once, and one in five seconds; an answer without the headers tells of none."""
    told: list[Quota] = []
    with TIDAL.running() as (fake, _):
        provider = telling(fake, told)
        provider.lookup(ref("10"), None)
        assert told == []

        fake.inject(with_headers(headers("5")))
        provider.lookup(ref("10"), None)
        assert told == [Quota(requests=2, period_seconds=10)]
        assert told[0].interval_seconds == 5


def test_what_is_told_is_kept_to(database: Database) -> None:
    """By the guard that the server puts around the provider: the bucket is empty after two requests."""
    stores = Stores(SqlCatalogStore(database.sync_engine), SqlQuotaStore(database.sync_engine))
    with TIDAL.running() as (fake, _):
        fake.inject(with_headers(headers("5")))
        reach = Reach(base_url=fake.base_url, token_url=fake.token_url)
        source = build_sources(stores, {"tidal": reach}, CASE.secrets, lambda *_: None)["tidal"]
        (live,) = source.within(Deadline.after(3), has_imports=False)
        for _ in range(2):
            assert live.lookup(ref("10"), None)
        with pytest.raises(ProviderRateLimited, match="quota of tidal is used up"):
            live.lookup(ref("10"), None)

        assert source.quota == Quota(requests=2, period_seconds=10)
        assert len(fake.questions) == 2


@pytest.mark.parametrize(("remaining", "seconds"), [("0", 5), ("3", 2), ("-1", 5), ("9", 1), ("", 5)])
def test_a_429_without_a_time_is_over_when_the_bucket_pays(remaining: str, seconds: float) -> None:
    """In a second at the earliest, when one more token is there."""
    told: list[Quota] = []
    with TIDAL.running() as (fake, _):
        fake.inject(fault.status(429, headers(remaining)))
        with pytest.raises(ProviderRateLimited) as limited:
            telling(fake, told).lookup(ref("10"), None)

        assert limited.value.retry_after_seconds == seconds
        assert told == [Quota(requests=2, period_seconds=10)]


def test_retry_after_outranks_the_bucket() -> None:
    """It is meant for this very request."""
    with TIDAL.running() as (fake, provider):
        fake.inject(fault.status(429, {**headers("0"), "Retry-After": "9"}))
        with pytest.raises(ProviderRateLimited) as limited:
            provider.lookup(ref("10"), None)
        assert limited.value.retry_after_seconds == 9


@pytest.mark.parametrize(
    "told",
    [
        {},
        headers("5", requested=""),
        headers("5", requested="0"),
        headers("5", requested="five"),
        headers("5", capacity="4"),
        headers("5", rate="0"),
        headers("5", rate="0.5"),
        headers("5", requested="601", capacity="9999"),
        headers("5", rate="9" * 40),
    ],
)
def test_headers_that_make_no_sense_tell_of_no_bucket(told: dict[str, str]) -> None:
    """One that pays for nothing, or for a request in many minutes, would silence the service."""
    assert read_bucket({name.title().replace("Ratelimit", "RateLimit"): text for name, text in told.items()}) is None
