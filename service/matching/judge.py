"""One candidate against what was asked: evidence, verdict, confidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter

from domain.match import Availability, Effect, Evidence, Match, Verdict
from service.matching.compare_artists import compare_artists, compare_featured
from service.matching.compare_duration import compare_duration
from service.matching.compare_identifiers import compare_identifiers
from service.matching.compare_numbers import compare_numbers
from service.matching.compare_place import compare_position, compare_release_kind
from service.matching.compare_rest import compare_album, compare_explicit
from service.matching.compare_title import compare_title
from service.matching.compare_version import compare_master, compare_version
from service.matching.model import ACCEPT, Finding, confidence_of, veto_verdict, weigh
from service.matching.parts import Prepared
from service.matching.prepare import prepare, with_refs, without_kinds
from tracklink.plugin import Candidate, Track

IDENTIFIER_CONFIDENCE = {"mbid": 0.97, "ref": 0.97, "isrc": 0.92}
"""How far an equal identifier alone is believed, when one side states no title."""
PLAYS = frozenset({Availability.PLAYABLE, Availability.UNKNOWN})
"""What may be answered with in a market: nothing says that it does not play there."""

_telling = attrgetter("telling")
KEPT = 4_096
"""Tracks, and candidates, that are kept prepared."""
KEPT_CHARACTERS = 5_000
"""Longer tracks are prepared anew each time, so that what is kept stays small whatever is asked."""


FURTHER = (compare_numbers, compare_featured, compare_master, compare_position, compare_release_kind)
"""Comparisons of what most tracks do not state."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two tracks come to."""

    verdict: Verdict
    confidence: float
    evidence: tuple[Evidence, ...]
    """The most telling first."""


def judge(asked: Track, candidate: Candidate, market: str | None = None) -> Match:
    """The candidate with its evidence, verdict, confidence, and whether it plays in the market."""
    return judge_prepared(prepared(asked), candidate, market)


def judge_prepared(asked: Prepared, candidate: Candidate, market: str | None) -> Match:
    """The same for one of many candidates."""
    comparison = compare(asked, offered(candidate), candidate.duration_precision_ms)
    return _match(candidate, comparison, market)


def judge_apart_from(asked: Track, candidate: Candidate, kinds: frozenset[str], market: str | None = None) -> Match:
    """The candidate judged as if neither side were of these kinds of version; lengths, which they change, count not."""
    left, right = without_kinds(prepared(asked), kinds), without_kinds(offered(candidate), kinds)
    return _match(candidate, compare(left, right), market)


def prepared(track: Track) -> Prepared:
    """The track taken apart, once."""
    return _prepared(track) if _is_kept(track) else prepare(track)


def offered(candidate: Candidate) -> Prepared:
    """The candidate taken apart, once: its own id is one of its ids, and so is the one in whose place it plays."""
    return _offered(candidate) if _is_kept(candidate.track) else _with_own_refs(candidate)


def _is_kept(track: Track) -> bool:
    texts = (track.title, track.album or "", *track.artists, *track.album_artists, *track.genres)
    return sum(map(len, texts)) <= KEPT_CHARACTERS


def _with_own_refs(candidate: Candidate) -> Prepared:
    return with_refs(prepared(candidate.track), filter(None, (candidate.ref, candidate.relinked_from)))


_prepared = lru_cache(maxsize=KEPT)(prepare)
_offered = lru_cache(maxsize=KEPT)(_with_own_refs)


def _match(candidate: Candidate, comparison: Comparison, market: str | None) -> Match:
    return Match(
        ref=candidate.ref,
        track=_with_relinked(candidate),
        confidence=comparison.confidence,
        verdict=comparison.verdict,
        evidence=comparison.evidence,
        availability=availability(candidate, market),
    )


def same_recording(left: Track, right: Track) -> bool:
    """Whether two tracks are the same recording, mastered again or not."""
    return compare(prepared(left), prepared(right)).verdict.is_same


