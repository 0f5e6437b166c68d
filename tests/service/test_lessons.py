"""What one provider's link teaches the others in the same call, and what it costs them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.answer import LinkAnswer, Outcome
from repositories.database import Database
from tests.service.house import House
from tests.service.plugins import Jukebox, Shelf
from tracklink.plugin import Candidate, Track, TrackRef

ASKED = Track(title="Glass Orchard", artists=("Ruth Amsel",), duration_ms=182_000)
ISRC = "GBXYZ0100042"


def _copy(provider: str, **facts: object) -> Candidate:
    stated = {"title": ASKED.title, "artists": ASKED.artists, "duration_ms": 182_000, "isrcs": (ISRC,)} | facts
    return Candidate(ref=TrackRef(provider, "1"), track=Track(**stated))


@pytest.fixture
def knowing() -> Jukebox:
    """A provider that finds the track by its words and states its ISRC."""
    return Jukebox("knowing", _copy("knowing"))


@pytest.fixture
def deaf() -> Jukebox:
    """A provider that has the track, and finds it by ISRC alone."""
    return Jukebox("deaf", _copy("deaf"), searchable=False)


@pytest.fixture
async def school(database: Database, tmp_path: Path, knowing: Jukebox, deaf: Jukebox) -> AsyncIterator[House]:
    """Both, over one database."""
    school = House(database, tmp_path, {"knowing": Shelf(knowing), "deaf": Shelf(deaf)})
    yield school
    school.gather.close()


async def _link(school: House, track: Track = ASKED, *names: str) -> LinkAnswer:
    return await school.link(track, providers=names or ("knowing", "deaf"))


async def test_an_isrc_that_one_provider_states_finds_the_track_on_another(school: House, deaf: Jukebox) -> None:
    """The second request is made only because the search found nothing, and says who taught it."""
    answer = await _link(school)

    link = answer.links[1]
    assert link.outcome is Outcome.LINKED
    assert link.match is not None
    assert deaf.asked == ["search", "lookup_isrc"]
    assert [row.detail for row in link.match.evidence if row.field == "found_by"] == [
        f"found by the ISRC {ISRC} that knowing states, which counts once"
    ]


async def test_agreement_through_a_taught_isrc_is_no_evidence(school: House) -> None:
    """The confidence is what title, artist and length give: the teacher's word is not counted a second time."""
    answer = await _link(school)

    taught = answer.links[1].match
    assert taught is not None
    assert "isrc" not in [row.field for row in taught.evidence if row.effect == "supports"]


async def test_who_found_the_track_is_asked_once(school: House, knowing: Jukebox) -> None:
    """An accepted search needs no second request, whatever the others learn."""
    await _link(school)

    assert knowing.asked == ["search"]


async def test_a_taught_isrc_does_not_carry_a_wrong_track(school: House, deaf: Jukebox) -> None:
    """An ISRC that stands on another title there is refused like any other candidate."""
    deaf.tracks = (_copy("deaf", title="Sugar Frost Parade", artists=("Somebody Else",)),)

    answer = await _link(school)

    assert answer.links[1].outcome is not Outcome.LINKED


async def test_a_remembered_link_spares_the_search(school: House, deaf: Jukebox) -> None:
    """What the cache knows of one provider is asked of the next as its first and only request."""
    await _link(school, ASKED, "knowing")

    answer = await _link(school)

    assert answer.links[0].from_cache
    assert answer.links[1].outcome is Outcome.LINKED
    assert deaf.asked == ["lookup_isrc"]


async def test_a_provider_that_hangs_does_not_keep_the_others_waiting_past_the_deadline(
    school: House, knowing: Jukebox
) -> None:
    """The deaf one waits for a lesson that never comes, and gives its own answer in time."""
    knowing.may_answer.clear()

    answer = await school.link(ASKED, providers=("knowing", "deaf"), timeout_seconds=0.3)
    knowing.may_answer.set()

    assert [link.outcome for link in answer.links] == [Outcome.TIMED_OUT, Outcome.NOT_IN_CATALOG]
