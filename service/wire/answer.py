"""What LinkTrack and FindReplacement came to, told."""

from domain.answer import LinkAnswer, ProviderLink
from domain.replacement import ReplacementAnswer
from service.wire.enums import OUTCOMES, REPLACEMENT_OUTCOMES
from service.wire.instant import timestamp
from service.wire.track_message import match_message, track_message
from tracklink.v1 import link_service_pb2 as link


def link_response(answer: LinkAnswer) -> link.LinkTrackResponse:
    """What the track is and where."""
    return link.LinkTrackResponse(
        recording=track_message(answer.recording),
        recording_sources=answer.sources,
        links=[_provider_link_message(one) for one in answer.links],
    )


def replacement_response(answer: ReplacementAnswer) -> link.FindReplacementResponse:
    """The replacement, or why there is none."""
    return link.FindReplacementResponse(
        outcome=REPLACEMENT_OUTCOMES[answer.outcome],
        replacement=match_message(answer.replacement) if answer.replacement else None,
        candidates=[match_message(match) for match in answer.candidates],
        reason=answer.reason,
        from_cache=answer.from_cache,
    )


def _provider_link_message(one: ProviderLink) -> link.ProviderLink:
    return link.ProviderLink(
        provider=one.provider,
        outcome=OUTCOMES[one.outcome],
        match=match_message(one.match) if one.match else None,
        alternatives=[match_message(match) for match in one.alternatives],
        reason=one.reason,
        checked_at=timestamp(one.checked_at) if one.checked_at else None,
        from_cache=one.from_cache,
        stale=one.stale,
    )
