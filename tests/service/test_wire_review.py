from typing import Any

import pytest
from google.protobuf.json_format import ParseDict

from domain.errors import InvalidQuery
from domain.review import ReviewAction, ReviewAnswer, ReviewQuery
from service.wire.review import read_review_query, read_reviews_provider, review_response
from tests.service.running import KNOWN, REVIEW
from tracklink.plugin import Track, TrackRef
from tracklink.v1.link_service_pb2 import ListReviewsRequest, Review, ReviewLinkRequest

WHOLE = {
    "track": {"title": "Lantern Song"},
    "ref": {"provider": "tidal", "id": "7"},
    "action": "ACTION_PIN",
    "note": "By ear.",
    "reviewer": "Ada",
}


@pytest.mark.parametrize(
    ("fields", "change"),
    [
        (["track"], {"track": {}}),
        (["ref.provider", "ref.id"], {"ref": {}}),
        (["action"], {"action": "ACTION_UNSPECIFIED"}),
        (["action"], {"action": 9}),
        (["note"], {"note": "n" * 1_001}),
        (["reviewer"], {"reviewer": "r" * 201}),
    ],
)
def test_what_is_needed_is_asked_for(fields: list[str], change: dict[str, Any]) -> None:
    """A judgement names its track, the id and what to record."""
    with pytest.raises(InvalidQuery) as raised:
        read_review_query(ParseDict(WHOLE | change, ReviewLinkRequest()), KNOWN)

    assert [violation.field for violation in raised.value.violations] == fields


def test_a_judgement_is_read() -> None:
    """It may be on an id of a provider that is not enabled here."""
    query = read_review_query(ParseDict(WHOLE, ReviewLinkRequest()), KNOWN)

    assert query == ReviewQuery(
        track=Track(title="Lantern Song"),
        ref=TrackRef("tidal", "7"),
        action=ReviewAction.PIN,
        note="By ear.",
        reviewer="Ada",
    )


def test_reviews_are_listed_for_all_providers_or_one() -> None:
    """An empty provider means all; an unknown one is refused."""
    assert read_reviews_provider(ListReviewsRequest(), KNOWN) is None
    assert read_reviews_provider(ListReviewsRequest(provider="tidal"), KNOWN) == "tidal"
    with pytest.raises(InvalidQuery):
        read_reviews_provider(ListReviewsRequest(provider="walkman"), KNOWN)


def test_what_is_in_force_is_told() -> None:
    """The judgement with its time; nothing after a clearing."""
    response = review_response(ReviewAnswer(review=REVIEW, changed=True))

    assert response.changed
    assert response.review.decision == Review.DECISION_PINNED
    assert response.review.reviewed_at.ToJsonString() == "2026-01-01T00:00:00Z"
    assert not review_response(ReviewAnswer(review=None, changed=False)).HasField("review")
