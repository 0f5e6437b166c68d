"""Judgements: ReviewLink's question read, and what is in force told."""

from domain.review import Review, ReviewAnswer, ReviewQuery
from service.wire.enums import DECISIONS, REVIEW_ACTIONS, names_of
from service.wire.fields import Fields
from service.wire.instant import timestamp
from service.wire.providers import KnownProviders
from service.wire.track import names_a_track, read_one_ref, read_track
from service.wire.track_message import ref_message, track_message
from tracklink.v1.link_service_pb2 import ListReviewsRequest, ReviewLinkRequest, ReviewLinkResponse
from tracklink.v1.link_service_pb2 import Review as ReviewMessage

NOTE_CHARACTERS = 1_000
REVIEWER_CHARACTERS = 200

_ACTIONS = names_of(REVIEW_ACTIONS)


def read_review_query(message: ReviewLinkRequest, known: KnownProviders) -> ReviewQuery:
    """The validated question. Raises InvalidQuery with every field at fault."""
    fields = Fields()
    if not names_a_track(message.track):
        fields.refuse("track", "says nothing that names it; give a title, an identifier (isrcs, mbid) or a ref")
    if not message.action:
        fields.refuse("action", "is needed: ACTION_PIN, ACTION_FORBID or ACTION_CLEAR")
    fields.one_of("action", message.action, {0, *_ACTIONS})
    track = read_track(fields.part("track"), message.track, known)
    ref = read_one_ref(fields.part("ref"), message.ref, known)
    note = fields.text("note", message.note, NOTE_CHARACTERS)
    reviewer = fields.text("reviewer", message.reviewer, REVIEWER_CHARACTERS)
    return ReviewQuery(
        ref=fields.finished(ref), track=track, action=_ACTIONS[message.action], note=note, reviewer=reviewer
    )


def read_reviews_provider(message: ListReviewsRequest, known: KnownProviders) -> str | None:
    """The provider whose judgements are wanted; None for all. Raises InvalidQuery."""
    fields = Fields()
    provider = fields.form("provider", message.provider, known.read)
    fields.finish()
    return provider


def review_message(review: Review) -> ReviewMessage:
    """A judgement in force."""
    return ReviewMessage(
        track=track_message(review.track),
        ref=ref_message(review.ref),
        decision=DECISIONS[review.decision],
        note=review.note,
        reviewer=review.reviewer,
        reviewed_at=timestamp(review.reviewed_at),
    )


def review_response(answer: ReviewAnswer) -> ReviewLinkResponse:
    """What ReviewLink came to."""
    review = review_message(answer.review) if answer.review else None
    return ReviewLinkResponse(review=review, changed=answer.changed)
