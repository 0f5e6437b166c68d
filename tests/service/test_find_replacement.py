"""FindReplacement over a real database."""

from domain.query import Policy
from domain.replacement import ReplacementOutcome
from domain.review import ReviewAction
from tests.service.house import House
from tracklink.plugin import Track, TrackRef

DEAD = {
    "id": "d1",
    "title": "Salt on the Window",
    "artists": ["Maren Holt"],
    "album": "First Light",
    "duration_ms": 195_000,
    "isrcs": ["NOABC0500001"],
    "explicit": False,
    "available": False,
}
TWIN = {**DEAD, "id": "t1", "album": "First Light (Deluxe)", "available": True}
LIVE = {
    **DEAD,
    "id": "l1",
    "title": "Salt on the Window - Live",
    "duration_ms": 230_000,
    "isrcs": [],
    "available": True,
}
CLEAN = {**TWIN, "id": "c1", "isrcs": [], "explicit": True, "album": "First Light (Explicit)"}
ASKED = Track(title="Salt on the Window", artists=("Maren Holt",), refs=(TrackRef("catalog", "d1"),))


async def test_a_dead_track_is_replaced_by_its_twin(house: House) -> None:
    """The same recording on another album takes its place, never the dead track itself."""
    house.stock(DEAD, TWIN, LIVE)

    answer = await house.replace(ASKED)

    assert answer.outcome is ReplacementOutcome.REPLACED
    assert answer.replacement.ref.id == "t1"
    assert "d1" not in [match.ref.id for match in answer.candidates]


async def test_the_record_of_the_dead_id_fills_in_what_the_caller_does_not_know(house: House) -> None:
    """An id alone is enough where the provider still has its record, unplayable as it is."""
    house.stock(DEAD, TWIN)

    answer = await house.replace(Track(refs=(TrackRef("catalog", "d1"),)))

    assert (answer.outcome, answer.replacement.ref.id) == (ReplacementOutcome.REPLACED, "t1")


async def test_a_track_that_plays_is_still_available(house: House) -> None:
    """Nothing is replaced that is not gone."""
    house.stock({**DEAD, "available": True}, TWIN)

    answer = await house.replace(ASKED)

    assert answer.outcome is ReplacementOutcome.STILL_AVAILABLE
    assert answer.replacement is None


async def test_a_caller_who_knows_that_it_is_gone_gets_a_replacement(house: House) -> None:
    """`gone` skips the check, and the dead id is not offered although the provider lists it as playable."""
    house.stock({**DEAD, "available": True}, TWIN)

    answer = await house.replace(ASKED, gone=True)

    assert (answer.outcome, answer.replacement.ref.id) == (ReplacementOutcome.REPLACED, "t1")


async def test_a_live_take_is_no_replacement(house: House) -> None:
    """With nothing else there the answer is NOT_FOUND, and the ladder shows the live take with its reason."""
    house.stock(DEAD, LIVE)

    answer = await house.replace(ASKED)

    assert answer.outcome is ReplacementOutcome.NOT_FOUND
    assert [match.ref.id for match in answer.candidates] == ["l1"]
    assert "live" in answer.reason.lower()


async def test_the_policy_may_allow_a_live_take(house: House) -> None:
    """A caller who takes what there is gets it."""
    house.stock(DEAD, LIVE)

    answer = await house.replace(ASKED, policy=Policy(allow_versions=frozenset({"live"})))

    assert (answer.outcome, answer.replacement.ref.id) == (ReplacementOutcome.REPLACED, "l1")


async def test_a_change_of_explicitness_needs_leave(house: House) -> None:
    """Refused by default, given with allow_explicit_change."""
    house.stock(DEAD, CLEAN)

    refused = await house.replace(ASKED)
    allowed = await house.replace(ASKED, policy=Policy(allow_explicit_change=True))

    assert refused.outcome is ReplacementOutcome.NEEDS_REVIEW
    assert (allowed.outcome, allowed.replacement.ref.id) == (ReplacementOutcome.REPLACED, "c1")


async def test_excluded_ids_are_not_offered(house: House) -> None:
    """What the playlist already holds is no replacement."""
    house.stock(DEAD, TWIN)

    answer = await house.replace(ASKED, policy=Policy(exclude_refs=frozenset({TrackRef("catalog", "t1")})))

    assert answer.outcome is ReplacementOutcome.NOT_FOUND


async def test_a_replacement_plays_in_the_market(house: House) -> None:
    """A twin sold in France alone does not replace a track in Germany."""
    house.stock(DEAD, {**TWIN, "markets": ["FR"]})

    assert (await house.replace(ASKED, market="DE")).outcome is ReplacementOutcome.NOT_FOUND
    assert (await house.replace(ASKED, market="FR")).replacement.ref.id == "t1"


async def test_answers_are_remembered_and_an_import_makes_them_old(house: House) -> None:
    """A "no" is kept like a replacement; the twin that an import brings is found at once."""
    house.stock(DEAD)
    assert (await house.replace(ASKED)).outcome is ReplacementOutcome.NOT_FOUND
    assert (await house.replace(ASKED)).from_cache
    house.stock(DEAD, TWIN)

    found = await house.replace(ASKED)
    house.restart()
    again = await house.replace(ASKED)

    assert (found.replacement.ref.id, found.from_cache) == ("t1", False)
    assert (again.replacement, again.from_cache) == (found.replacement, True)


async def test_a_replacement_is_checked_again_after_a_day(house: House) -> None:
    """Availability changes sooner than identity."""
    house.stock(DEAD, TWIN)
    await house.replace(ASKED)

    house.clock.move(hours=25)

    assert not (await house.replace(ASKED)).from_cache


async def test_a_forbidden_replacement_never_comes_back(house: House) -> None:
    """Not from the cache either."""
    house.stock(DEAD, TWIN)
    assert (await house.replace(ASKED)).replacement.ref.id == "t1"
    await house.review(ReviewAction.FORBID, ASKED, "t1")

    answer = await house.replace(ASKED)

    assert answer.outcome is ReplacementOutcome.NOT_FOUND
    assert answer.candidates == ()


async def test_a_pinned_replacement_wins(house: House) -> None:
    """A person may prefer the live take."""
    house.stock(DEAD, TWIN, LIVE)
    await house.review(ReviewAction.PIN, ASKED, "l1")

    answer = await house.replace(ASKED)

    assert (answer.outcome, answer.replacement.ref.id) == (ReplacementOutcome.REPLACED, "l1")


async def test_a_dead_id_that_nobody_knows_and_nothing_else_is_not_found(house: House) -> None:
    """The reason asks for a title."""
    answer = await house.replace(Track(refs=(TrackRef("catalog", "never-seen"),)))

    assert answer.outcome is ReplacementOutcome.NOT_FOUND
    assert "title" in answer.reason


async def test_none_of_the_tracks_own_ids_replaces_it(house: House) -> None:
    """A caller who names two dead ids gets neither, in whichever order, fresh or remembered."""
    house.stock(DEAD, TWIN)
    dead, twin = TrackRef("catalog", "d1"), TrackRef("catalog", "t1")

    for refs in ((dead,), (dead, twin), (twin, dead), (twin, dead)):
        answer = await house.replace(Track(title=ASKED.title, artists=ASKED.artists, refs=refs), gone=True)
        assert answer.replacement is None or answer.replacement.ref not in refs
