from dataclasses import replace
from typing import Any

import pytest

from tests.providers.case import ProviderCase
from tests.providers.fake import fault
from tests.providers.fake.service import FakeService
from tests.providers.fake.tidal import FakeTidal
from tests.providers.fake.tidal_catalogue import Entry, Key, album, artist, link, track
from tests.providers.test_tidal_contract import CASE
from tracklink.plugin import (
    Candidate,
    ProviderAnswerInvalid,
    Track,
    TrackRef,
)

US = frozenset({"US"})
VALE = artist("1", "Mira Vale")
CALM = track("10", "Calm", artists=["1"], album="50", isrc="QZTDL2100010")
UNDERTOW = track("11", "Undertow", artists=["1"], album="50", isrc="QZTDL2100011", countries=US)
EBB = track("12", "Ebb", artists=["1"], album="50", isrc="QZTDL2100012", countries=frozenset({"GB"}))
OLD_CALM = track("13", "Calm", artists=["1"], countries=US, replacement="10")
TIDES = album("50", "Tides", artists=["1"], tracks=["10", "11", "12"], barcodeId="00036000291452")


def case_of(*entries: tuple[Key, Entry]) -> ProviderCase:
    """The contract's case with another catalogue."""
    return replace(CASE, fake=lambda: FakeTidal(entries))


TIDAL = case_of(VALE, CALM, UNDERTOW, EBB, OLD_CALM, TIDES)


def ref(id_: str) -> TrackRef:
    """A track on Tidal."""
    return TrackRef("tidal", id_)


def countries_asked(fake: FakeService) -> list[str]:
    """In whose catalogues was looked, in order."""
    return [request.query["countryCode"][0] for request in fake.questions]


def test_what_the_market_has_is_asked_for_once() -> None:
    """And plays there; other countries are not spoken of."""
    with TIDAL.running() as (fake, provider):
        (candidate,) = provider.lookup_isrc("QZTDL2100010", "DE")

        assert (candidate.available, candidate.markets) == (True, {"DE"})
        assert countries_asked(fake) == ["DE"]


def test_without_a_market_the_largest_catalogue_is_asked() -> None:
    """What it has plays, in countries that nobody named; what it lacks is looked for nowhere else."""
    with TIDAL.running() as (fake, provider):
        (candidate,) = provider.lookup(ref("11"), None)
        assert not provider.lookup(ref("12"), None)

        assert (candidate.available, candidate.markets) == (True, None)
        assert countries_asked(fake) == ["US", "US"]


@pytest.mark.parametrize(("id_", "market", "elsewhere"), [("11", "DE", "US"), ("12", "US", "GB")])
def test_what_the_market_lacks_is_looked_for_in_one_other(id_: str, market: str, elsewhere: str) -> None:
    """A track that exists elsewhere only is not absent: it says where it was found."""
    with TIDAL.running() as (fake, provider):
        (candidate,) = provider.lookup(ref(id_), market)

        assert (candidate.ref, candidate.markets) == (ref(id_), {elsewhere})
        assert countries_asked(fake) == [market, elsewhere]


def test_the_replacement_of_a_track_that_has_gone_is_offered() -> None:
    """In the same request; the dead track is told of, and plays nowhere that is known."""
    with TIDAL.running() as (fake, provider):
        gone, offered = provider.lookup(ref("13"), "DE")

        assert (gone.ref.id, gone.available, gone.markets, gone.offered_for) == ("13", False, None, None)
        assert (offered.ref.id, offered.available, offered.offered_for) == ("10", True, ref("13"))
        assert (offered.track.title, offered.track.artists, offered.track.album) == ("Calm", ("Mira Vale",), "Tides")
        assert len(fake.questions) == 1


def test_a_replacement_of_which_nothing_is_told_cannot_be_offered() -> None:
    """But the track that it stands in for has gone all the same."""
    with case_of(VALE, OLD_CALM).running() as (_, provider):
        (gone,) = provider.lookup(ref("13"), "DE")

        assert gone.available is False


def test_a_track_that_replaces_itself_has_not_gone() -> None:
    """The relationship may name the applicable track, which is then the one asked for."""
    with case_of(VALE, track("10", "Calm", artists=["1"], replacement="10")).running() as (_, provider):
        (calm,) = provider.lookup(ref("10"), "DE")

        assert (calm.available, calm.offered_for) == (True, None)


def test_another_track_in_the_answer_plays_in_place_of_the_one_asked_for() -> None:
    """An answer under another id."""
    with TIDAL.running() as (fake, provider):
        fake.inject(fault.altered(lambda body: {**body, "data": {**body["data"], "id": "77"}}))
        (candidate,) = provider.lookup(ref("10"), None)

        assert (candidate.ref, candidate.relinked_from) == (ref("77"), ref("10"))


