"""A report as one HTML file that needs nothing else: no network, no server, no library."""

import json
from importlib.resources import files

from tracklink.answer_columns import verdict_of
from tracklink.reviewing.listen import page_of
from tracklink.reviewing.report import Asked, Report
from tracklink.v1.track_pb2 import Evidence, Match, Track

_TITLE = "TITLE_GOES_HERE"
_PLACE = "REPORT_GOES_HERE"
_EFFECTS = {Evidence.EFFECT_SUPPORTS: "for", Evidence.EFFECT_OPPOSES: "against", Evidence.EFFECT_VETOES: "veto"}


def html_of(report: Report) -> str:
    """The page. What the report says stands in it as data, never as markup: titles come from strangers."""
    page = files("tracklink.reviewing").joinpath("report.html").read_text(encoding="utf-8")
    stated = {
        "provider": report.provider,
        "market": report.market,
        "entries": report.entries,
        "transfer": report.is_transfer,
        "asked": [_asked(asked) for asked in report.asked],
    }
    page = page.replace(_TITLE, "Playlist transfer" if report.is_transfer else "Playlist repair")
    return page.replace(_PLACE, json.dumps(stated, ensure_ascii=False).replace("<", "\\u003c"))


def _asked(asked: Asked) -> dict[str, object]:
    taken = asked.replacement.ref.id if asked.replacement else None
    return {
        "position": asked.position,
        "outcome": asked.outcome.removeprefix("OUTCOME_"),
        "reason": asked.reason,
        "failed": asked.is_failed,
        "track": _track(asked.track),
        "listen": next(filter(None, map(page_of, asked.track.refs)), ""),
        "offered": [_offered(match, taken=match.ref.id == taken) for match in asked.offered],
    }


def _offered(match: Match, *, taken: bool) -> dict[str, object]:
    return {
        "id": f"{match.ref.provider}:{match.ref.id}",
        "taken": taken,
        "track": _track(match.track),
        "verdict": verdict_of(match),
        "confidence": round(match.confidence, 4),
        "listen": page_of(match.ref),
        "evidence": [_evidence(row) for row in match.evidence if row.effect in _EFFECTS],
    }


def _evidence(row: Evidence) -> dict[str, str]:
    return {"effect": _EFFECTS[row.effect], "field": row.field, "detail": row.detail}


def _track(track: Track) -> dict[str, object]:
    return {
        "title": track.title,
        "version": track.version,
        "artists": list(track.artists),
        "album": track.album,
        "date": track.release_date,
        "seconds": round(track.duration_ms / 1000) if track.duration_ms else None,
        "isrcs": list(track.isrcs),
        "explicit": track.explicit if track.HasField("explicit") else None,
    }
