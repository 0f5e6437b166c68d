"""FindReplacement where the provider itself names a substitute, or plays one."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.answer import Outcome
from domain.query import ReplacementQuery
from domain.replacement import ReplacementOutcome
from repositories.database import Database
from tests.service.house import House
from tests.service.plugins import Jukebox, Shelf
from tracklink.plugin import Candidate, Track, TrackRef

DEAD = TrackRef("box", "dead")
TRACK = Track(title="Granite Lullaby", artists=("Nora Quist",), duration_ms=171_000)
RECORD = Candidate(ref=DEAD, track=TRACK, available=False)
TWIN = Candidate(ref=TrackRef("box", "twin"), track=TRACK, available=True)
LIVE = Candidate(
    ref=TrackRef("box", "live"),
    track=replace(TRACK, title="Granite Lullaby - Live", duration_ms=202_000),
    available=True,
)


@pytest.fixture
def box() -> Jukebox:
    """A live provider, its shelves to be filled by the test."""
    return Jukebox("box", searchable=False)


@pytest.fixture
async def shop(database: Database, tmp_path: Path, box: Jukebox) -> AsyncIterator[House]:
    """The use cases over that provider."""
    shop = House(database, tmp_path, {"box": Shelf(box)})
    yield shop
    await shop.close()


def _question(*, gone: bool = False) -> ReplacementQuery:
    return ReplacementQuery(provider="box", track=replace(TRACK, refs=(DEAD,)), gone=gone)


async def test_a_named_substitute_is_the_first_rung(shop: House, box: Jukebox) -> None:
    """What the provider names and the matcher confirms needs no search."""
    box.tracks = (RECORD, replace(TWIN, offered_for=DEAD))

    answer = await shop.find_replacement(_question(), 5.0)

    assert answer.outcome is ReplacementOutcome.REPLACED
    assert answer.replacement is not None
    assert answer.replacement.ref.id == "twin"
    assert box.asked == ["lookup"]


async def test_a_named_substitute_of_another_version_is_refused(shop: House, box: Jukebox) -> None:
    """A live take stays another version, whoever names it, and is shown with its reason."""
    box.tracks = (RECORD, replace(LIVE, offered_for=DEAD))

    answer = await shop.find_replacement(_question(), 5.0)

    assert answer.outcome is ReplacementOutcome.NOT_FOUND
    assert [match.ref.id for match in answer.candidates] == ["live"]
    assert box.asked == ["lookup", "search"]


async def test_a_substitute_that_already_plays_is_told(shop: House, box: Jukebox) -> None:
    """The listener hears the twin under the old id: nothing needs to change."""
    box.tracks = (replace(TWIN, relinked_from=DEAD),)

    answer = await shop.find_replacement(_question(), 5.0)

    assert answer.outcome is ReplacementOutcome.RELINKED_BY_PROVIDER
    assert answer.replacement is not None
    assert answer.replacement.ref.id == "twin"


async def test_a_caller_who_knows_that_it_is_gone_gets_the_substitute(shop: House, box: Jukebox) -> None:
    """`gone` asks for another id, and the one that plays in its place is the first to be compared."""
    box.tracks = (replace(TWIN, relinked_from=DEAD),)

    answer = await shop.find_replacement(_question(gone=True), 5.0)

    assert answer.outcome is ReplacementOutcome.REPLACED
    assert answer.replacement is not None
    assert answer.replacement.ref.id == "twin"


async def test_a_wrong_track_that_plays_in_its_place_is_no_relinking(shop: House, box: Jukebox) -> None:
    """The provider's word is compared like any other."""
    wrong = replace(TWIN, track=replace(TRACK, title="Paper Harvest", artists=("Somebody Else",)), relinked_from=DEAD)
    box.tracks = (wrong,)

    answer = await shop.find_replacement(_question(), 5.0)

    assert answer.outcome is ReplacementOutcome.NOT_FOUND


async def test_an_id_alone_that_plays_as_another_is_told_too(shop: House, box: Jukebox) -> None:
    """The service's own word ties the two ids together where the caller knows nothing but the dead one."""
    box.tracks = (replace(TWIN, relinked_from=DEAD),)

    answer = await shop.find_replacement(ReplacementQuery(provider="box", track=Track(refs=(DEAD,))), 5.0)
    link = (await shop.link(Track(refs=(DEAD,)), providers=("box",))).links[0]
    again = (await shop.link(Track(refs=(DEAD,)), providers=("box",))).links[0]

    assert answer.outcome is ReplacementOutcome.RELINKED_BY_PROVIDER
    assert (link.outcome, again.outcome, again.from_cache) == (Outcome.LINKED, Outcome.LINKED, True)


async def test_what_the_provider_knows_of_its_substitute_is_not_forgotten(shop: House, box: Jukebox) -> None:
    """A search hit that tells less of the same track does not make it playable in the market."""
    box.searchable = True
    box.tracks = (RECORD, replace(TWIN, offered_for=DEAD, markets=frozenset({"DE"}), available=None))

    answer = await shop.find_replacement(replace(_question(), market="BR"), 5.0)

    assert answer.outcome is ReplacementOutcome.NOT_FOUND
