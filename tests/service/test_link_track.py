"""LinkTrack over a real database: what is asked, what is remembered, and for how long."""

from dataclasses import replace

import pytest

from domain.answer import Outcome
from domain.query import CacheUse, TrackQuery
from tests.service.house import House
from tracklink.plugin import Track, TrackRef

HARBOUR = {
    "id": "h1",
    "title": "Harbour Lights at Noon",
    "artists": ["The Paper Lanterns"],
    "album": "Tidewater",
    "duration_ms": 201_000,
    "isrcs": ["GBXYZ0100001"],
}
HARBOUR_LIVE = {
    "id": "h2",
    "title": "Harbour Lights at Noon - Live",
    "artists": ["The Paper Lanterns"],
    "album": "Live at the Pier",
    "duration_ms": 238_000,
}
ASKED = Track(title="Harbour Lights at Noon", artists=("The Paper Lanterns",), duration_ms=201_500)


async def test_a_track_is_linked_by_title_artist_and_length(house: House) -> None:
    """The candidate of the same title, artist and length is the link, with its evidence."""
    house.stock(HARBOUR, HARBOUR_LIVE)

    link = await house.catalog_link(ASKED)

    assert link.outcome is Outcome.LINKED
    assert link.match.ref == TrackRef("catalog", "h1")
    assert {"title", "artists", "duration"} <= {evidence.field for evidence in link.match.evidence}
    assert not link.from_cache


async def test_the_same_question_is_answered_from_the_cache(house: House) -> None:
    """Another case, Unicode form and blanks make the same question, and nobody is asked a second time."""
    house.stock(HARBOUR)
    first = await house.catalog_link(ASKED)

    again = await house.catalog_link(
        Track(title=" HARBOUR  lights at noon ", artists=("the paper LANTERNS",), duration_ms=201_500)
    )

    assert again.from_cache
    assert (again.match.ref, again.match.verdict) == (first.match.ref, first.match.verdict)
    assert house.asked["catalog"] == 1


async def test_a_restarted_server_remembers(house: House) -> None:
    """What was learnt is in the database, not in the process."""
    house.stock(HARBOUR)
    first = await house.catalog_link(ASKED)
    house.restart()

    again = await house.catalog_link(ASKED)

    assert again.from_cache
    assert again.match == first.match
    assert house.asked["catalog"] == 1


async def test_a_key_of_the_studio_take_does_not_answer_for_the_live_one(house: House) -> None:
    """An ISRC learnt from the studio take proposes it for a live title too; the matcher refuses it there."""
    house.stock(HARBOUR)
    await house.catalog_link(ASKED)

    live = await house.catalog_link(
        Track(title="Harbour Lights at Noon - Live", artists=("The Paper Lanterns",), isrcs=("GBXYZ0100001",))
    )

    assert live.outcome is not Outcome.LINKED
    assert house.asked["catalog"] == 2


async def test_an_isrc_learnt_from_the_candidate_proposes_the_recording(house: House) -> None:
    """The question said nothing of the ISRC; the answer did, so the ISRC alone is known from then on."""
    house.stock(HARBOUR)
    await house.catalog_link(ASKED)

    by_isrc = await house.catalog_link(Track(isrcs=("GBXYZ0100001",)))

    assert by_isrc.from_cache
    assert by_isrc.match.ref.id == "h1"


async def test_a_link_does_not_answer_for_another_length(house: House) -> None:
    """The same words with a length a minute longer are asked again, not answered with the shorter take."""
    house.stock(HARBOUR)
    await house.catalog_link(ASKED)

    longer = await house.catalog_link(
        Track(title="Harbour Lights at Noon", artists=("The Paper Lanterns",), duration_ms=261_500)
    )

    assert not longer.from_cache
    assert longer.outcome is not Outcome.LINKED


async def test_a_vaguer_question_is_asked_again(house: House) -> None:
    """A link that title and length had earned does not answer for the title alone, which may fit another better."""
    house.stock(HARBOUR)
    await house.catalog_link(ASKED)

    await house.catalog_link(Track(title="Harbour Lights at Noon", artists=("The Paper Lanterns",)))

    assert house.asked["catalog"] == 2


async def test_two_questions_about_one_recording_are_both_remembered(house: House) -> None:
    """A question about the album and one about the length lead to one track and do not push each other out."""
    house.stock(HARBOUR)
    by_album = Track(title="Harbour Lights at Noon", artists=("The Paper Lanterns",), album="Tidewater")
    await house.catalog_link(ASKED)
    await house.catalog_link(by_album)

    assert (await house.catalog_link(ASKED)).from_cache
    assert (await house.catalog_link(by_album)).from_cache
    assert house.asked["catalog"] == 2


async def test_a_no_is_remembered(house: House) -> None:
    """NOT_IN_CATALOG is an answer: the same question is not asked twice within its day."""
    house.stock(HARBOUR)
    absent = Track(title="Something Never Imported", artists=("Nobody at All",))

    first = await house.catalog_link(absent)
    again = await house.catalog_link(absent)

    assert first.outcome is Outcome.NOT_IN_CATALOG
    assert again.outcome is Outcome.NOT_IN_CATALOG
    assert again.from_cache
    assert house.asked["catalog"] == 1


async def test_a_no_does_not_answer_a_question_with_a_new_identifier(house: House) -> None:
    """The same words with an ISRC may find what the words alone did not."""
    house.stock(HARBOUR)
    words = {"title": "Lichter im Hafen", "artists": ("Unbekannt",)}
    await house.catalog_link(Track(**words))

    await house.catalog_link(Track(**words, isrcs=("GBXYZ0100009",)))

    assert house.asked["catalog"] == 2


