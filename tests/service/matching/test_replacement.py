"""What a caller's policy adds."""

from dataclasses import replace

from domain.answer import Outcome
from domain.match import Effect, Match, Verdict
from domain.query import Policy
from service.matching import VERSION_KINDS, decide_replacement
from tracklink.plugin import Candidate, Track, TrackRef

DEAD = TrackRef("catalog", "0")
ASKED = Track(title="Harbour Lights", artists=("The Paper Lanterns",), duration_ms=201_000, explicit=True, refs=(DEAD,))
TWIN = replace(ASKED, refs=())
LIVE = replace(TWIN, title="Harbour Lights - Live at the Docks", duration_ms=242_000)


def _offer(id_: str, track: Track, *, available: bool | None = True) -> Candidate:
    return Candidate(ref=TrackRef("catalog", id_), track=track, available=available)


def _vetoes(match: Match) -> list[str]:
    return [row.field for row in match.evidence if row.effect is Effect.VETOES]


def test_the_dead_track_itself_is_never_offered() -> None:
    """Neither as the answer nor in the ladder."""
    decision = decide_replacement(ASKED, [_offer("0", TWIN), _offer("1", TWIN)], Policy())
    assert [match.ref.id for match in decision.ranked] == ["1"]


def test_excluded_refs_are_never_offered() -> None:
    """The other entries of a playlist, for instance."""
    decision = decide_replacement(
        ASKED, [_offer("1", TWIN)], Policy(exclude_refs=frozenset({TrackRef("catalog", "1")}))
    )
    assert decision.ranked == ()


def test_what_does_not_play_is_never_chosen() -> None:
    """It stays in the ladder with a row that says so."""
    decision = decide_replacement(ASKED, [_offer("1", TWIN, available=False)], Policy())
    assert decision.match is None
    assert _vetoes(decision.ranked[0]) == ["availability"]
    assert "plays nowhere" in decision.reason


def test_a_change_of_explicitness_needs_leave() -> None:
    """By default a clean version does not replace an explicit one; silence on one side is no change."""
    clean = _offer("1", replace(TWIN, explicit=False))
    refused = decide_replacement(ASKED, [clean], Policy())
    assert refused.outcome is Outcome.NEAR_MISS
    assert _vetoes(refused.ranked[0]) == ["policy"]
    assert decide_replacement(ASKED, [clean], Policy(allow_explicit_change=True)).match
    assert decide_replacement(ASKED, [_offer("2", replace(TWIN, explicit=None))], Policy()).match


def test_another_master_is_allowed_unless_refused() -> None:
    """A remaster replaces the original by default."""
    remaster = _offer("1", replace(TWIN, title="Harbour Lights (2011 Remaster)"))
    assert decide_replacement(ASKED, [remaster], Policy()).match
    assert decide_replacement(ASKED, [remaster], Policy(allow_other_master=False)).match is None


def test_a_greatest_difference_in_length_is_kept() -> None:
    """The caller's limit is stricter than the matcher's judgement."""
    offer = _offer("1", replace(TWIN, duration_ms=201_900))
    assert decide_replacement(ASKED, [offer], Policy(max_duration_difference_ms=1_000)).match
    assert decide_replacement(ASKED, [offer], Policy(max_duration_difference_ms=500)).match is None


def test_an_allowed_version_replaces_when_nothing_better_is_there() -> None:
    """A live take is chosen only with leave, keeps its verdict, and stands behind the recording itself."""
    assert decide_replacement(ASKED, [_offer("1", LIVE)], Policy()).match is None
    allowed = Policy(allow_versions=frozenset({"live"}))
    chosen = decide_replacement(ASKED, [_offer("1", LIVE)], allowed).match
    assert chosen
    assert chosen.verdict is Verdict.OTHER_VERSION
    better = decide_replacement(ASKED, [_offer("1", LIVE), _offer("2", TWIN)], allowed).match
    assert better
    assert better.ref.id == "2"


def test_another_kind_than_the_allowed_stays_refused() -> None:
    """Leave for live takes is no leave for remixes, nor for another track's live take."""
    allowed = Policy(allow_versions=frozenset({"live"}))
    remix = _offer("1", replace(TWIN, title="Harbour Lights (Vey Remix)"))
    other = _offer("2", replace(LIVE, title="Night Bus (Live)"))
    assert decide_replacement(ASKED, [remix, other], allowed).match is None


def test_the_kinds_of_version_have_names() -> None:
    """The kinds that the contract names can be allowed; words that say nothing of the sound cannot."""
    assert {"live", "remix", "edit", "acoustic", "instrumental", "rerecording", "demo"} <= VERSION_KINDS
    assert {"karaoke", "cover"} <= VERSION_KINDS
    assert VERSION_KINDS.isdisjoint({"master", "neutral", "explicit", "clean"})
