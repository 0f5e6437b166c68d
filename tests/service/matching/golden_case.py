"""The golden set: labelled cases, their reading, and what the matcher makes of them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.match import Match, Verdict
from domain.query import Policy
from domain.track_row import read_track_row
from service.matching import Decision, decide, decide_replacement, judge
from tracklink.plugin import Candidate, Track, TrackRef

FOLDER = Path(__file__).parent
SAME = "same"
NOT_SAME = "not same"
ACCEPTING = (SAME, "linked:")
"""How the expectation of a case begins in which something is accepted: `same_recording`, `linked:b`."""


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One labelled case: a pair with the verdict expected, or candidates with the outcome expected.

    `expected` is a verdict, `same`, `not same`, an outcome, or `linked:` and the id of the right candidate.
    """

    row: Mapping[str, object]

    @property
    def id(self) -> str:
        """By which a failure is told."""
        return str(self.row["id"])

    @property
    def kind(self) -> str:
        """The kind of failure that the case guards against."""
        return str(self.row["kind"])

    @property
    def expected(self) -> str:
        """What is right."""
        return str(self.row["expected"])

    @property
    def accepts(self) -> bool:
        """Whether something is to be accepted."""
        return self.expected.startswith(ACCEPTING)

    @property
    def is_pair(self) -> bool:
        """Whether two tracks are compared; else several are offered."""
        return "offered" in self.row

    @property
    def label(self) -> str:
        """`1 ISRC poison: poison-part`."""
        return f"{self.kind}: {self.id}"

    def track(self, side: str) -> Track:
        """The asked or the offered track."""
        row = self.row[side]
        assert isinstance(row, dict)
        return read_track_row(row, "catalog").track

    def judged(self, *, swapped: bool = False) -> Match:
        """The offered track judged, or the asked one when the sides are swapped."""
        asked, offered = ("offered", "asked") if swapped else ("asked", "offered")
        return judge(self.track(asked), Candidate(ref=TrackRef("golden", "1"), track=self.track(offered)))

    def decided(self) -> Decision:
        """What the candidates come to, under the caller's policy where the case has one."""
        asked, candidates, market = self.track("asked"), self._candidates(), self.row.get("market")
        assert market is None or isinstance(market, str)
        policy = self.row.get("policy")
        if not isinstance(policy, dict):
            return decide(asked, candidates, market=market)
        kinds = frozenset(policy.get("allow_versions", ()))
        return decide_replacement(asked, candidates, Policy(**{**policy, "allow_versions": kinds}), market=market)

    def _candidates(self) -> list[Candidate]:
        rows = self.row["candidates"]
        assert isinstance(rows, list)
        read = [read_track_row(row, "catalog") for row in rows]
        return [
            Candidate(ref=row.ref, track=row.track, available=row.available, markets=row.markets)
            for row in read
            if row.ref
        ]

    def agrees(self, verdict: Verdict) -> bool:
        """Whether the verdict is the expected one."""
        if self.expected in {SAME, NOT_SAME}:
            return verdict.is_same == (self.expected == SAME)
        return verdict == self.expected

    def shown(self, came_out: str, *matches: Match) -> str:
        """The case with its reason, what came out instead, and the evidence."""
        lines = [f"{self.label}: {self.row['why']}", f"expected {self.expected}, came out {came_out}"]
        for match in matches:
            lines.append(f"  {match.track.title!r}: {match.verdict}, confidence {match.confidence}")
            lines += [f"    {row.field} {row.effect} {row.weight:+.2f}: {row.detail}" for row in match.evidence]
        return "\n".join(lines)


def read_cases(name: str) -> Iterator[GoldenCase]:
    """The cases of a file, or of all files of a folder beside this one, in order."""
    for file in sorted((FOLDER / name).glob("*.jsonl")) or [FOLDER / name]:
        yield from (GoldenCase(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines())