async def test_a_no_does_not_answer_for_another_market(house: House) -> None:
    """What Germany does not have is asked again for France."""
    absent = Track(title="Something Never Imported", artists=("Nobody at All",))
    await house.catalog_link(absent, market="DE")

    french = await house.catalog_link(absent, market="FR")

    assert not french.from_cache


async def test_a_no_is_asked_again_after_one_day_then_two(house: House) -> None:
    """Its age doubles each time that it is still "no"."""
    absent = Track(title="Something Never Imported", artists=("Nobody at All",))
    await house.catalog_link(absent)

    house.clock.move(hours=25)
    assert not (await house.catalog_link(absent)).from_cache
    house.clock.move(hours=25)
    assert (await house.catalog_link(absent)).from_cache
    house.clock.move(hours=24)
    assert not (await house.catalog_link(absent)).from_cache


async def test_a_link_lives_for_weeks(house: House) -> None:
    """A link without a market is asked again after four weeks, not before."""
    house.stock(HARBOUR)
    await house.catalog_link(ASKED)

    house.clock.move(days=27)
    assert (await house.catalog_link(ASKED)).from_cache
    house.clock.move(days=2)
    assert not (await house.catalog_link(ASKED)).from_cache


async def test_an_import_makes_catalog_answers_old(house: House) -> None:
    """What the import brought is found at once, although the day of the "no" is not over."""
    house.stock(HARBOUR_LIVE)
    await house.catalog_link(ASKED)
    house.stock(HARBOUR)

    link = await house.catalog_link(ASKED)

    assert link.outcome is Outcome.LINKED
    assert not link.from_cache


async def test_refresh_asks_again_and_only_asks_nobody(house: House) -> None:
    """REFRESH ignores a fresh answer; ONLY says that the cache holds none, and leaves the provider alone."""
    house.stock(HARBOUR)

    only = (await house.link(ASKED, cache=CacheUse.ONLY)).links[0]
    assert only.outcome is Outcome.PROVIDER_UNAVAILABLE
    assert "cache" in only.reason
    assert house.asked["catalog"] == 0
    await house.link(ASKED)
    assert (await house.link(ASKED, cache=CacheUse.ONLY)).links[0].from_cache
    assert not (await house.link(ASKED, cache=CacheUse.REFRESH)).links[0].from_cache
    assert house.asked["catalog"] == 2


async def test_a_caller_may_ask_for_younger_answers(house: House) -> None:
    """max_age_seconds refuses an answer that the server itself would still give."""
    house.stock(HARBOUR)
    await house.link(ASKED)
    house.clock.move(seconds=100)

    assert (await house.link(ASKED, max_age_seconds=101)).links[0].from_cache
    assert not (await house.link(ASKED, max_age_seconds=99)).links[0].from_cache


async def test_availability_is_remembered_per_market(house: House) -> None:
    """A track sold in Germany alone is linked there, and unavailable, not absent, in France."""
    house.stock({**HARBOUR, "markets": ["DE"]})

    german = await house.catalog_link(ASKED, market="DE")
    french = await house.catalog_link(ASKED, market="FR")
    german_again = await house.catalog_link(ASKED, market="DE")
    french_again = await house.catalog_link(ASKED, market="FR")

    assert (german.outcome, french.outcome) == (Outcome.LINKED, Outcome.UNAVAILABLE_IN_MARKET)
    assert (german_again.outcome, french_again.outcome) == (Outcome.LINKED, Outcome.UNAVAILABLE_IN_MARKET)
    assert german_again.from_cache
    assert french_again.from_cache


async def test_an_identifier_of_one_service_teaches_the_title_to_the_others(house: House) -> None:
    """A Spotify id alone finds the title at Spotify, and with the title the catalog's copy."""
    house.stock({**HARBOUR, "id": "sp1"}, provider="spotify")
    house.stock(HARBOUR)

    answer = await house.link(Track(refs=(TrackRef("spotify", "sp1"),)), providers=("catalog", "spotify"))

    assert [link.outcome for link in answer.links] == [Outcome.LINKED, Outcome.LINKED]
    assert answer.recording.title == "Harbour Lights at Noon"
    assert answer.sources["title"] == "spotify"


async def test_a_provider_without_imported_tracks_says_so(house: House) -> None:
    """Spotify without tracks is NOT_CONFIGURED, names the command, and is not remembered."""
    answer = await house.link(ASKED, providers=("spotify",))

    assert answer.links[0].outcome is Outcome.NOT_CONFIGURED
    assert "import-catalog --provider spotify" in answer.links[0].reason
    assert not (await house.link(ASKED, providers=("spotify",))).links[0].from_cache


async def test_the_recording_names_the_source_of_each_field(house: House) -> None:
    """The caller's words stay the caller's; what only the catalog knew is the catalog's."""
    house.stock(HARBOUR)

    answer = await house.link(ASKED)

    assert answer.sources["title"] == "query"
    assert answer.sources["isrcs"] == "catalog"
    assert answer.recording.isrcs == ("GBXYZ0100001",)
    assert answer.recording.refs == (TrackRef("catalog", "h1"),)


@pytest.mark.parametrize(("least", "outcome"), [(0.0, Outcome.LINKED), (1.0, Outcome.NEAR_MISS)])
async def test_a_caller_may_ask_for_more_confidence(house: House, least: float, outcome: Outcome) -> None:
    """min_confidence turns a weaker link into a near miss that still shows it, from the cache too."""
    house.stock(HARBOUR)
    query = TrackQuery(track=Track(title=ASKED.title, artists=ASKED.artists), providers=("catalog",))
    await house.link_track(query, 5.0)

    link = (await house.link_track(replace(query, min_confidence=least), 5.0)).links[0]

    assert link.outcome is outcome
    assert (link.match or link.alternatives[0]).ref.id == "h1"
