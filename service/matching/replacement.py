"""Choosing a replacement: the same comparison and thresholds as for a link, and the caller's policy on top."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.match import Effect, Evidence, Match, Verdict
from domain.query import Policy
from service.matching.decide import Decision, choose
from service.matching.judge import judge_apart_from, judge_prepared, prepared
from service.matching.model import ACCEPT
from service.matching.reasons import UNPLAYABLE
from tracklink.plugin import Candidate, Track


def decide_replacement(
    asked: Track, candidates: Sequence[Candidate], policy: Policy, *, market: str | None = None
) -> Decision:
    """The playable candidate of the same recording that the policy allows; failing that, of an allowed version.

    Excluded refs and the track's own are not looked at. What the policy refuses stays in `ranked`, with a vetoing row
    "policy" or "availability"; an allowed version keeps its verdict OTHER_VERSION.
    """
    offered = [c for c in candidates if c.ref not in policy.exclude_refs and c.ref not in asked.refs]
    side = prepared(asked)
    judged = [_under(policy, asked, judge_prepared(side, candidate, market)) for candidate in offered]
    decision = choose(asked, judged, ACCEPT, market)
    if decision.match or not policy.allow_versions:
        return decision
    relaxed = [
        _relaxed(policy, asked, candidate, match, market) for candidate, match in zip(offered, judged, strict=True)
    ]
    other = choose(asked, relaxed, ACCEPT, market)
    return _told_honestly(other) if other.match else decision


def _under(policy: Policy, asked: Track, match: Match) -> Match:
    refusals = tuple(_refusals(policy, asked, match))
    return replace(match, evidence=(*refusals, *match.evidence)) if refusals else match


def _refusals(policy: Policy, asked: Track, match: Match) -> Iterator[Evidence]:
    if match.availability in UNPLAYABLE:
        yield _veto("availability", UNPLAYABLE[match.availability])
    if match.verdict is Verdict.SAME_RECORDING_OTHER_MASTER and not policy.allow_other_master:
        yield _veto("policy", "it is another master, which the caller does not allow")
    stated = prepared(asked).explicit, prepared(match.track).explicit
    if None not in stated and stated[0] != stated[1] and not policy.allow_explicit_change:
        words = ("explicit", "clean") if stated[1] else ("clean", "explicit")
        yield _veto("policy", f"it is {words[0]} and the track is {words[1]}, a change that the caller does not allow")
    apart_ms = _apart_ms(asked, match.track)
    if policy.max_duration_difference_ms is not None and apart_ms > policy.max_duration_difference_ms:
        yield _veto("policy", f"the lengths differ by {apart_ms / 1000:.1f} s, more than the caller allows")


def _veto(field: str, detail: str) -> Evidence:
    return Evidence(field, Effect.VETOES, None, 0.0, detail)


def _apart_ms(asked: Track, offered: Track) -> int:
    if not asked.duration_ms or not offered.duration_ms:
        return 0
    return abs(asked.duration_ms - offered.duration_ms)


def _relaxed(policy: Policy, asked: Track, candidate: Candidate, match: Match, market: str | None) -> Match:
    """The candidate judged without the allowed version words, where they are what parts the two."""
    if match.verdict is not Verdict.OTHER_VERSION:
        return match
    allowed = Evidence(
        "policy", Effect.NEUTRAL, None, 0.0, f"the caller allows {', '.join(sorted(policy.allow_versions))}"
    )
    apart = judge_apart_from(asked, candidate, policy.allow_versions, market)
    return _under(policy, asked, replace(apart, evidence=(allowed, *apart.evidence)))


def _told_honestly(decision: Decision) -> Decision:
    """The chosen one and all others that were judged apart from their version words are called another version."""
    ranked = tuple(_told(match) for match in decision.ranked)
    return replace(decision, match=ranked[0], ranked=ranked)


def _told(match: Match) -> Match:
    relaxed = any(row.field == "policy" and row.effect is Effect.NEUTRAL for row in match.evidence)
    return replace(match, verdict=Verdict.OTHER_VERSION) if relaxed and match.verdict.is_same else match
