"""A report of a repair, of invented tracks."""

import json
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToDict

from tests.tracklink.sample_server import match_of
from tracklink.v1.track_pb2 import Match

EVIL = "<img src=x onerror=\"document.title='taken over'\"></script>"


def _json(match: Match) -> dict[str, Any]:
    return MessageToDict(match, always_print_fields_with_no_presence=True)


def _line(position: int, title: str, outcome: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 parts of the JSON
    asked = {"title": title, "artists": ["Die Nachtkästchen"], "refs": [{"provider": "spotify", "id": f"s{position}"}]}
    line = {"position": position, "asked": asked, "outcome": f"OUTCOME_{outcome}", "reason": f"told of {position}"}
    return {**line, "replacement": None, "candidates": [], **more}


def document() -> dict[str, Any]:
    """Five entries: one that plays, one replaced for sure, one replaced with doubt, one to be reviewed, one without."""
    sure, doubtful = _json(match_of("9", "Bett")), _json(match_of("8", "Kissen", confidence=0.7))
    stage = _json(match_of("18", "Kissenschlacht (live)", verdict="OTHER_VERSION", confidence=0.3))
    other = _json(match_of("19", EVIL, verdict="DIFFERENT", confidence=0.01))
    return {
        "provider": "catalog",
        "market": "DE",
        "summary": {},
        "entries": [
            {"position": 1, "outcome": "NOT_ASKED", "reason": "it plays"},
            _line(2, "Bett", "REPLACED", replacement=sure, candidates=[sure, other]),
            _line(3, "Kissen", "REPLACED", replacement=doubtful),
            _line(4, "Kissenschlacht", "NEEDS_REVIEW", candidates=[stage, other]),
            _line(5, "Zudecke", "NOT_FOUND"),
        ],
    }


def write_report(path: Path) -> Path:
    """The report as a file."""
    path.write_text(json.dumps(document()))
    return path
