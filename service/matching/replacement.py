"""Choosing a replacement: the same code and thresholds, and the caller's policy on top."""

from collections.abc import Sequence
from dataclasses import replace

from domain.match import Availability, Effect, Evidence, Match, Verdict
from domain.query import Policy
from service.matching.decide import Decision, choose
from service.matching.judge import judge
from service.matching.model import ACCEPT
from tracklink.plugin import Candidate, Track


def decide_replacement(
    asked: Track, candidates: Sequence[Candidate], policy: Policy, *, market: str | None = None
) -> Decision:
    """The playable candidate of the same recording that the policy allows."""
    offered = [candidate for candidate in candidates if candidate.ref not in policy.exclude_refs]
    judged = [judge(asked, candidate, market) for candidate in offered]
    return choose(asked, [_under(policy, asked, match) for match in judged], ACCEPT)


def _under(policy: Policy, asked: Track, match: Match) -> Match:
    refusals = [*_availability(match), *_policy(policy, asked, match)]
    if not refusals:
        return match
    verdict = Verdict.OTHER_VERSION if match.verdict.is_same else match.verdict
    return replace(match, verdict=verdict, evidence=(*refusals, *match.evidence))


def _availability(match: Match) -> list[Evidence]:
    if match.availability in {Availability.GONE, Availability.OTHER_MARKETS}:
        return [Evidence("availability", Effect.VETOES, None, 0.0, "it does not play there")]
    return []


def _policy(policy: Policy, asked: Track, match: Match) -> list[Evidence]:
    found = []
    if match.verdict is Verdict.SAME_RECORDING_OTHER_MASTER and not policy.allow_other_master:
        found.append(Evidence("policy", Effect.VETOES, None, 0.0, "another master, which the caller refuses"))
    if (
        not policy.allow_explicit_change
        and None not in (asked.explicit, match.track.explicit)
        and asked.explicit != match.track.explicit
    ):
        found.append(Evidence("policy", Effect.VETOES, None, 0.0, "explicitness differs, which the caller refuses"))
    limit = policy.max_duration_difference_ms
    if (
        limit is not None
        and asked.duration_ms
        and match.track.duration_ms
        and abs(asked.duration_ms - match.track.duration_ms) > limit
    ):
        found.append(Evidence("policy", Effect.VETOES, None, 0.0, "the lengths differ by more than the caller accepts"))
    return found
