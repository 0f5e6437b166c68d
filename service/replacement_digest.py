"""The name under which an answer of FindReplacement is kept."""

import hashlib
import json

from domain.keys import identifier_keys, ref_key, statement_of
from domain.query import Policy, ReplacementQuery


def digest_of(query: ReplacementQuery) -> str:
    """A digest of the whole question: another policy, market or excluded id is another question."""
    question = [
        query.provider,
        statement_of(query.track),
        [ref_key(ref) for ref in query.dead_refs],
        sorted(identifier_keys(query.track)),
        query.gone,
        query.market,
        query.limit,
        _policy(query.policy),
    ]
    return hashlib.sha256(json.dumps(question).encode()).hexdigest()[:32]


def _policy(policy: Policy) -> list[object]:
    return [
        sorted(policy.allow_versions),
        policy.allow_other_master,
        policy.allow_explicit_change,
        policy.max_duration_difference_ms,
        sorted(ref_key(ref) for ref in policy.exclude_refs),
    ]
