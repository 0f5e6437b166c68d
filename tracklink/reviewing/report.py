"""A report of `tracklink repair --report` or `tracklink transfer --report`, read back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from google.protobuf.json_format import ParseDict, ParseError
from google.protobuf.message import Message

from tracklink.answer_columns import FAILED
from tracklink.reviewing.error import ReviewError
from tracklink.text_of import text_of
from tracklink.v1.track_pb2 import Match, Track

_UNTOLD = FAILED | {"NOT_CONFIGURED", "INVALID_ARGUMENT"}
_Message = TypeVar("_Message", bound=Message)


@dataclass(frozen=True, slots=True)
class Asked:
    """One entry that was asked about, and what came of it."""

    position: int
    """In the playlist, from 1."""
    track: Track
    outcome: str
    reason: str
    replacement: Match | None
    offered: tuple[Match, ...]
    """The replacement first, then the other candidates, each id once."""

    @property
    def is_failed(self) -> bool:
        """Whether nobody could say anything of it just then."""
        return not self.offered and self.outcome.removeprefix("OUTCOME_") in _UNTOLD

    def is_doubtful(self, sure: float) -> bool:
        """Whether a person could help: something is offered, and nothing of it was taken with this confidence."""
        return bool(self.offered) and (self.replacement is None or self.replacement.confidence < sure)


@dataclass(frozen=True, slots=True)
class Report:
    """What a repair came to."""

    provider: str
    market: str
    entries: int
    asked: tuple[Asked, ...]
    """The entries that were asked about, in the order of the playlist."""
    is_transfer: bool
    """Whether it is of a copy to another service, where all entries were asked about."""


def read_report(path: Path) -> Report:
    """The report of a file. Raises ReviewError."""
    try:
        document = json.loads(text_of(path.read_bytes()))
    except OSError as error:
        raise ReviewError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ReviewError(f"{path} is not JSON: {error}") from error
    entries = document.get("entries") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not isinstance(document.get("provider"), str):
        raise ReviewError(f"{path} is no report: `tracklink repair PLAYLIST --report FILE` writes one")
    return Report(
        provider=document["provider"],
        market=str(document.get("market") or ""),
        entries=len(entries),
        asked=tuple(_asked(f"{path}, entry {place}", line) for place, line in enumerate(entries, 1) if _is_asked(line)),
        is_transfer="found" in _object(document.get("summary")),
    )


def _is_asked(line: object) -> bool:
    return isinstance(line, dict) and isinstance(line.get("asked"), dict)


def _asked(place: str, line: Mapping[str, Any]) -> Asked:
    replacement = _match(place, line["replacement"]) if line.get("replacement") else None
    candidates = [_match(place, stated) for stated in _list(place, line.get("candidates") or [])]
    offered = {(match.ref.provider, match.ref.id): match for match in [*candidates, *filter(None, [replacement])]}
    first = [(replacement.ref.provider, replacement.ref.id)] if replacement else []
    return Asked(
        position=_position(place, line.get("position") or 0),
        track=_read(place, Track(), line["asked"]),
        outcome=str(line.get("outcome") or ""),
        reason=str(line.get("reason") or ""),
        replacement=replacement,
        offered=tuple(offered[key] for key in dict.fromkeys([*first, *offered])),
    )


def _object(stated: object) -> Mapping[str, object]:
    return stated if isinstance(stated, dict) else {}


def _list(place: str, stated: object) -> list[object]:
    if not isinstance(stated, list):
        raise ReviewError(f"{place}: its candidates are no list")
    return stated


def _position(place: str, stated: object) -> int:
    if not isinstance(stated, int):
        raise ReviewError(f"{place}: its position is no number")
    return stated


def _match(place: str, stated: object) -> Match:
    match = _read(place, Match(), stated)
    if not match.ref.provider or not match.ref.id or not 0 <= match.confidence <= 1:
        raise ReviewError(f"{place}: a match has a ref with provider and id, and a confidence from 0 to 1")
    return match


def _read(place: str, message: _Message, stated: Any) -> _Message:  # noqa: ANN401 whatever the JSON holds
    try:
        return ParseDict(stated, message, ignore_unknown_fields=True)
    except (ParseError, AttributeError, TypeError) as error:
        raise ReviewError(f"{place}: it holds no {message.DESCRIPTOR.name}: {error}") from error
