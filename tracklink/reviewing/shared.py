"""Judgements as a file that people share: JSON Lines, a Review of the contract in its canonical JSON form a line."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from google.protobuf.json_format import MessageToJson, Parse, ParseError

from tracklink.replaced_file import replace_file
from tracklink.reviewing.error import ReviewError
from tracklink.text_of import text_of
from tracklink.v1.link_service_pb2 import Review, ReviewLinkRequest

_FIELD = re.compile(r"Failed to parse (\w+) field: ")
_NO_OBJECT = re.compile(r"'\w+' object is not iterable")
_ACTIONS = {
    Review.DECISION_PINNED: ReviewLinkRequest.ACTION_PIN,
    Review.DECISION_FORBIDDEN: ReviewLinkRequest.ACTION_FORBID,
}


def write_reviews(path: Path, reviews: Iterable[Review]) -> int:
    """Write them all, or nothing, and give their number. Raises ReviewError."""
    lines = [MessageToJson(review, indent=None, ensure_ascii=False) + "\n" for review in reviews]
    try:
        replace_file(path, "".join(lines))
    except OSError as error:
        raise ReviewError(f"cannot write {path}: {error.strerror}") from error
    return len(lines)


def read_reviews(path: Path) -> list[tuple[int, ReviewLinkRequest]]:
    """What to record so that the file's judgements are in force, in its order, by line. Raises ReviewError."""
    try:
        text = text_of(path.read_bytes())
    except OSError as error:
        raise ReviewError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ReviewError(f"{path} is not written in UTF-8: byte {error.start} fits nowhere") from error
    return list(_requests(path, text))


def _requests(path: Path, text: str) -> Iterator[tuple[int, ReviewLinkRequest]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        review = _review(f"{path}, line {number}", line)
        yield (
            number,
            ReviewLinkRequest(
                track=review.track,
                ref=review.ref,
                action=_ACTIONS[review.decision],
                note=review.note,
                reviewer=review.reviewer,
            ),
        )


def _review(place: str, line: str) -> Review:
    if not line.lstrip().startswith("{"):
        raise ReviewError(f'{place}: no review: write an object, {{"decision": ..., "track": ..., "ref": ...}}')
    try:
        review = Parse(line, Review(), ignore_unknown_fields=True)
    except ParseError as error:
        raise ReviewError(f"{place}: no review: {_fault(str(error))}") from error
    if review.decision not in _ACTIONS:
        raise ReviewError(f"{place}: decision: write {' or '.join(map(Review.Decision.Name, _ACTIONS))}")
    for field in ("provider", "id"):
        if not getattr(review.ref, field):
            raise ReviewError(f'{place}: ref.{field}: it is missing: write "ref": {{"provider": ..., "id": ...}}')
    return review


def _fault(told: str) -> str:
    """`track.durationMs: ...` for what protobuf tells field by field."""
    fields = ".".join(_FIELD.findall(told))
    fault = _NO_OBJECT.sub("write an object, {...}", _FIELD.sub("", told)).strip(" .")
    return f"{fields}: {fault}" if fields else fault
