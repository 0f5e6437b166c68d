"""LinkTrack over a real database: what is asked, and what is remembered."""

import asyncio
from dataclasses import replace

import pytest

from domain.answer import Outcome
from domain.query import TrackQuery
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


async def test_brackets_make_another_question(house: House) -> None:
    """`Bird (Live)` is a live take of Bird and `Bird Live` another title: a "no" to one is none to the other."""
    house.stock({"id": "b1", "title": "Bird Live", "artists": ["Word Act"]})

    version = await house.catalog_link(Track(title="Bird (Live)", artists=("Word Act",)))
    title = await house.catalog_link(Track(title="Bird Live", artists=("Word Act",)))

    assert version.outcome is not Outcome.LINKED
    assert (title.outcome, title.from_cache) == (Outcome.LINKED, False)


async def test_a_remembered_link_gives_its_reason_for_this_question(house: House) -> None:
    """Asked by ISRC alone, it does not speak of titles that were equal in another question."""
    house.stock(HARBOUR)
    await house.catalog_link(ASKED)

    by_isrc = await house.catalog_link(Track(isrcs=("GBXYZ0100001",)))

    assert by_isrc.from_cache
    assert "ISRC" in by_isrc.reason
    assert "titles" not in by_isrc.reason


async def test_the_same_question_under_way_is_asked_once(house: House) -> None:
    """Twenty callers at once cost one request."""
    house.stock(HARBOUR)

    answers = await asyncio.gather(*(house.catalog_link(ASKED) for _ in range(20)))

    assert {answer.outcome for answer in answers} == {Outcome.LINKED}
    assert house.asked["catalog"] == 1
