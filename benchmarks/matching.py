"""How fast the matcher is on one core, beside rapidfuzz.WRatio over title and artist of the same pairs in the same run.

    python benchmarks/matching.py [--rounds 7] [--questions 400]

Prints medians of interleaved rounds over made-up tracks: candidates a second with both sides prepared and from raw
text, evidence included, and how long a decision between 25 candidates takes from raw text. Before each round from raw
text all that the matcher keeps is forgotten. Times are those of the processor, so that what else runs matters less.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import process_time

from rapidfuzz.fuzz import WRatio

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.sample_tracks import Question, questions
from service.matching import decide, judge
from service.matching.descriptors import read_descriptors
from service.matching.judge import _offered, _prepared, compare
from service.matching.prepare import prepare, read_title
from service.matching.release import read_release
from tracklink.plugin import Track

CANDIDATES = 25
ROUNDS = 7
QUESTIONS = 400


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians over the rounds; rates in candidates a second, decisions in milliseconds."""

    prepared: float
    raw: float
    wratio: float
    decision_p50_ms: float
    decision_p95_ms: float


def measure(rounds: int = ROUNDS, count: int = QUESTIONS) -> Figures:
    """Each round runs one after the other over all questions, so that a slow moment of the machine hits all alike."""
    sample = questions(count, CANDIDATES)
    runs = (_compare_prepared(sample), lambda: _judge_raw(sample), lambda: _wratio(sample))
    rates: list[list[float]] = [[] for _ in runs]
    decisions_ms: list[float] = []
    for _ in range(rounds):
        for run, found in zip(runs, rates, strict=True):
            found.append(count * CANDIDATES / _seconds(run))
        decisions_ms += _decisions_ms(sample)
    return Figures(*map(median, rates), median(decisions_ms), quantiles(decisions_ms, n=20)[-1])


def _seconds(run: Callable[[], None]) -> float:
    started = process_time()
    run()
    return process_time() - started


def _compare_prepared(sample: Sequence[Question]) -> Callable[[], None]:
    pairs = [(prepare(one.asked), prepare(each.track)) for one in sample for each in one.candidates]

    def run() -> None:
        for asked, offered in pairs:
            compare(asked, offered)

    return run


def _judge_raw(sample: Sequence[Question]) -> None:
    _forget()
    for question in sample:
        for candidate in question.candidates:
            judge(question.asked, candidate)


def _wratio(sample: Sequence[Question]) -> None:
    for question in sample:
        asked = _line(question.asked)
        for candidate in question.candidates:
            WRatio(asked, _line(candidate.track))


def _line(track: Track) -> str:
    return f"{track.title} {', '.join(track.artists)}"


def _decisions_ms(sample: Sequence[Question]) -> list[float]:
    _forget()
    return [1_000 * _seconds(lambda each=question: decide(each.asked, each.candidates)) for question in sample]


def _forget() -> None:
    for kept in (_prepared, _offered, read_release, read_descriptors, read_title):
        kept.cache_clear()


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description="How fast the matcher is on one core.")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--questions", type=int, default=QUESTIONS)
    given = options.parse_args()
    figures = measure(given.rounds, given.questions)
    print(f"{given.questions} questions of {CANDIDATES} candidates, {given.rounds} interleaved rounds, one core")
    print(f"{'':32}{'candidates/s':>14}{'us':>8}{'of WRatio':>11}")
    for name, rate in (
        ("matcher, both sides prepared", figures.prepared),
        ("matcher, from raw text", figures.raw),
        ("rapidfuzz.WRatio, no evidence", figures.wratio),
    ):
        print(f"{name:32}{rate:14,.0f}{1e6 / rate:8.1f}{rate / figures.wratio:11.3f}")
    print(f"a decision between {CANDIDATES}, from raw text: ", end="")
    print(f"p50 {figures.decision_p50_ms:.2f} ms, p95 {figures.decision_p95_ms:.2f} ms")


if __name__ == "__main__":
    main()
