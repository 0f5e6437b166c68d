"""What a provider makes of a service that refuses, breaks off, or never comes to an end."""

import socket
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import ClassVar

import pytest

from tests.providers.case import IMPATIENT_SECONDS, ProviderCase
from tests.providers.fake import fault
from tests.providers.fake.fault import Fault
from tracklink.plugin import (
    Capability,
    Provider,
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderRefused,
    ProviderTimedOut,
    ProviderUnavailable,
)

MEANINGS: dict[int, type[ProviderError] | None] = {
    400: ProviderAnswerInvalid,
    401: ProviderRefused,
    403: ProviderRefused,
    404: None,
    429: ProviderRateLimited,
    500: ProviderUnavailable,
    502: ProviderUnavailable,
    503: ProviderUnavailable,
    504: ProviderUnavailable,
}
CUT: list[Fault] = [fault.cut_at_once, fault.cut_in_body]
GARBLED: list[Fault] = [fault.html_page(), fault.empty_body, fault.length_too_short, fault.status(200, body=b"ok")]
LATE: list[Fault] = [fault.hang, fault.length_too_long, fault.trickle_in_headers, fault.trickle_in_body]


def _name(broken: Fault) -> str:
    return getattr(broken, "__name__", "reply").strip("<>")


class FailuresContract:
    """Subclass it with a case."""

    case: ClassVar[ProviderCase]

    @pytest.mark.parametrize("as_page", [False, True], ids=["in its own words", "as a page"])
    @pytest.mark.parametrize("status", MEANINGS)
    def test_a_status_has_its_meaning(self, status: int, as_page: bool) -> None:
        """With the service's own body and with a proxy's page; one request, for whoever repeats it is not here."""
        meaning = self.case.errors.get(status, MEANINGS[status])
        with self.case.running() as (fake, provider):
            fake.inject(fault.html_page(status) if as_page else fault.replied(fake.refusal(status)))
            if meaning is None and as_page:
                self._found_nothing_or_invalid(provider)
            elif meaning is None:
                assert not self.case.lookup(provider)
            else:
                error = self._failure(provider, meaning)
                assert getattr(error, "retry_after_seconds", None) is None
            assert len(fake.questions) == 1 + self.case.asked_again.get(status, 0)

    def test_what_is_refused_is_never_nothing_found(self) -> None:
        """Whatever is asked: a "no" would be remembered."""
        for capability in self.case.verbs():
            with self.case.running() as (fake, provider):
                fake.inject(fault.replied(fake.refusal(403)))
                self._failure(provider, self.case.errors.get(403) or ProviderRefused, verb=capability)

    def test_retry_after_is_told_on(self) -> None:
        """In seconds or as a date; what cannot be read is not told. Nobody sleeps over it."""
        soon = format_datetime(datetime.now(UTC) + timedelta(minutes=30), usegmt=True)
        with self.case.running() as (fake, provider):
            told = []
            for header in ("1234", soon, "a while"):
                fake.heal()
                fake.inject(fault.status(429, {"Retry-After": header}))
                error = self._failure(provider, ProviderRateLimited)
                assert isinstance(error, ProviderRateLimited)
                told.append(error.retry_after_seconds)
            assert len(fake.questions) == len(told)
        assert told[0] == 1234
        assert told[1] is not None
        assert 0 < told[1] <= 1800
        assert told[2] is None

    @pytest.mark.parametrize("broken", CUT, ids=_name)
    def test_a_connection_that_breaks_off_is_no_answer(self, broken: Fault) -> None:
        """Before the first byte or in the body: the service is unavailable, or what came of its answer invalid."""
        with self.case.running() as (fake, provider):
            fake.inject(broken)
            self._failure(provider, ProviderUnavailable, ProviderAnswerInvalid)

    def test_headers_that_break_off_are_no_answer(self) -> None:
        """Some clients take half a header for a success without a body."""
        with self.case.running() as (fake, provider):
            fake.inject(fault.cut_in_headers)
            self._failure(provider, ProviderUnavailable, ProviderAnswerInvalid)

    @pytest.mark.parametrize("garbled", GARBLED, ids=_name)
    def test_an_answer_that_cannot_be_read_is_invalid(self, garbled: Fault) -> None:
        """A page, nothing, half of it, other words: none of them says that the track is unknown."""
        for capability in self.case.verbs():
            with self.case.running() as (fake, provider):
                fake.inject(garbled)
                self._failure(provider, ProviderAnswerInvalid, verb=capability)

    @pytest.mark.timeout(20)
    @pytest.mark.parametrize("late", LATE, ids=_name)
    def test_no_answer_holds_a_call_for_ever(self, late: Fault) -> None:
        """The time-out is kept by an answer as a whole: a byte now and then does not put it off."""
        with self.case.running(IMPATIENT_SECONDS) as (fake, provider):
            fake.inject(late, times=1)
            self._failure(provider, ProviderTimedOut)

    def test_a_service_that_is_not_there_is_unavailable(self) -> None:
        """The port is closed."""
        with socket.create_server(("127.0.0.1", 0)) as closed:
            origin = f"http://127.0.0.1:{closed.getsockname()[1]}"
        self._failure(self.case.opened_at(origin, origin), ProviderUnavailable)

    def test_it_answers_again_afterwards(self) -> None:
        """A failure leaves nothing behind: no half-read connection, no memory of it."""
        for bad in (fault.cut_in_body, fault.html_page(), fault.status(503)):
            with self.case.running() as (fake, provider):
                fake.inject(bad, times=1)
                self._failure(provider, ProviderError)
                assert self.case.lookup(provider)[0].track == self.case.track

    def test_bytes_beyond_an_answer_break_at_most_the_next_one(self) -> None:
        """Some clients ask on over the same connection, where nobody waits for them any more."""
        with self.case.running() as (fake, provider):
            fake.inject(fault.length_too_short, times=1)
            self._failure(provider, ProviderAnswerInvalid)
            with suppress(ProviderUnavailable):
                assert self.case.lookup(provider)[0].track == self.case.track
            assert self.case.lookup(provider)[0].track == self.case.track

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_a_token_endpoint_that_fails_is_told_apart(self, status: int) -> None:
        """As the catalogue would be; a token that comes later is used."""
        with self.case.running() as (fake, provider):
            if fake.token_path is None:
                return
            fake.inject(fault.status(status, {"Retry-After": "9"}), times=1, on=fake.token_path)
            error = self._failure(provider, MEANINGS[status] or ProviderError)
            assert getattr(error, "retry_after_seconds", 9) == 9
            assert fake.questions == []
            assert self.case.lookup(provider)

    def _found_nothing_or_invalid(self, provider: Provider) -> None:
        """A 404 that is a page may as well come from a wrong address."""
        with suppress(ProviderAnswerInvalid):
            assert not self.case.lookup(provider)

    def _failure(
        self, provider: Provider, *kinds: type[ProviderError], verb: Capability = Capability.LOOKUP_ID
    ) -> ProviderError:
        """The error that a verb raises: of such a kind, named, in one sentence without a secret."""
        with pytest.raises(kinds) as raised:
            self.case.verbs()[verb](provider)
        error, words = raised.value, f"{raised.value}"
        assert error.provider == self.case.name
        assert self.case.name in words.lower().replace(" ", "_")
        assert words.endswith(".")
        assert "\n" not in words
        assert not any(secret in words for secret in self.case.secrets.values())
        return error
