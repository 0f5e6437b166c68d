"""`tracklinkd evaluate`: the matcher measured on labelled rows, by the code and thresholds that serve.

Which figures apply, for a whole file and for each kind:

    pairs    precision, recall and f1 of "the same recording"; accuracy_at_1 and false_answer_rate are null
    choices  accuracy_at_1 and recall are one figure: rows with a gold id that were answered by one of them;
             precision: answers given that are right; f1 of these two;
             false_answer_rate: rows without any gold id that were answered all the same

A figure is null where nothing labelled bears on it.
"""

import gzip
import hashlib
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from domain.match import Match, Verdict
from domain.query import Policy
from domain.track_row import read_track_row
from service.matching import decide, decide_replacement, judge
from tracklink.plugin import Candidate, Track, TrackRef

Row = Mapping[str, object]
PROVIDER = "catalog"
FIGURES = ("precision", "recall", "f1", "accuracy_at_1", "false_answer_rate")


class UnreadableFile(ValueError):
    """The file cannot be measured; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one row came to."""

    kind: str
    labelled: bool
    wanted: bool
    """Pairs: the label. Choices: whether there is a gold id."""
    answered: bool
    right: bool


def run(file: Path, predictions: Path | None = None) -> int:
    """Measure, print one JSON object to stdout, and give the exit code: 0 measured, 1 not (said on stderr)."""
    try:
        figures = evaluate(file, predictions)
    except UnreadableFile as error:
        return _failed(str(error))
    except OSError as error:
        return _failed(f"cannot open {error.filename or file}: {error.strerror or error}")
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def _failed(sentence: str) -> int:
    sys.stderr.write(f"tracklinkd evaluate: {sentence}\n")
    return 1


def evaluate(file: Path, predictions: Path | None = None) -> dict[str, object]:
    """The figures of a file of pairs or choices (.jsonl, .jsonl.gz); predictions get one JSON line for every row.

    Raises UnreadableFile when there is no row, or a line is no row of the file's form; OSError when a file cannot be
    opened.
    """
    outcomes: list[Measured] = []
    form = ""
    with ExitStack() as stack:
        out = stack.enter_context(predictions.open("w", encoding="utf-8")) if predictions else None
        for number, row in read_rows(file):
            form = form or form_of(row, file, number)
            if form_of(row, file, number) != form:
                raise UnreadableFile(f"{file}, line {number}: not of the form of the first row, {form}")
            outcome, prediction = _pair(row) if form == "pairs" else _choice(row)
            outcomes.append(outcome)
            if out:
                out.write(json.dumps(prediction) + "\n")
    if not outcomes:
        raise UnreadableFile(f"{file} holds no rows")
    kinds = sorted({outcome.kind for outcome in outcomes if outcome.kind})
    by_kind = {kind: figures_of(form, [outcome for outcome in outcomes if outcome.kind == kind]) for kind in kinds}
    return {"form": form, **figures_of(form, outcomes), "by_kind": by_kind}


def read_rows(file: Path) -> Iterator[tuple[int, Row]]:
    """Line numbers, from 1, and rows; blank lines are passed over."""
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, _row(line, file, number)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise UnreadableFile(f"{file} is not a whole gzip file: {error}") from error


def _row(line: bytes, file: Path, number: int) -> Row:
    try:
        row: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{file}, line {number}: not a JSON object ({error})") from error
    if not isinstance(row, dict):
        raise UnreadableFile(f"{file}, line {number}: not a JSON object but a {type(row).__name__}")
    return row


def form_of(row: Row, file: Path, number: int) -> str:
    """`pairs` or `choices`, by the names of the row's parts: a part that holds nothing readable is read as empty."""
    if "left" in row and "right" in row:
        return "pairs"
    if "query" in row and "candidates" in row:
        return "choices"
    raise UnreadableFile(f'{file}, line {number}: neither "left" and "right" nor "query" and "candidates"')


