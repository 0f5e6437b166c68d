"""LinkTrack over five live providers at once: what each is asked, and what a sick one costs the others."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.answer import Outcome
from domain.provider_status import Circuit
from repositories.database import Database
from tests.providers.fake import fault
from tests.service.five import ASKED, ISRC, NAMES, Five, five
from tracklink.plugin import Track, TrackRef


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> AsyncIterator[Five]:
    """The five services, well."""
    async with five(database, tmp_path) as world:
        yield world


@pytest.fixture
async def hasty_world(database: Database, tmp_path: Path) -> AsyncIterator[Five]:
    """The five services, each given half a second for a request."""
    async with five(database, tmp_path, timeout_seconds=0.5) as world:
        yield world


async def _outcomes(world: Five, track: Track = ASKED, timeout_seconds: float = 10.0) -> dict[str, Outcome]:
    answer = await world.house.link(track, providers=NAMES, timeout_seconds=timeout_seconds)
    return {link.provider: link.outcome for link in answer.links}


async def test_title_and_artist_find_the_track_on_all_five(world: Five) -> None:
    """One search each; nobody is asked a second time."""
    assert await _outcomes(world) == dict.fromkeys(NAMES, Outcome.LINKED)
    assert world.questions() == dict.fromkeys(NAMES, 1)


async def test_an_isrc_alone_finds_the_track_on_all_five(world: Five) -> None:
    """One request each. YouTube Music, searched for the ISRC, is believed once the others have told the words."""
    assert await _outcomes(world, Track(isrcs=(ISRC,))) == dict.fromkeys(NAMES, Outcome.LINKED)
    assert world.questions() == dict.fromkeys(NAMES, 1)


async def test_an_id_that_is_known_costs_one_request(world: Five) -> None:
    """Deezer's own id is looked up there, and not searched for."""
    known = Track(title=ASKED.title, artists=ASKED.artists, refs=(TrackRef("deezer", "1"),))

    answer = await world.house.link(known, providers=("deezer",))

    assert answer.links[0].outcome is Outcome.LINKED
    assert world.questions()["deezer"] == 1


async def test_what_nobody_has_costs_few_requests(world: Five) -> None:
    """Two each at most, three for MusicBrainz."""
    outcomes = await _outcomes(world, Track(title="Zzyzx Quux", artists=("Nobody At All",), isrcs=("QZZZZ9999999",)))

    assert outcomes == dict.fromkeys(NAMES, Outcome.NOT_IN_CATALOG)
    assert all(asked <= (3 if name == "musicbrainz" else 2) for name, asked in world.questions().items())


async def test_the_second_call_asks_nobody(world: Five) -> None:
    """All five answers come from the cache."""
    await _outcomes(world)

    answer = await world.house.link(ASKED, providers=NAMES)

    assert all(link.from_cache for link in answer.links)
    assert world.questions() == dict.fromkeys(NAMES, 1)


@pytest.mark.parametrize(
    ("sickness", "outcome"),
    [
        (fault.hang, Outcome.TIMED_OUT),
        (fault.html_page(), Outcome.PROVIDER_UNAVAILABLE),
        (fault.empty_body, Outcome.PROVIDER_UNAVAILABLE),
        (fault.status(429, {"Retry-After": "3600"}), Outcome.RATE_LIMITED),
        (fault.cut_at_once, Outcome.PROVIDER_UNAVAILABLE),
    ],
)
async def test_a_sick_provider_costs_the_others_nothing(
    hasty_world: Five, sickness: fault.Fault, outcome: Outcome
) -> None:
    """Four links and one failure, which is not remembered: well again, the provider links."""
    hasty_world.services["tidal"].inject(sickness)
    sick = await _outcomes(hasty_world, timeout_seconds=3.0)
    remembered = {
        link.provider: link.from_cache for link in (await hasty_world.house.link(ASKED, providers=NAMES)).links
    }

    assert sick == {**dict.fromkeys(NAMES, Outcome.LINKED), "tidal": outcome}
    assert remembered == {**dict.fromkeys(NAMES, True), "tidal": False}


async def test_a_rate_limit_of_an_hour_is_asked_once(world: Five) -> None:
    """The breaker keeps the next calls away until the service said to come back."""
    world.services["deezer"].inject(fault.status(429, {"Retry-After": "3600"}))
    for number in range(5):
        answer = await world.house.link(Track(title=f"Unheard {number}", artists=("Ida Falk",)), providers=("deezer",))
        assert answer.links[0].outcome in {Outcome.RATE_LIMITED, Outcome.PROVIDER_UNAVAILABLE}

    assert world.questions()["deezer"] == 1
    assert world.house.sources["deezer"].circuit is Circuit.OPEN


async def test_garbage_is_never_remembered_as_a_no(world: Five) -> None:
    """A 200 of another shape is a failure of the provider, not a missing track."""
    world.services["deezer"].inject(fault.replied(fault.Reply(json.dumps({"nothing": "here"}).encode(), 200, {})))
    answer = await world.house.link(ASKED, providers=("deezer",))
    world.services["deezer"].heal()

    again = await world.house.link(ASKED, providers=("deezer",))

    assert answer.links[0].outcome is Outcome.PROVIDER_UNAVAILABLE
    assert again.links[0].outcome is Outcome.LINKED
