from hypothesis import given
from hypothesis import strategies as st

from service.wire.result import answered, failed
from tracklink.v1 import link_service_pb2 as link

KEYS = st.text(max_size=300)
ROW = st.tuples(KEYS, st.text(max_size=40_000) | st.none())


@given(st.lists(ROW, max_size=5))
def test_results_one_after_the_other_are_a_message(rows: list[tuple[str, str | None]]) -> None:
    """Whatever their keys and however long, protobuf reads what was put together by hand."""
    told = b"".join(
        failed(link.CallError(code=3, message="no"), key)
        if reason is None
        else answered(link.LinkTrackResponse(links=[link.ProviderLink(reason=reason)]).SerializeToString(), key)
        for key, reason in rows
    )
    message = link.LinkTracksResponse.FromString(told)

    assert [result.key for result in message.results] == [key for key, _ in rows]
    for result, (_, reason) in zip(message.results, rows, strict=True):
        assert result.WhichOneof("outcome") == ("error" if reason is None else "response")
        assert reason is None or result.response.links[0].reason == reason


@given(KEYS, st.text(max_size=1_000))
def test_replacements_have_the_same_form(key: str, reason: str) -> None:
    """The two messages of answers give the same numbers to the same fields."""
    response = link.FindReplacementResponse(reason=reason)
    message = link.FindReplacementsResponse.FromString(
        answered(response.SerializeToString(), key) + failed(link.CallError(code=4), key)
    )

    assert [result.key for result in message.results] == [key, key]
    assert message.results[0].response == response
    assert message.results[1].error.code == 4
