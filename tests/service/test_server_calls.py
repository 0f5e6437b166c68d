from dataclasses import replace

import grpc
import pytest
from google.rpc.error_details_pb2 import ErrorInfo, RetryInfo
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from domain.answer import LinkAnswer
from domain.errors import StoreUnavailable
from domain.query import TrackQuery
from domain.review import ReviewAnswer, ReviewQuery
from tests.service.running import USE_CASES, details_of, link_track, reason_of, serving, violations_of
from tracklink.v1 import link_service_pb2 as link
from tracklink.v1.track_pb2 import Track as TrackMessage

QUESTION = link.LinkTrackRequest(track=TrackMessage(title="Lantern Song"))


async def test_reflection_lists_the_services() -> None:
    """A caller without the .proto files finds the contract, the health service and reflection itself."""
    async with serving() as running:
        stub = reflection_pb2_grpc.ServerReflectionStub(running.channel)
        asked = reflection_pb2.ServerReflectionRequest(list_services="")
        (answer,) = [answer async for answer in stub.ServerReflectionInfo(iter([asked]))]

    assert {service.name for service in answer.list_services_response.service} == {
        "tracklink.v1.TrackLinkService", "grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection",
    }  # fmt: skip


async def test_every_method_answers() -> None:
    """Each method of the contract reaches its use case and tells its answer."""
    async with serving() as running:
        linked = await running.stub.LinkTrack(QUESTION)
        replaced = await running.stub.FindReplacement(
            link.FindReplacementRequest(provider="spotify", track=QUESTION.track)
        )
        reviewed = await running.stub.ReviewLink(
            link.ReviewLinkRequest(track=QUESTION.track, ref={"provider": "catalog", "id": "c-1"}, action="ACTION_PIN")
        )
        reviews = [review async for review in running.stub.ListReviews(link.ListReviewsRequest())]
        providers = await running.stub.ListProviders(link.ListProvidersRequest())

    answering = [one.provider for one in linked.links]
    assert answering == ["catalog", "deezer", "itunes", "musicbrainz", "spotify", "youtube_music"]
    assert replaced.outcome == link.FindReplacementResponse.OUTCOME_NOT_FOUND
    assert reviewed.changed
    assert [review.decision for review in reviews] == [link.Review.DECISION_PINNED, link.Review.DECISION_FORBIDDEN]
    assert [one.name for one in providers.providers] == sorted(one.name for one in providers.providers)
    assert providers.providers[0].missing_settings == ["SOME_KEY"]


async def test_an_invalid_query_names_its_fields() -> None:
    """INVALID_ARGUMENT comes with a BadRequest, the public reason, and the call's id for whoever reads the log."""
    asked = link.LinkTrackRequest(track=TrackMessage(isrcs=["X"], duration_ms=-1), market="XX1")
    async with serving() as running:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await running.stub.LinkTrack(asked)

    assert raised.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert set(violations_of(raised.value)) == {"track.isrcs[0]", "track.duration_ms", "market"}
    assert "track.isrcs[0]: 'X' is not an ISRC" in (raised.value.details() or "")
    info = next(detail for detail in details_of(raised.value) if isinstance(detail, ErrorInfo))
    assert (info.reason, info.domain) == ("ERROR_REASON_INVALID_QUERY", "tracklink.v1")
    assert len(str(raised.value.trailing_metadata()["call_id"])) == 16


async def test_a_flood_of_faults_fits_into_the_answer() -> None:
    """However much is wrong, the status arrives, and says how much it leaves out."""
    asked = link.LinkTrackRequest(track=TrackMessage(isrcs=["曲" * 500] * 100), urls=["曲" * 500] * 100)
    async with serving() as running:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await running.stub.LinkTrack(asked)

    assert raised.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert list(violations_of(raised.value).values())[-1].endswith("more are not shown")


async def test_a_defect_is_masked(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    """The caller gets a fixed sentence with the call's id; the details stand in the log under the same id."""

    async def broken(_query: TrackQuery, _timeout_seconds: float) -> LinkAnswer:
        raise ValueError("password=hunter2")

    async with serving(replace(USE_CASES, link_track=broken)) as running:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await running.stub.LinkTrack(QUESTION)

    assert raised.value.code() is grpc.StatusCode.INTERNAL
    assert reason_of(raised.value) == "ERROR_REASON_INTERNAL"
    assert "hunter2" not in repr(raised.value)
    call_id = str(raised.value.trailing_metadata()["call_id"])
    assert call_id in (raised.value.details() or "")
    logged = caplog.text + "".join(capsys.readouterr())
    assert call_id in logged
    assert "hunter2" in logged


async def test_a_store_that_does_not_answer_is_unavailable() -> None:
    """UNAVAILABLE says when to come back, in RetryInfo and in the trailer that gRPC's own retries read."""

    async def down(_query: ReviewQuery) -> ReviewAnswer:
        raise StoreUnavailable("Postgres does not answer.")

    asked = link.ReviewLinkRequest(track=QUESTION.track, ref={"provider": "catalog", "id": "1"}, action="ACTION_PIN")
    async with serving(replace(USE_CASES, review_link=down)) as running:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await running.stub.ReviewLink(asked)

    assert raised.value.code() is grpc.StatusCode.UNAVAILABLE
    assert reason_of(raised.value) == "ERROR_REASON_STORE_UNAVAILABLE"
    assert any(isinstance(detail, RetryInfo) for detail in details_of(raised.value))
    assert raised.value.trailing_metadata()["grpc-retry-pushback-ms"] == "1000"


async def test_an_unknown_method_is_unimplemented() -> None:
    """The sentence points at reflection."""
    async with serving() as running:
        with pytest.raises(grpc.aio.AioRpcError) as raised:
            await running.channel.unary_unary("/tracklink.v1.TrackLinkService/Play")(b"")

    assert raised.value.code() is grpc.StatusCode.UNIMPLEMENTED


@pytest.mark.parametrize(("deadline", "most"), [(None, 7.0), (60.0, 35.0), (20.0, 20.0), (4.0, 4.0)])
async def test_the_time_left_is_handed_on(deadline: float | None, most: float) -> None:
    """The server's own limit, else the caller's up to the longest; a part is kept for the way back."""
    given: list[float] = []

    async def timed(query: TrackQuery, timeout_seconds: float) -> LinkAnswer:
        given.append(timeout_seconds)
        return await link_track(query, timeout_seconds)

    async with serving(replace(USE_CASES, link_track=timed), timeout_seconds=7) as running:
        await running.stub.LinkTrack(QUESTION, timeout=deadline)

    assert most / 2 < given[0] <= most
    assert given[0] < (deadline or most + 1)
