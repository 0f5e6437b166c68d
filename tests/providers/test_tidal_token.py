from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.providers.case import IMPATIENT_SECONDS
from tests.providers.fake import fault
from tests.providers.fake.exchange import Reply
from tests.providers.fake.service import FakeService
from tests.providers.fake.tidal import FakeTidal
from tests.providers.test_tidal_contract import CASE
from tracklink.plugin import ProviderAnswerInvalid, ProviderError, ProviderRefused, ProviderTimedOut

TOKEN = "/v1/oauth2/token"
THREADS = 8


def tidal(fake: FakeService) -> FakeTidal:
    """The fake as what it is."""
    assert isinstance(fake, FakeTidal)
    return fake


def test_a_token_that_was_taken_back_is_renewed_once() -> None:
    """And the request sent again."""
    with CASE.running() as (fake, provider):
        CASE.lookup(provider)
        tidal(fake).tokens.clear()

        assert CASE.lookup(provider)[0].track == CASE.track
        assert (fake.count(TOKEN), len(fake.questions)) == (2, 3)


def test_a_token_that_is_rejected_at_once_is_not_renewed_again() -> None:
    """A service that takes no token at all is asked twice, not for ever."""
    with CASE.running() as (fake, provider):
        CASE.lookup(provider)
        fake.inject(fault.replied(fake.refusal(401)))

        with pytest.raises(ProviderRefused):
            CASE.lookup(provider)
        assert (fake.count(TOKEN), len(fake.questions)) == (2, 3)


def test_eight_threads_with_a_token_that_was_taken_back_ask_for_one() -> None:
    """Whoever comes second gets what the first was given."""
    with CASE.running() as (fake, provider), ThreadPoolExecutor(THREADS) as threads:
        CASE.lookup(provider)
        tidal(fake).tokens.clear()
        answers = list(threads.map(lambda _: CASE.lookup(provider), range(THREADS)))

        assert all(answer[0].track == CASE.track for answer in answers)
        assert fake.count(TOKEN) == 2


def test_wrong_credentials_are_refused_by_name() -> None:
    """The settings are named, not what is in them; the catalogue is not asked."""
    wrong = replace(CASE, secrets={**CASE.secrets, "TIDAL_CLIENT_SECRET": "mistyped"})
    with wrong.running() as (fake, provider):
        with pytest.raises(ProviderRefused, match="TIDAL_CLIENT_ID and TIDAL_CLIENT_SECRET") as refusal:
            wrong.lookup(provider)

        assert "mistyped" not in f"{refusal.value}"
        assert "mistyped" not in repr(provider)
        assert fake.questions == []


@pytest.mark.parametrize("lifetime_seconds", [None, "soon", -1, True, 1e400, [86_400], 0, 60])
def test_a_token_of_unclear_or_short_life_is_used(lifetime_seconds: object) -> None:
    """At least for the request that it was asked for."""
    with CASE.running() as (fake, provider):
        tidal(fake).expires_in = lifetime_seconds
        assert [CASE.lookup(provider)[0].track for _ in range(2)] == [CASE.track] * 2


@pytest.mark.parametrize(
    "body",
    [b"[]", b"{}", b"", b"<html>", b'{"access_token": null}', b'{"access_token": ""}', b'{"access_token": "a\\nb"}'],
)
def test_an_answer_without_a_token_is_invalid(body: bytes) -> None:
    """Nor one that no header can carry."""
    with CASE.running() as (fake, provider):
        fake.inject(fault.replied(Reply(body)), on=TOKEN)
        with pytest.raises(ProviderAnswerInvalid):
            CASE.lookup(provider)


def test_a_token_endpoint_that_hangs_holds_all_threads_no_longer_than_one() -> None:
    """They wait for the same answer; one request."""
    with CASE.running(IMPATIENT_SECONDS) as (fake, provider), ThreadPoolExecutor(THREADS) as threads:
        fake.inject(fault.hang, on=TOKEN)

        assert set(threads.map(lambda _: failure(provider), range(THREADS))) == {ProviderTimedOut}
        assert fake.count(TOKEN) < THREADS


def failure(provider: object) -> type[ProviderError]:
    """Of one lookup."""
    with pytest.raises(ProviderError) as raised:
        CASE.lookup(provider)  # type: ignore[arg-type]
    return type(raised.value)


def test_several_isrcs_are_asked_for_at_once() -> None:
    """The key is repeated for each of them."""
    with CASE.running() as (fake, provider):
        found = provider.lookup_isrcs(("QZTDL2100017", "QZTDL2100018", "QZTDL2199999"), None)

        assert [candidate.ref.id for candidate in found] == ["17", "18"]
        (question,) = fake.questions
        assert question.query["filter[isrc]"] == ["QZTDL2100017", "QZTDL2100018", "QZTDL2199999"]
