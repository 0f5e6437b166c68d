"""`python -m demo.worked_examples`: five decisions with all their evidence, as docs/matching.md shows them.

`--write` puts them there. The matcher's own code prints them, so that the page cannot tell another story.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.match import Effect, Match
from service.matching import Decision, decide
from tracklink.plugin import Candidate, Track, TrackRef

PAGE = Path(__file__).parents[1] / "docs" / "matching.md"
BEGIN = "<!-- printed by `python -m demo.worked_examples --write` -->\n"
END = "<!-- end of what is printed -->\n"


@dataclass(frozen=True, slots=True)
class Example:
    """A question, what a service offered, and what there is to see."""

    shows: str
    asked: Track
    offered: Sequence[Track]


def _take(title: str, duration_ms: int | None = None, *, isrc: str = "", artist: str = "The Paper Lanterns") -> Track:
    return Track(
        title=title,
        artists=(artist,) if artist else (),
        duration_ms=duration_ms,
        isrcs=(isrc,) if isrc else (),
    )


EXAMPLES = (
    Example(
        "A remaster, and beside it a concert",
        _take("Harbour Lights", 201_000),
        [_take("Harbour Lights - 2011 Remaster", 201_400), _take("Harbour Lights (Live at the Docks)", 242_000)],
    ),
    Example(
        "A code that belongs to another track",
        _take("Harbour Lights", 201_000, isrc="GBXYZ2400001"),
        [_take("Night Bus", 244_000, isrc="GBXYZ2400001", artist="Olga Brandt")],
    ),
    Example(
        "A video, whose title holds the artist",
        _take("Harbour Lights", 201_000),
        [_take("The Paper Lanterns - Harbour Lights (Official Video) [4K]", 203_000, artist="")],
    ),
    Example(
        "Two takes, and no length to choose by",
        _take("Harbour Lights"),
        [_take("Harbour Lights", 201_000), _take("Harbour Lights", 262_000)],
    ),
    Example(
        "A movement, counted in two ways, and its neighbour",
        _take("Sonata No. 2 in G minor, Op. 22: III. Scherzo", 371_000, artist="Marta Vey"),
        [
            _take("Sonata no. 2 in G Minor, op. 22 - 3. Scherzo", 372_000, artist="Marta Vey"),
            _take("Sonata No. 2 in G minor, Op. 22: IV. Rondo", 371_000, artist="Marta Vey"),
        ],
    ),
)
"""Of invented artists."""


def printed() -> str:
    """The section, markdown."""
    return "\n".join(line for number, example in enumerate(EXAMPLES, 1) for line in _section(number, example)) + "\n"


def _section(number: int, example: Example) -> Iterator[str]:
    decision = decide(example.asked, [_candidate(place, track) for place, track in enumerate(example.offered, 1)])
    yield f"### {number}. {example.shows}\n"
    yield f"Asked: {_told(example.asked)}.\n"
    for match in decision.ranked:
        yield from _judged(match)
    yield f"**{decision.outcome.upper()}**{_chosen(decision)}: {decision.reason}.\n"


def _candidate(place: int, track: Track) -> Candidate:
    return Candidate(ref=TrackRef("catalog", f"offer-{place}"), track=track)


def _told(track: Track) -> str:
    length = f"{track.duration_ms / 1000:.1f} s" if track.duration_ms else "no length"
    return ", ".join((f"*{track.title}*", *(track.artists or ["no artist"]), length, *track.isrcs))


def _judged(match: Match) -> Iterator[str]:
    verdict = f"{match.verdict.upper()}, confidence {match.confidence}"
    yield f"Offered as `{match.ref.id}`: {_told(match.track)}. {verdict}.\n"
    yield "| field | effect | weight | in words |\n|---|---|---|---|"
    for row in match.evidence:
        if row.effect is not Effect.NEUTRAL:
            yield f"| {row.field} | {row.effect} | {row.weight:+.2f} | {row.detail} |"
    neutral = (f"{row.field} ({row.detail})" for row in match.evidence if row.effect is Effect.NEUTRAL)
    yield f"\nNeutral: {', '.join(neutral)}.\n"


def _chosen(decision: Decision) -> str:
    return f" `{decision.match.ref.id}`" if decision.match else ""


def section_of(page: str) -> tuple[str, str, str]:
    """The page before what is printed, what is printed, and the page after it."""
    before, _, rest = page.partition(BEGIN)
    held, _, after = rest.partition(END)
    return before + BEGIN, held, END + after


def main(arguments: Sequence[str]) -> None:
    """Print, or write into the page."""
    if "--write" not in arguments:
        sys.stdout.write(printed())
        return
    before, _, after = section_of(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(f"{before}\n{printed()}\n{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
