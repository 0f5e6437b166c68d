from typing import Any

import pytest
from google.protobuf.json_format import ParseDict

from domain.errors import InvalidQuery
from domain.query import Policy
from service.matching import VERSION_KINDS
from service.wire.replacement import read_replacement_query
from tests.service.running import KNOWN
from tracklink.plugin import TrackRef
from tracklink.v1.link_service_pb2 import FindReplacementRequest

DEAD = {"refs": [{"provider": "spotify", "id": "dead"}]}


def request(**fields: object) -> FindReplacementRequest:
    """A request from its JSON form."""
    return ParseDict(fields, FindReplacementRequest())


@pytest.mark.parametrize(
    ("field", "fix", "fields"),
    [
        ("provider", "is needed: one of catalog", {"track": DEAD}),
        ("provider", "did you mean", {"provider": "spotyfi", "track": DEAD}),
        ("provider", "providers.tidal.enabled", {"provider": "tidal", "track": DEAD}),
        ("track", "give the dead ref", {"provider": "spotify"}),
        ("limit", "from 1 to 50", {"provider": "spotify", "track": DEAD, "limit": 0}),
        ("market", "as in DE", {"provider": "spotify", "track": DEAD, "market": "D"}),
        (
            "policy.max_duration_difference_ms",
            "0 or more",
            {"provider": "spotify", "track": DEAD, "policy": {"maxDurationDifferenceMs": -1}},
        ),
        (
            "policy.allow_versions[0]",
            "known are",
            {"provider": "spotify", "track": DEAD, "policy": {"allowVersions": ["backwards"]}},
        ),
        (
            "policy.exclude_refs[0].id",
            "is needed",
            {"provider": "spotify", "track": DEAD, "policy": {"excludeRefs": [{"provider": "spotify"}]}},
        ),
    ],
)
def test_a_fault_names_its_field_and_the_cure(field: str, fix: str, fields: dict[str, Any]) -> None:
    """One fault gives one violation."""
    with pytest.raises(InvalidQuery) as raised:
        read_replacement_query(request(**fields), KNOWN)

    (violation,) = raised.value.violations
    assert violation.field == field
    assert fix in violation.description


def test_what_is_absent_takes_its_default() -> None:
    """Other masters are accepted and changes of explicitness are not, unless the policy says otherwise."""
    query = read_replacement_query(request(provider="spotify", track=DEAD), KNOWN)

    assert query.dead_refs == (TrackRef("spotify", "dead"),)
    assert (query.gone, query.market, query.limit, query.policy) == (False, None, 5, Policy())


def test_a_policy_is_read() -> None:
    """Every field of the policy arrives; version words in any case."""
    policy = {
        "allowVersions": ["Live"],
        "allowOtherMaster": False,
        "allowExplicitChange": True,
        "maxDurationDifferenceMs": 0,
        "excludeRefs": [{"provider": "spotify", "id": "other"}],
    }

    assert read_replacement_query(request(provider="spotify", track=DEAD, policy=policy), KNOWN).policy == Policy(
        allow_versions=frozenset({"live"}),
        allow_other_master=False,
        allow_explicit_change=True,
        max_duration_difference_ms=0,
        exclude_refs=frozenset({TrackRef("spotify", "other")}),
    )


def test_the_version_words_of_the_contract_are_known() -> None:
    """What link_service.proto promises to take is taken."""
    assert {"live", "remix", "edit", "acoustic", "instrumental", "rerecording", "demo"} <= set(VERSION_KINDS)
