"""What a provider makes of answers: the right ones, and those that are not quite as expected."""

import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import ClassVar

import pytest

from domain.track_url import page_of, read_track_url
from tests.providers.case import ProviderCase, Verb
from tests.providers.fake import fault
from tests.providers.fake.exchange import Exchange
from tests.providers.variants import grown, variants
from tracklink.plugin import Candidate, Provider, ProviderAnswerInvalid, TrackRef

THREADS = 8


class AnswersContract:
    """Subclass it with a case."""

    case: ClassVar[ProviderCase]

    def test_urls_and_ids_lead_to_each_other(self) -> None:
        """Every form in which people copy an address has the id, and the id has an address of such a form."""
        declaration = self.case.plugin.declaration
        refs = {url: read_track_url(url, [declaration]) for url in self.case.urls}
        page = page_of(declaration, self.case.id)

        assert {url: ref.id for url, ref in refs.items()} == dict(self.case.urls)
        assert page
        assert read_track_url(page, [declaration]) == TrackRef(self.case.name, self.case.id)
        for url in self.case.other_urls:
            with pytest.raises(ValueError, match=r"is not the address of a track|is a short link"):
                read_track_url(url, [declaration])

    def test_the_declaration_says_where_the_service_is(self) -> None:
        """An address with the version path and without a slash at its end; a quota; settings that the case fills in."""
        declaration = self.case.plugin.declaration

        assert re.fullmatch(r"https://.*[^/]", declaration.base_url or "")
        assert declaration.quota
        assert set(declaration.required_settings) == set(self.case.secrets)
        assert re.fullmatch(declaration.id_pattern, self.case.unknown_id)

    def test_opening_asks_nothing(self) -> None:
        """A server starts without a network."""
        with self.case.running() as (fake, provider):
            assert not provider.missing_settings()
            assert provider.declaration is self.case.plugin.declaration
            assert fake.requests == []

    def test_a_track_is_read_from_its_id(self) -> None:
        """Every field that the service states, and where a person finds the track; one request."""
        with self.case.running() as (_, provider):
            first, *_ = self.case.lookup(provider)

            assert first.track == self.case.track
            assert first.ref == TrackRef(self.case.name, self.case.id)
            assert first.ref.url == page_of(self.case.plugin.declaration, self.case.id)
            assert first.duration_precision_ms == self.case.plugin.declaration.duration_precision_ms

    def test_every_verb_finds_the_track_by_few_requests(self) -> None:
        """One of the catalogue unless the case says more; what is read afterwards asks for nothing."""
        for capability, verb in self.case.verbs().items():
            with self.case.running() as (fake, provider):
                candidates = verb(provider)
                stated = [repr(candidate) for candidate in candidates]

                assert self.case.id in {candidate.ref.id for candidate in candidates}, (capability, stated)
                assert len(fake.questions) == self.case.questions.get(capability, 1), capability

    def test_what_the_service_does_not_know_is_no_error(self) -> None:
        """An id, an ISRC, a barcode, a title that nobody has: nothing found."""
        for capability, verb in self.case.vain_verbs().items():
            with self.case.running() as (_, provider):
                assert not verb(provider), capability

    def test_a_search_gives_no_more_than_asked_for(self) -> None:
        """Down to one."""
        with self.case.running() as (_, provider):
            assert len(provider.search(self.case.searched or self.case.track, 1, self.case.market)) <= 1

    def test_other_scripts_come_through_whole(self) -> None:
        """Titles and names as the service writes them."""
        with self.case.running() as (_, provider):
            first, *_ = provider.lookup(TrackRef(self.case.name, self.case.non_latin_id), self.case.market)

            assert (first.track.title, first.track.artists) == (self.case.non_latin.title, self.case.non_latin.artists)

    def test_eight_threads_ask_at_the_same_time(self) -> None:
        """The service sees all eight questions before it answers the first, and grants one token for all."""
        with self.case.running() as (fake, provider), ThreadPoolExecutor(THREADS) as threads:
            fake.inject(fault.meet(THREADS))
            answers = list(threads.map(lambda _: self.case.lookup(provider), range(THREADS)))

            assert all(answer == answers[0] for answer in answers)
            assert answers[0][0].track == self.case.track
            assert fake.token_path is None or fake.count(re.escape(fake.token_path)) == 1

    def test_two_of_them_do_not_mix(self) -> None:
        """Each asks its own service."""
        if not self.case.several_in_one_process:
            return
        with self.case.running() as (one, provider), self.case.running() as (other, neighbour):
            self.case.lookup(provider)
            assert (len(one.questions), len(other.questions)) == (1, 0)
            self.case.lookup(neighbour)
            assert (len(one.questions), len(other.questions)) == (1, 1)

    def test_unknown_fields_change_nothing(self) -> None:
        """Services add fields without a word."""
        for capability, verb in self.case.verbs().items():
            with self.case.running() as (fake, provider):
                expected = verb(provider)
                fake.inject(_changed(grown))

                assert verb(provider) == expected, capability

    @pytest.mark.timeout(120)
    def test_no_field_is_counted_on(self) -> None:
        """Any one missing, null, or of another type: a track with less said of it, nothing, or an invalid answer."""
        for verb in self.case.verbs().values():
            with self.case.running() as (fake, provider):
                for body in variants(self._body(verb)):
                    fake.heal()
                    fake.inject(_in_place_of(body), times=1)
                    _assert_borne(verb, provider, body)

    def _body(self, verb: Verb) -> bytes:
        """What the service answers to the verb's first question."""
        seen: list[bytes] = []

        def note(exchange: Exchange) -> None:
            seen.append(exchange.reply.body)
            exchange.send(exchange.reply)

        with self.case.running() as (fake, provider):
            fake.inject(note)
            verb(provider)
        return seen[0]


def _assert_borne(verb: Verb, provider: Provider, body: bytes) -> None:
    try:
        candidates: Sequence[Candidate] = verb(provider)
    except ProviderAnswerInvalid:
        return
    for candidate in candidates:
        assert isinstance(candidate, Candidate), body
        assert candidate.ref.id, body
        _assert_typed(candidate, body)


def _assert_typed(candidate: Candidate, body: bytes) -> None:
    track = candidate.track
    texts = [track.title, *track.artists, *track.album_artists, *track.isrcs, *track.genres, track.album or ""]
    texts += [track.version or "", track.preview_url or "", track.release_date or "", candidate.ref.id]
    assert all(isinstance(text, str) for text in texts), (texts, body)
    for number in (track.duration_ms, track.track_number, track.disc_number):
        assert number is None or type(number) is int, (number, body)
    assert track.explicit in {None, True, False}, body
    assert track.popularity is None or 0 <= track.popularity <= 1, body
    json.dumps(texts).encode()


def _changed(change: Callable[[bytes], bytes]) -> fault.Fault:
    return lambda exchange: exchange.send(replace(exchange.reply, body=change(exchange.reply.body)))


def _in_place_of(body: bytes) -> fault.Fault:
    return _changed(lambda _: body)
