"""A decision in one sentence."""

from domain.match import Availability, Effect, Evidence, Match, Verdict
from service.matching.model import AGAINST
from tracklink.plugin import Track

DECIDING = ("length", "artists", "album", "release date")
"""What may be asked for, the most telling first."""
UNPLAYABLE = {
    Availability.GONE: "it plays nowhere",
    Availability.OTHER_MARKETS: "it does not play in the market",
}
TOLD = ("ref", "mbid", "isrc", "title", "artists", "duration", "version", "album")
"""Findings in the order in which a person asks for them."""
TELLING = 3
"""Findings that are told of an accepted candidate."""
SHOWN = 2
"""Findings that are told against a refused one, besides the length."""


def accepted_because(match: Match) -> str:
    """`the titles are equal, the artists are the same and the lengths differ by 0.4 s`."""
    supports = {row.field: row.detail for row in match.evidence if row.effect is Effect.SUPPORTS}
    details = [supports[field] for field in TOLD if field in supports][:TELLING] or ["nothing speaks against it"]
    return " and ".join(filter(None, (", ".join(details[:-1]), details[-1])))


def refused_because(asked: Track, match: Match, threshold: float) -> str:
    """`"Heroes - Live" is the nearest: live only on the offered side, 41.0 s longer`."""
    against = [row for row in match.evidence if row.effect in AGAINST and row.field != "explicit"]
    details = [row.detail for row in sorted(against, key=_gravest) if row.field != "duration"][:SHOWN]
    details += [longer] if (longer := _longer(asked, match.track)) else []
    if not details and (silence := _silence(asked, match)):
        details = [f"{silence}, which is too little to be sure"]
    if not details:
        details = [f"too little is stated to be sure (confidence {match.confidence:.3f}, needed {threshold:.3f})"]
    return f'"{match.track.title}" is the nearest: {", ".join(details)}'


def what_would_decide(asked: Track, best: Match, other: Match) -> str:
    """`two recordings stand equally close ("A", "B"): the length would decide`."""
    stated = _differing(asked, best.track, other.track)
    missing = next((name for name in DECIDING if name in stated), "version")
    names = f'"{best.track.title}" and "{other.track.title}"'
    return f"two different recordings stand equally close, {names}: the {missing} would decide"


def _differing(asked: Track, best: Track, other: Track) -> set[str]:
    """What the query leaves open and the two candidates state differently."""
    fields = {
        "length": (asked.duration_ms, best.duration_ms, other.duration_ms),
        "artists": (asked.artists or None, best.artists, other.artists),
        "album": (asked.album, best.album, other.album),
        "release date": (asked.release_date, best.release_date, other.release_date),
    }
    return {name for name, (own, mine, others) in fields.items() if own is None and mine != others}


def _silence(asked: Track, match: Match) -> str | None:
    """Of a match that cannot be decided: the first thing that a side leaves open, the question before the offer."""
    stated = {
        "the question gives no title": asked.title,
        "it has no title": match.track.title,
        "the question names no artist": asked.artists,
        "it names no artist": match.track.artists,
    }
    undecided = match.verdict is Verdict.UNDECIDABLE
    return next((silence for silence, value in stated.items() if undecided and not value), None)


def _longer(asked: Track, offered: Track) -> str | None:
    if not asked.duration_ms or not offered.duration_ms:
        return None
    seconds = (offered.duration_ms - asked.duration_ms) / 1000
    if abs(seconds) < 1:
        return None
    return f"{abs(seconds):.1f} s {'longer' if seconds > 0 else 'shorter'}"


def _gravest(row: Evidence) -> tuple[bool, float]:
    return row.effect is not Effect.VETOES, row.weight
