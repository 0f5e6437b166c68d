"""The rows of one album or playlist decided together: no two of them get the same track, unless they are the same.

Every row brings its own decision. Rows that are one recording and want the same candidate count as one. Of the others
each candidate goes to one row, so that the log-odds are greatest in sum; where track numbers on the same release are
stated on both sides they count as well. A row whose candidate went to another gets its next accepted one, or none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.answer import Outcome
from domain.keys import identifier_keys, statement_of
from domain.match import Match
from service.matching.allot import allot
from service.matching.decide import MARGIN, Decision, is_accepted, linked, log_odds
from service.matching.judge import PLAYS, prepared, same_recording
from service.matching.model import ACCEPT
from service.matching.reasons import what_would_decide
from tracklink.plugin import Track, TrackRef

POSITION = 2.0
"""Log-odds for the same place on the same release, and against another place on it."""
COMPARED = 50
"""Rows that want the same candidate and are compared with each other."""
ROUNDS = 10
"""How often a row settled by its neighbours may settle the next."""
UNIT = 10_000
"""Parts of a log-odd that are told apart, as confidences have four digits."""
MOST_PLACES = 1_000_000
PINNED = 1_000_000.0
"""Log-odds of a person's word: more than all rows of a list could win by taking it away."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list, with what it came to by itself under this threshold and in this market."""

    asked: Track
    decision: Decision
    threshold: float = ACCEPT
    market: str | None = None
    is_pinned: bool = False
    """Whether its match is a person's choice, or the service's own: the row keeps it whatever the others want."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A candidate that a row could have."""

    match: Match
    log_odds: float
    """Above the threshold, never below those of a later claim before places on the release are counted."""
    place: int

    @property
    def weight(self) -> int:
        """The log-odds first; of equal sums that in which rows have their earlier claims."""
        return (1 + round(UNIT * max(self.log_odds, 0.0))) * MOST_PLACES - self.place


Claims = Mapping[TrackRef, _Claim]


@dataclass(slots=True)
class _Seat:
    """Rows that are one recording and want the same candidate."""

    rows: list[int]
    claims: Claims
    given: TrackRef | None = None


def assign(rows: Sequence[Listed]) -> list[Decision]:
    """One decision for each row, in the order given; in another order of rows or candidates they are the same."""
    claims = [_claims(row) for row in rows]
    seats = _seats(rows, claims)
    refs = sorted({ref for seat in seats for ref in seat.claims}, key=lambda ref: (ref.provider, ref.id))
    numbers = {ref: number for number, ref in enumerate(refs)}
    weights = [_weights(seat, claims, numbers) for seat in seats]
    for seat, thing in zip(seats, allot(weights), strict=True):
        seat.given = None if thing is None else refs[thing]
    holders = {seat.given: seat for seat in seats if seat.given}
    settled = _settled(rows, seats, holders)
    decisions = [row.decision for row in rows]
    for seat in seats:
        for row in seat.rows:
            decisions[row] = _decision(rows[row], claims[row], seat, holders, settled)
    return decisions


def _claims(row: Listed) -> Claims:
    """What the row would accept, in its own order; what plays, where anything does."""
    if row.is_pinned and row.decision.match:
        return {row.decision.match.ref: _Claim(row.decision.match, PINNED, 0)}
    ranked = row.decision.ranked
    accepted = [each for each in ranked if each is row.decision.match or is_accepted(each, row.threshold)]
    playing = [match for match in accepted if match.availability in PLAYS] or accepted
    claims: dict[TrackRef, _Claim] = {}
    least = float("inf")
    for place, match in enumerate(playing):
        least = min(least, log_odds(match.confidence) - log_odds(row.threshold))
        claims.setdefault(match.ref, _Claim(match, least + _position(row.asked, match), place))
    return claims


def _position(asked: Track, match: Match) -> float:
    mine, other = asked.track_number, match.track.track_number
    on_release = any(row.field == "album" and row.similarity == 1 for row in match.evidence)
    if not on_release or mine is None or other is None:
        return 0.0
    same = (asked.disc_number or 1, mine) == (match.track.disc_number or 1, other)
    return POSITION if same else -POSITION