def _pair(row: Row) -> tuple[Measured, dict[str, object]]:
    match = judge(read_track(row["left"]), _candidate(row["right"]))
    same, label = match.verdict.is_same, row.get("label")
    outcome = Measured(_kind(row), label is not None, bool(label), same, same == bool(label))
    return outcome, {
        "id": row.get("id"),
        "same": same,
        "confidence": match.confidence,
        "verdict": match.verdict.name,
    }


def _choice(row: Row) -> tuple[Measured, dict[str, object]]:
    asked, offered = read_track(row["query"]), read_candidates(row)
    candidates = [candidate for _, candidate in offered]
    if row.get("task") == "replacement":
        decision = decide_replacement(asked, candidates, Policy())
    else:
        decision = decide(asked, candidates)
    best = decision.match
    answer = next((id_ for id_, candidate in offered if best and candidate.ref == best.ref), None)
    gold = row.get("gold")
    golden = _ids(gold)
    outcome = Measured(_kind(row), gold is not None, bool(golden), answer is not None, str(answer) in golden)
    return outcome, {"id": row.get("id"), "answer": answer, **_standing(best, decision.ranked)}


def _standing(best: Match | None, ranked: Sequence[Match]) -> dict[str, object]:
    shown = best or next(iter(ranked), None)
    if shown is None:
        return {"confidence": 0.0, "verdict": Verdict.UNDECIDABLE.name}
    return {"confidence": shown.confidence, "verdict": shown.verdict.name}


def read_candidates(row: Row) -> list[tuple[object, Candidate]]:
    """Each candidate with its id as written, in an order that tells nothing."""
    ignored, listed = _ids(row.get("ignore")), row["candidates"]
    rows = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    kept = [entry for entry in rows if str(entry.get("id")) not in ignored]
    kept.sort(key=lambda entry: _shuffled(f"{row.get('id')}{entry.get('id')}"))
    return [(entry.get("id"), _candidate(entry)) for entry in kept]


def _shuffled(ids: str) -> str:
    return hashlib.sha256(ids.encode(errors="surrogatepass")).hexdigest()


def _ids(value: object) -> frozenset[str]:
    return frozenset(str(id_) for id_ in value) if isinstance(value, list) else frozenset()


def read_track(value: object) -> Track:
    """The track of a row, as far as it can be read."""
    return read_track_row(value, PROVIDER).track if isinstance(value, dict) else Track()


def _candidate(value: object) -> Candidate:
    row = value if isinstance(value, dict) else {}
    read = read_track_row(row, PROVIDER)
    ref = TrackRef(PROVIDER, str(row.get("id")))
    return Candidate(ref=ref, track=read.track, available=read.available, markets=read.markets)


def _kind(row: Row) -> str:
    return str(row["kind"]) if row.get("kind") is not None else ""


def figures_of(form: str, outcomes: Iterable[Measured]) -> dict[str, object]:
    """The count of all rows, and the figures over the labelled ones."""
    rows = list(outcomes)
    labelled = [row for row in rows if row.labelled]
    found = {"pairs": _pair_figures, "choices": _choice_figures}[form](labelled) if labelled else {}
    return {"n": len(rows), **{figure: _rounded(found.get(figure)) for figure in FIGURES}}


def _pair_figures(rows: Sequence[Measured]) -> dict[str, float | None]:
    right = sum(row.answered and row.wanted for row in rows)
    precision = _share(right, sum(row.answered for row in rows))
    recall = _share(right, sum(row.wanted for row in rows))
    return {"precision": precision, "recall": recall, "f1": _f1(precision, recall)}


def _choice_figures(rows: Sequence[Measured]) -> dict[str, float | None]:
    wanted = [row for row in rows if row.wanted]
    unwanted = [row for row in rows if not row.wanted]
    precision = _share(sum(row.answered and row.right for row in rows), sum(row.answered for row in rows))
    accuracy = _share(sum(row.right for row in wanted), len(wanted))
    return {
        "precision": precision,
        "recall": accuracy,
        "f1": _f1(precision, accuracy),
        "accuracy_at_1": accuracy,
        "false_answer_rate": _share(sum(row.answered for row in unwanted), len(unwanted)),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision and recall else 0.0


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)
