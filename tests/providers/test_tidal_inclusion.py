"""What a look-up by id includes, and what is done where Tidal refuses that."""

import pytest

from providers.tidal.inclusion import FORMS, REMEMBERED_SECONDS
from tests.providers.fake import fault
from tests.providers.fake.service import FakeService
from tests.providers.fake.tidal import FakeTidal
from tests.providers.test_tidal import TIDAL, ref
from tests.providers.test_tidal_requests import counting
from tracklink.plugin import ProviderAnswerInvalid, ProviderError, ProviderRefused, ProviderUnavailable


def withholding(fake: FakeService, **withheld: int) -> FakeTidal:
    """The fake, with relationships that may not be included."""
    assert isinstance(fake, FakeTidal)
    fake.withheld = withheld
    return fake


def included(fake: FakeService) -> list[int]:
    """Which of the forms were asked for, in order."""
    return [FORMS.index(request.query["include"][0]) for request in fake.questions]


def test_what_is_granted_is_one_request() -> None:
    """The fullest form, every time."""
    with TIDAL.running() as (fake, provider):
        for _ in range(2):
            assert [found.ref.id for found in provider.lookup(ref("13"), None)] == ["13", "10"]

        assert included(fake) == [0, 0]


@pytest.mark.parametrize("status", [400, 403])
@pytest.mark.parametrize(("withheld", "form"), [("replacement", 1), ("usageRules", 2)])
def test_what_is_refused_is_asked_for_once(status: int, withheld: str, form: int) -> None:
    """From then on look-ups take one request, in the form that was answered; each request more takes a slot."""
    slots: list[None] = []
    with TIDAL.running() as (fake, _):
        withholding(fake, **{withheld: status})
        provider = counting(fake, slots)
        for id_ in ("10", "11"):
            assert [found.ref.id for found in provider.lookup(ref(id_), None)] == [id_]

        assert included(fake) == [*range(form + 1), form]
        assert len(slots) == form


def test_what_was_refused_is_tried_again_after_some_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tidal may have granted it by then; and it may refuse more than it did."""
    now = 1_000.0
    monkeypatch.setattr("providers.tidal.inclusion.monotonic", lambda: now)
    with TIDAL.running() as (fake, provider):
        withholding(fake, replacement=400)
        provider.lookup(ref("10"), None)
        withholding(fake, usageRules=400)
        provider.lookup(ref("10"), None)
        assert included(fake) == [0, 1, 1, 2]

        withholding(fake)
        now += REMEMBERED_SECONDS - 1
        provider.lookup(ref("10"), None)
        now += 2
        provider.lookup(ref("10"), None)
        assert included(fake)[4:] == [2, 0]


@pytest.mark.parametrize(("status", "kind"), [(400, ProviderAnswerInvalid), (403, ProviderRefused)])
def test_a_refusal_of_every_form_is_none_of_what_is_included(status: int, kind: type[ProviderError]) -> None:
    """It is told, and nothing is remembered of it."""
    with TIDAL.running() as (fake, provider):
        fake.inject(fault.replied(fake.refusal(status)), times=len(FORMS))
        with pytest.raises(kind, match=f"{status}"):
            provider.lookup(ref("10"), None)
        assert provider.lookup(ref("10"), None)

        assert included(fake) == [0, 1, 2, 0]


def test_another_failure_of_a_lesser_form_is_told() -> None:
    """Nobody knows then which form is answered."""
    with TIDAL.running() as (fake, provider):
        withholding(fake, replacement=400)
        fake.inject(lambda exchange: exchange.send(exchange.reply), times=1)
        fake.inject(fault.status(503), times=1)
        with pytest.raises(ProviderUnavailable):
            provider.lookup(ref("10"), None)
        assert provider.lookup(ref("10"), None)

        assert included(fake) == [0, 1, 0, 1]


def test_an_unknown_id_is_absent_in_every_form() -> None:
    """In the market and elsewhere."""
    with TIDAL.running() as (fake, provider):
        withholding(fake, replacement=400)
        assert not provider.lookup(ref("99"), "DE")
        assert included(fake) == [0, 1, 0, 1]
