"""The matcher: pure functions from a query and candidates to a decision that explains itself.

Read in this order: `lexicon` and `weights` (data), `prepare` (a track taken apart), `compare_*` (one finding each),
`model` (findings to confidence), `judge` (one candidate), `decide` and `replacement` (many), `assign` with
`allot` (the rows of one list).
"""

from service.matching.assign import Listed, assign
from service.matching.decide import Decision, decide, order
from service.matching.judge import PLAYS, judge, same_recording
from service.matching.kind import VERSION_KINDS
from service.matching.model import ACCEPT
from service.matching.reasons import accepted_because
from service.matching.replacement import decide_replacement

__all__ = [
    "ACCEPT",
    "PLAYS",
    "VERSION_KINDS",
    "Decision",
    "Listed",
    "accepted_because",
    "assign",
    "decide",
    "decide_replacement",
    "judge",
    "order",
    "same_recording",
]
