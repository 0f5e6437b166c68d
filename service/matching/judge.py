"""One candidate against what was asked: evidence, verdict, confidence."""

from functools import lru_cache

from domain.match import Availability, Effect, Evidence, Match, Verdict
from service.matching.compare_artists import compare_artists, compare_featured
from service.matching.compare_rest import compare_album, compare_duration, compare_explicit, compare_identifiers
from service.matching.compare_title import compare_numbers, compare_title
from service.matching.compare_version import compare_version, is_other_master
from service.matching.model import ACCEPT, Finding, confidence_of, veto_verdict, weigh
from service.matching.parts import Prepared
from service.matching.prepare import prepare
from tracklink.plugin import Candidate, Track

IDENTIFIER_CONFIDENCE = {"mbid": 0.97, "ref": 0.97, "isrc": 0.92}
"""How far an identifier alone is believed, when nothing else was asked."""

prepared = lru_cache(maxsize=4_096)(prepare)


def judge(asked: Track, candidate: Candidate, market: str | None = None) -> Match:
    """The candidate with its evidence, verdict, confidence, and whether it plays in the market."""
    verdict, confidence, evidence = compare(
        prepared(asked), prepared(_with_ref(candidate)), candidate.duration_precision_ms
    )
    return Match(
        ref=candidate.ref,
        track=candidate.track,
        confidence=confidence,
        verdict=verdict,
        evidence=evidence,
        availability=availability(candidate, market),
    )


def same_recording(left: Track, right: Track) -> bool:
    """Whether two tracks are the same recording, mastered again or not."""
    return compare(prepared(left), prepared(right))[0].is_same


def availability(candidate: Candidate, market: str | None) -> Availability:
    """Whether it plays in the market; UNKNOWN when the service does not say."""
    if candidate.available is False or candidate.markets == frozenset():
        return Availability.GONE
    if market and candidate.markets is not None:
        return Availability.PLAYABLE if market in candidate.markets else Availability.OTHER_MARKETS
    return Availability.PLAYABLE if candidate.available else Availability.UNKNOWN


def compare(left: Prepared, right: Prepared, precision_ms: int = 1) -> tuple[Verdict, float, tuple[Evidence, ...]]:
    """Verdict, confidence and evidence, the most telling first."""
    findings = findings_of(left, right, precision_ms)
    evidence = sorted((weigh(finding) for finding in findings), key=_telling)
    stated = {finding.field: finding for finding in findings}
    if stated["title"].level == "not stated":
        return _by_identifier(stated, evidence)
    veto = veto_verdict(findings)
    confidence = 0.0 if veto else round(confidence_of(evidence), 4)
    return veto or _verdict(confidence, left, right, stated), confidence, tuple(evidence)


def findings_of(left: Prepared, right: Prepared, precision_ms: int) -> list[Finding]:
    """Every comparison of the two."""
    found = [
        compare_title(left, right),
        compare_artists(left, right),
        compare_version(left, right),
        compare_duration(left, right, precision_ms),
        compare_album(left, right),
        compare_explicit(left, right),
        *compare_identifiers(left, right),
    ]
    return [*found, *filter(None, (compare_numbers(left, right), compare_featured(left, right)))]


def _by_identifier(stated: dict[str, Finding], evidence: list[Evidence]) -> tuple[Verdict, float, tuple[Evidence, ...]]:
    equal = [field for field in IDENTIFIER_CONFIDENCE if field in stated and stated[field].level == "equal"]
    if not equal:
        return Verdict.UNDECIDABLE, 0.0, tuple(evidence)
    silent = [
        Evidence("title", Effect.NEUTRAL, None, 0.0, "no title was stated") if row.field == "title" else row
        for row in evidence
    ]
    return Verdict.SAME_RECORDING, IDENTIFIER_CONFIDENCE[equal[0]], tuple(silent)


def _verdict(confidence: float, left: Prepared, right: Prepared, stated: dict[str, Finding]) -> Verdict:
    if confidence >= ACCEPT:
        return Verdict.SAME_RECORDING_OTHER_MASTER if is_other_master(left, right) else Verdict.SAME_RECORDING
    if stated["duration"].level == "not stated" or stated["artists"].level == "not stated":
        return Verdict.UNDECIDABLE
    return Verdict.OTHER_VERSION if stated["title"].level.startswith("equal") else Verdict.DIFFERENT


def _telling(evidence: Evidence) -> tuple[bool, float, str]:
    return evidence.effect is not Effect.VETOES, -abs(evidence.weight), evidence.field


def _with_ref(candidate: Candidate) -> Track:
    return candidate.track
