"""What a repair writes into an entry."""

from tracklink.client import Evidence, Match
from tracklink.playlists.answer import Answer
from tracklink.playlists.entry import Fields


def evidence_words(match: Match) -> list[str]:
    """The comparisons that said something, in words, the most telling first."""
    return [
        f"{evidence.field}: {evidence.detail}" if evidence.detail else evidence.field
        for evidence in match.evidence
        if evidence.effect != Evidence.EFFECT_NEUTRAL
    ]


def _id_like(old: object, new: str) -> int | str:
    """The new id in the kind of the old one: a number for a number, where the new one can be written as one."""
    if isinstance(old, int) and new.isascii() and new.isdigit() and str(int(new)) == new:
        return int(new)
    return new


def _replaced(fields: Fields, match: Match) -> Fields:
    mark: Fields = {
        "id": fields.get("id"),
        "verdict": Match.Verdict.Name(match.verdict),
        "confidence": round(match.confidence, 4),
        "evidence": evidence_words(match),
    }
    if "replaced" in fields:
        mark["replaced"] = fields["replaced"]
    kept = {key: value for key, value in fields.items() if key not in ("replaced", "unreplaced")}
    return kept | {"id": _id_like(fields.get("id"), match.ref.id), "available": True, "replaced": mark}


def repaired_fields(fields: Fields, answer: Answer) -> Fields:
    """The entry as it becomes. That nobody could answer is marked only where nothing was known before."""
    if answer.replacement:
        return _replaced(fields, answer.replacement)
    if answer.failed and "unreplaced" in fields:
        return fields
    return fields | {"unreplaced": {"outcome": answer.outcome, "reason": answer.reason}}
