"""The matcher on one core, beside rapidfuzz.WRatio over title and artist of the same pairs."""

from collections.abc import Collection, Iterator
from typing import Final

from benchmarks.effort import Effort, say
from benchmarks.figure import Figure
from benchmarks.matching import CANDIDATES
from benchmarks.matching import measure as measure_matching

QUESTIONS: Final = 400


def measure(effort: Effort, wanted: Collection[str]) -> Iterator[Figure]:
    """Candidates a second, evidence included, and how long a decision takes. Nothing is judged here."""
    del wanted
    say(f"  {effort.rounds} rounds of {QUESTIONS} questions")
    measured = measure_matching(effort.rounds, QUESTIONS)
    for what, rate in (("prepared tracks", measured.prepared), ("raw text", measured.raw)):
        yield Figure(
            row="matching",
            what=f"matcher, {what}, one core",
            figure=f"{rate:,.0f} candidates/s",
            ceiling=f"WRatio {measured.wratio:,.0f} pairs/s",
            share=f"{rate / measured.wratio:.2f}",
        )
    yield Figure(
        row="matching",
        what=f"matcher, a decision between {CANDIDATES} candidates, raw text",
        figure=f"{measured.decision_p50_ms:.2f} ms, p95 {measured.decision_p95_ms:.2f} ms",
    )