def test_an_id_that_tidal_never_gives_out_is_not_asked_for() -> None:
    """Imported files carry ids of every form."""
    with TIDAL.running() as (fake, provider):
        assert not provider.lookup(ref("../searchResults"), "DE")
        assert fake.requests == []


def test_words_are_searched_for_as_a_parameter() -> None:
    """Slashes, ampersands and other scripts need no care; title and first artist, cut to what Tidal takes."""
    with TIDAL.running() as (fake, provider):
        provider.search(Track(title="Calm/Storm? & 嵐", artists=("Mira Vale", "Tom Keel")), 5, None)
        provider.search(Track(title="x" * 300), 5, None)

        assert [request.path for request in fake.questions] == ["/v2/searchResults"] * 2
        words = [request.query["filter[query]"][0] for request in fake.questions]
        assert words == ["Calm/Storm? & 嵐 Mira Vale", "x" * 256]


def test_nothing_to_search_for_is_not_searched_for() -> None:
    """Tidal refuses an empty query."""
    with TIDAL.running() as (fake, provider):
        assert not provider.search(Track(), 5, "DE")
        assert fake.requests == []


def test_hits_come_in_the_order_of_the_service() -> None:
    """That of the list of links, not that of the resources; hits withheld from the country are left out."""
    with TIDAL.running() as (fake, provider):
        fake.inject(fault.altered(lambda body: {**body, "included": body["included"][::-1]}))
        hits = provider.search(Track(title="Calm Undertow Ebb"), 5, "US")

        assert [hit.ref.id for hit in hits] == ["10", "11", "13"]
        assert {hit.track.artists for hit in hits} == {("Mira Vale",)}


@pytest.mark.parametrize("lost", ["relationships", "tracks", "data"])
def test_a_search_without_a_list_of_tracks_is_no_answer(lost: str) -> None:
    """Rather than nothing found, which would be remembered."""

    def without(body: dict[str, Any]) -> dict[str, Any]:
        (results,) = body["data"]
        linked = results["relationships"]
        {"relationships": results, "tracks": linked, "data": linked["tracks"]}[lost].pop(lost)
        return body

    with TIDAL.running() as (fake, provider):
        fake.inject(fault.altered(without))
        with pytest.raises(ProviderAnswerInvalid, match="without a list of tracks"):
            provider.search(Track(title="Calm"), 5, "DE")


def test_a_route_that_is_gone_is_not_an_absence() -> None:
    """Tidal has moved its search before: only the 404 of an id says that there is no such track."""
    with TIDAL.running() as (fake, provider):
        fake.inject(fault.replied(fake.refusal(404)))
        with pytest.raises(ProviderAnswerInvalid):
            provider.search(Track(title="Calm"), 5, "DE")
        with pytest.raises(ProviderAnswerInvalid):
            provider.lookup_isrc("QZTDL2100010", "DE")


def test_errors_with_a_status_of_success_are_no_answer() -> None:
    """A document has data or errors."""
    with TIDAL.running() as (fake, provider):
        fake.inject(fault.altered(lambda _: {"errors": [{"code": "INTERNAL", "detail": "made up"}]}))
        with pytest.raises(ProviderAnswerInvalid, match="there is no `data`"):
            provider.lookup(ref("10"), None)


def test_a_barcode_leads_to_numbered_tracks() -> None:
    """Tidal may write it with leading zeros; the numbers stand in the album's links, of which one leads nowhere."""
    with TIDAL.running() as (fake, provider):
        found = provider.lookup_barcode("36000291452", "US")

        assert [numbered(candidate) for candidate in found] == [("Calm", 1, 1), ("Undertow", 1, 2)]
        assert {candidate.track.barcode for candidate in found} == {"36000291452"}
        (question,) = fake.questions
        assert question.query["filter[barcodeId]"] == ["036000291452", "0036000291452", "00036000291452"]


def numbered(candidate: Candidate) -> tuple[str, int | None, int | None]:
    """Title, disc and track."""
    return candidate.track.title, candidate.track.disc_number, candidate.track.track_number


def test_videos_of_an_album_are_no_tracks() -> None:
    """They stand among its items."""
    tides = album("50", "Tides", artists=["1"], tracks=["10"], barcodeId="036000291452")
    tides[1].links["items"].append(link("videos", "60", trackNumber=2, volumeNumber=1))
    video = (("videos", "60"), Entry({"title": "Calm (Video)", "duration": "PT4M"}))
    with case_of(VALE, CALM, tides, video).running() as (_, provider):
        assert [candidate.ref.id for candidate in provider.lookup_barcode("36000291452", None)] == ["10"]