def availability(candidate: Candidate, market: str | None) -> Availability:
    """Whether it plays in the market; UNKNOWN when the service does not say."""
    if candidate.available is False or candidate.markets == frozenset():
        return Availability.GONE
    if market and candidate.markets is not None:
        return Availability.PLAYABLE if market in candidate.markets else Availability.OTHER_MARKETS
    return Availability.PLAYABLE if candidate.available else Availability.UNKNOWN


def compare(left: Prepared, right: Prepared, precision_ms: int = 1) -> Comparison:
    """Evidence, verdict and confidence. The verdict is the same when the two sides are swapped."""
    findings = findings_of(left, right, precision_ms)
    weighed = [weigh(finding) for finding in findings]
    evidence = tuple([one.evidence for one in sorted(weighed, key=_telling)])
    veto = veto_verdict(weighed)
    confidence = confidence_of(weighed, vetoed=veto is not None)
    has_titles = findings[0].level != "not stated"
    if veto and has_titles:
        return Comparison(veto, confidence, evidence)
    levels = {finding.field: finding.level for finding in findings}
    if not has_titles:
        return _by_identifier(levels, evidence)
    verdict = _same(levels) if confidence >= ACCEPT else _other(levels, evidence)
    return Comparison(verdict, confidence, evidence)


def findings_of(left: Prepared, right: Prepared, precision_ms: int = 1) -> list[Finding]:
    """Every comparison of the two, the titles' first; without what both leave empty where that tells nothing."""
    title = compare_title(left, right)
    duration = compare_duration(left, right, precision_ms)
    identifiers = compare_identifiers(left, right, title, duration)
    artists = compare_artists(left, right)
    if identifiers and _any_equal(identifiers):
        title, artists = _joined(title), _joined(artists)
    elif artists.level == duration.level == "not stated":
        artists = artists._replace(level="not stated, nor the length")
    found = [
        title,
        artists,
        compare_version(left, right),
        duration,
        compare_album(left, right),
        compare_explicit(left, right),
        *identifiers,
    ]
    further = [compared(left, right) for compared in FURTHER]
    return found + [finding for finding in further if finding]


def _joined(finding: Finding) -> Finding:
    """Two scripts are joined by an equal identifier."""
    return finding._replace(level="other script, equal identifier") if finding.level == "other script" else finding


def _any_equal(findings: Iterable[Finding]) -> bool:
    return any(finding.level == "equal" for finding in findings)


def _by_identifier(levels: Mapping[str, str], evidence: tuple[Evidence, ...]) -> Comparison:
    """Without a title on one side only an equal identifier tells anything."""
    equal = next((field for field in IDENTIFIER_CONFIDENCE if levels.get(field) == "equal"), None)
    if equal is None:
        return Comparison(Verdict.UNDECIDABLE, 0.0, evidence)
    if any(row.effect is Effect.VETOES for row in evidence):
        return Comparison(Verdict.DIFFERENT, 0.0, evidence)
    return Comparison(Verdict.SAME_RECORDING, IDENTIFIER_CONFIDENCE[equal], evidence)


def _same(levels: Mapping[str, str]) -> Verdict:
    other = levels.get("master") == "another"
    return Verdict.SAME_RECORDING_OTHER_MASTER if other else Verdict.SAME_RECORDING


def _other(levels: Mapping[str, str], evidence: tuple[Evidence, ...]) -> Verdict:
    """Why the likeness does not reach: another length or version, another title, or too little stated."""
    weights = {row.field: row.weight for row in evidence}
    if weights["title"] <= 0 and not levels["title"].startswith(("other script", "subtitle")):
        return Verdict.DIFFERENT
    if weights["duration"] < 0 or weights["version"] < 0:
        return Verdict.OTHER_VERSION
    silent = any(levels[field].startswith("not stated") for field in ("artists", "duration"))
    return Verdict.UNDECIDABLE if silent else Verdict.DIFFERENT


def _with_relinked(candidate: Candidate) -> Track:
    relinked = candidate.relinked_from
    if relinked is None or relinked in candidate.track.refs:
        return candidate.track
    return replace(candidate.track, refs=(*candidate.track.refs, relinked))
