from collections.abc import Iterator
from itertools import count

import pytest

from tests.tracklink.sample_server import SampleServicer
from tracklink.client import (
    DeadlineExceeded,
    FindReplacementResponse,
    InvalidRequest,
    InvalidServer,
    LinkTrackRequest,
    ProviderLink,
    ReviewLinkRequest,
    ServerError,
    ServerUnavailable,
    Track,
    TrackLinkClient,
    TrackRef,
    Violation,
    link_request,
    replacement_request,
)


@pytest.fixture
def client(server: str) -> Iterator[TrackLinkClient]:
    """A client of the running server."""
    with TrackLinkClient(server) as connected:
        yield connected


def test_link_track_takes_pieces_or_a_request(client: TrackLinkClient, servicer: SampleServicer) -> None:
    """Keyword pieces and a whole request ask the same."""
    pieces = client.link_track(title="Kissenschlacht", artists=["Die Nachtkästchen"], duration_ms=185_000)
    whole = client.link_track(link_request(title="Kissenschlacht", artists=["Die Nachtkästchen"], duration_ms=185_000))

    assert pieces == whole
    assert pieces.links[0].outcome == ProviderLink.OUTCOME_LINKED
    assert servicer.asked[0] == servicer.asked[1]


def test_a_dead_id_becomes_a_ref() -> None:
    """`id` stands for the track's ref on the provider."""
    request = replacement_request(provider="deezer", id="661485", title="Bettgeflüster", gone=True)

    assert request.track == Track(title="Bettgeflüster", refs=[TrackRef(provider="deezer", id="661485")])
    assert request.gone


def test_find_replacement(client: TrackLinkClient) -> None:
    """What is not to be had is an answer, no error."""
    answer = client.find_replacement(provider="catalog", id="1")

    assert answer.outcome == FindReplacementResponse.OUTCOME_NOT_FOUND


def test_reviews_and_providers(client: TrackLinkClient) -> None:
    """The other calls of the contract are methods too."""
    review = client.review_link(ReviewLinkRequest(ref=TrackRef(provider="catalog", id="17")))

    assert review.changed
    assert [each.ref.id for each in client.list_reviews("catalog")] == ["0", "1", "2"]
    assert [each.name for each in client.list_providers().providers] == ["catalog", "spotify"]


def test_a_batch_is_cut_into_messages_of_200_rows(client: TrackLinkClient) -> None:
    """Every row of a long batch comes back with its key; the server refuses messages of more rows."""
    rows = ((str(number), link_request(title="Kissenschlacht")) for number in range(450))

    assert {result.key for result in client.link_tracks(rows)} == {str(number) for number in range(450)}


def test_rows_of_one_list_say_so(client: TrackLinkClient, servicer: SampleServicer) -> None:
    """In each message, of either stream; rows beyond 200 are a list of their own."""
    rows = ((str(number), link_request(title="Kissenschlacht")) for number in range(201))
    linked = list(client.link_tracks(rows, one_list=True))
    replaced = list(client.find_replacements([("a", replacement_request(provider="catalog", id="1"))], one_list=True))

    assert (len(linked), len(replaced)) == (201, 1)
    assert servicer.messages == [(200, True), (1, True), (1, True)]


def test_a_row_in_error_does_not_end_the_batch(client: TrackLinkClient) -> None:
    """A row that fails comes with its error among the others."""
    results = client.link_tracks([("bad", link_request()), ("good", link_request(title="Kissenschlacht"))])

    assert {result.key: result.WhichOneof("outcome") for result in results} == {"bad": "error", "good": "response"}


def _broken_rows() -> Iterator[tuple[str, LinkTrackRequest]]:
    yield "a", link_request(title="Kissenschlacht")
    raise KeyError("the caller's own mistake")


def test_what_the_rows_raise_is_raised_to_their_owner(client: TrackLinkClient) -> None:
    """A mistake in the caller's iterable is no server error."""
    with pytest.raises(KeyError, match="own mistake"):
        list(client.link_tracks(_broken_rows()))


def test_a_caller_may_stop_reading(client: TrackLinkClient) -> None:
    """An endless batch ends when its results are left."""
    results = client.link_tracks((str(number), link_request(title="Kissenschlacht")) for number in count())

    assert next(results).key
    results.close()


def test_a_batch_of_replacements(client: TrackLinkClient) -> None:
    """find_replacements gives each answer with the row's key."""
    results = client.find_replacements([("a", replacement_request(provider="catalog", id="1"))])

    assert [(result.key, result.response.outcome) for result in results] == [("a", 3)]


def test_violations_are_named(client: TrackLinkClient) -> None:
    """A refused request tells each field and its cure."""
    with pytest.raises(InvalidRequest) as refused:
        client.link_track(title="Kissenschlacht", isrcs=["short"])

    cure = "an ISRC has twelve characters: write it as QZABC2400001"
    assert refused.value.violations == (Violation("track.isrcs[0]", cure),)
    assert str(refused.value) == f"track.isrcs[0]: {cure}"


def test_an_unavailable_server_is_asked_again(client: TrackLinkClient, servicer: SampleServicer) -> None:
    """UNAVAILABLE is retried until the server is there."""
    servicer.unavailable_calls = 2

    assert client.link_track(title="Kissenschlacht").links
    assert len(servicer.asked) == 3


def test_a_server_that_stays_unavailable_says_why(client: TrackLinkClient, servicer: SampleServicer) -> None:
    """After the last retry the server's own words are the error."""
    servicer.unavailable_calls = 100

    with pytest.raises(ServerUnavailable, match="the server is shutting down"):
        client.link_track(title="Kissenschlacht")


def test_nobody_at_the_address() -> None:
    """The error says where nobody answers and what to do."""
    with TrackLinkClient("127.0.0.1:1") as client, pytest.raises(ServerUnavailable, match="no server answers at 127"):
        client.list_providers()


def test_a_deadline_ends_a_call(server: str) -> None:
    """A server that never answers is left after the time allowed."""
    with TrackLinkClient(server, timeout_seconds=0.05) as client, pytest.raises(DeadlineExceeded):
        client.link_track(title="Endless")


def test_a_defect_carries_its_call_id(client: TrackLinkClient) -> None:
    """An internal error names the call, so that its log line can be found."""
    with pytest.raises(ServerError, match="call c0ffee") as failed:
        client.link_track(title="Defect")

    assert failed.value.call_id == "c0ffee"


@pytest.mark.parametrize("server", ["localhost", "http://localhost:50051", ":50051", "host:0", "host:99999", "a b:1"])
def test_an_address_that_is_none(server: str) -> None:
    """An address without host or port is refused before anything is sent."""
    with pytest.raises(InvalidServer, match="write HOST:PORT"):
        TrackLinkClient(server)


@pytest.mark.parametrize("server", ["localhost:1", "[::1]:50051", "unix:/run/tracklink.sock", "dns:///host:50051"])
def test_addresses_that_are_read(server: str) -> None:
    """Names, IPv6 in brackets, and grpc's own schemes are taken as they are."""
    with TrackLinkClient(server) as client:
        assert client.server == server