def _seats(rows: Sequence[Listed], claims: Sequence[Claims]) -> list[_Seat]:
    """Rows with claims, in an order that does not depend on the one given; each joins the first that it repeats."""
    wanting: dict[TrackRef, list[_Seat]] = {}
    for row in sorted((row for row in range(len(rows)) if claims[row]), key=lambda row: _standing(rows[row].asked)):
        rivals = wanting.setdefault(next(iter(claims[row])), [])
        asked = rows[row].asked
        twin = next((seat for seat in rivals[:COMPARED] if _repeats(asked, rows[seat.rows[0]].asked)), None)
        if twin:
            twin.rows.append(row)
        else:
            rivals.append(_Seat([row], claims[row]))
    return [seat for seats in wanting.values() for seat in seats]


def _standing(asked: Track) -> tuple[int, int, str, list[str]]:
    return asked.disc_number or 0, asked.track_number or 0, statement_of(asked), sorted(identifier_keys(asked))


def _repeats(one: Track, other: Track) -> bool:
    """Whether two rows ask for one recording: by an id on a service, or as the matcher finds.

    Two places on one release are two recordings, however alike: an intro on each of its discs.
    """
    ids, others = ({key for key in identifier_keys(track) if key.startswith("ref:")} for track in (one, other))
    if one == other or not ids.isdisjoint(others):
        return True
    return not _stand_apart(one, other) and same_recording(one, other)


def _stand_apart(one: Track, other: Track) -> bool:
    if one.track_number is None or other.track_number is None or prepared(one).album != prepared(other).album:
        return False
    return (one.disc_number or 1, one.track_number) != (other.disc_number or 1, other.track_number)


def _weights(seat: _Seat, claims: Sequence[Claims], numbers: Mapping[TrackRef, int]) -> dict[int, int]:
    """The weights of all its rows together."""
    weights: dict[int, int] = {}
    for row in seat.rows:
        for ref, claim in claims[row].items():
            if ref in seat.claims:
                weights[numbers[ref]] = weights.get(numbers[ref], 0) + claim.weight
    return weights


def _settled(rows: Sequence[Listed], seats: Sequence[_Seat], holders: Mapping[TrackRef, _Seat]) -> set[int]:
    """The first rows of seats whose candidate beats what is left to them, the settled ones' being gone."""
    settled: set[int] = set()
    pending = [seat for seat in seats if seat.given]
    for _ in range(ROUNDS):
        taken = {ref for ref, seat in holders.items() if seat.rows[0] in settled}
        clear = [seat for seat in pending if _rival(rows[seat.rows[0]], seat.claims, seat.given, taken) is None]
        if not clear:
            break
        settled |= {seat.rows[0] for seat in clear}
        pending = [seat for seat in pending if seat.rows[0] not in settled]
    return settled


def _rival(row: Listed, claims: Claims, given: TrackRef | None, taken: set[TrackRef]) -> Match | None:
    """Another recording as close as the given one and not taken; None where the row decided by itself."""
    if given is None or (row.decision.match and row.decision.match.ref == given):
        return None
    own = claims[given]
    near = (each for ref, each in claims.items() if ref not in taken and own.log_odds - each.log_odds < MARGIN)
    return next((each.match for each in near if not same_recording(own.match.track, each.match.track)), None)


def _decision(
    row: Listed, claims: Claims, seat: _Seat, holders: Mapping[TrackRef, _Seat], settled: set[int]
) -> Decision:
    """The row's own decision where it stands, else what the list makes of it."""
    own, first = row.decision, next(iter(claims.values())).match
    if row.is_pinned or (own.match and own.match.ref == seat.given):
        return own
    claim = claims.get(seat.given) if seat.given else None
    better = f'another track of the same list fits "{first.track.title}" better'
    if claim is None:
        return replace(own, outcome=Outcome.NEAR_MISS, match=None, reason=better)
    if seat.rows[0] not in settled:
        return own if own.match is None else _ambiguous(row, claims, claim)
    won = linked(claim.match, own.ranked, row.market)
    return won if holders.get(first.ref, seat) is seat else replace(won, reason=f"{won.reason}; {better}")


def _ambiguous(row: Listed, claims: Claims, claim: _Claim) -> Decision:
    rival = _rival(row, claims, claim.match.ref, set()) or claim.match
    reason = what_would_decide(row.asked, claim.match, rival)
    return replace(row.decision, outcome=Outcome.AMBIGUOUS, match=None, reason=reason)
