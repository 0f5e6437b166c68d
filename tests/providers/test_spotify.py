from collections.abc import Iterator

import pytest

from providers.spotify.session import QUOTA_PAUSE_SECONDS
from tests.providers.fake import fault
from tests.providers.fake.exchange import Reply
from tests.providers.fake.spotify import FakeSpotify, opened
from tests.providers.fake.spotify_tracks import (
    ABROAD,
    HARBOUR,
    HARBOUR_AGAIN,
    ISRC,
    NIGHT,
    REMOVED,
    TOO_LARGE,
    TRACKS,
    UNKNOWN,
)
from tracklink.plugin import (
    Capability,
    Provider,
    ProviderAnswerInvalid,
    ProviderRateLimited,
    Track,
    TrackRef,
)


@pytest.fixture
def fake() -> Iterator[FakeSpotify]:
    """Spotify, with a small catalogue."""
    with FakeSpotify(TRACKS) as service:
        yield service


@pytest.fixture
def spotify(fake: FakeSpotify) -> Provider:
    """The provider, pointed at it."""
    return opened(fake)


def ref(id_: str) -> TrackRef:
    """The ref of an id."""
    return TrackRef("spotify", id_)


def test_every_question_is_one_request(fake: FakeSpotify, spotify: Provider) -> None:
    """And one for the token, before the first; a market goes with the question only when there is one."""
    (by_id,) = spotify.lookup(ref(HARBOUR), None)
    by_isrc = spotify.lookup_isrc(ISRC, "US")
    by_words = spotify.search(Track(title="Harbour Lights", artists=("Mira Vale",)), 5, "GB")

    assert [request.target for request in fake.questions] == [
        f"/v1/tracks/{HARBOUR}",
        f"/v1/search?q=isrc%3A{ISRC}&limit=10&offset=0&type=track&market=US",
        "/v1/search?q=Harbour+Lights+Mira+Vale&limit=5&offset=0&type=track&market=GB",
    ]
    assert fake.count("/api/token") == 1
    assert [found.ref.id for found in by_isrc] == [HARBOUR, HARBOUR_AGAIN]
    assert [found.ref.id for found in by_words] == [HARBOUR]
    assert (by_id.available, by_id.markets) == (True, frozenset({"GB", "US"}))
    assert by_id.track.isrcs == (ISRC,)


def test_a_page_has_ten_tracks_at_most(fake: FakeSpotify, spotify: Provider) -> None:
    """More are refused with status 400; a null in the list is passed over."""
    found = spotify.search(Track(title="Swell"), 25, None)
    assert len(found) == 10
    assert len(fake.questions) == 1


def test_the_substitute_that_plays_names_the_id_asked_for(fake: FakeSpotify, spotify: Provider) -> None:
    """Its id differs from the one asked for, also where an application is told no `linked_from`."""
    for is_lean in (False, True):
        fake.is_lean = is_lean
        (found,) = spotify.lookup(ref(HARBOUR), "DE")
        assert (found.ref, found.relinked_from) == (ref(HARBOUR_AGAIN), ref(HARBOUR))
        assert found.available


def test_a_track_is_found_by_its_id_where_it_does_not_play(spotify: Provider) -> None:
    """It says so; one that was removed plays nowhere and keeps its ISRC."""
    (abroad,) = spotify.lookup(ref(ABROAD), "DE")
    (removed,) = spotify.lookup(ref(REMOVED), None)

    assert (abroad.track.title, abroad.available, abroad.relinked_from) == ("Far Shore", False, None)
    assert (removed.track.title, removed.available, removed.track.isrcs) == ("", False, ("QZTST2100003",))
    assert not spotify.lookup_isrc("QZTST2100003", "DE")


def test_an_application_of_2026_is_told_less(fake: FakeSpotify, spotify: Provider) -> None:
    """No ISRC, no markets, no popularity; the rest stands."""
    fake.is_lean = True
    (found,) = spotify.lookup(ref(NIGHT), None)
    assert (found.track.title, found.track.artists, found.track.explicit) == ("夜の港", ("ミラ・ヴェイル",), True)
    assert (found.track.isrcs, found.track.popularity, found.available, found.markets) == ((), None, None, None)


def test_nothing_found_is_an_answer(fake: FakeSpotify, spotify: Provider) -> None:
    """Unknown ids, ids too large, countries without Spotify; what cannot be an id or a search is not sent at all."""
    assert not spotify.lookup(ref(UNKNOWN), None)
    assert not spotify.lookup(ref(TOO_LARGE), None)
    assert not spotify.lookup(ref(HARBOUR), "CU")
    assert not spotify.search(Track(title="Harbour"), 5, "CU")
    assert not spotify.lookup_isrc("QZTST2199999", None)
    assert len(fake.questions) == 5

    assert not spotify.lookup(ref("../search"), None)
    assert not spotify.search(Track(title='"'), 5, None)
    assert not spotify.lookup_barcode("4006381333931", None)
    assert Capability.LOOKUP_BARCODE not in spotify.declaration.capabilities
    assert len(fake.questions) == 5


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize(
    "reply",
    [
        Reply.of_json({"error": {"status": 404, "message": "Service not found"}}, 404),
        Reply.of_json({"error": "not found"}, 404),
        Reply.of_json({"message": "no Route matched"}, 404),
        Reply(b"<html>Not Found</html>", 404, {"Content-Type": "text/html"}),
        Reply(b"404 page not found", 404, {"Content-Type": "text/plain"}),
        Reply.of_json({"error": {"status": 400, "message": "Invalid limit"}}, 400),
        Reply.of_json({"error": "odd"}, 400),
        Reply(status=302, headers={"Location": "/v1/tracks/elsewhere"}),
        Reply(status=302, headers={"Location": "http://[odd"}),
        Reply(b"[" * 100_000),
        Reply.of_json({"tracks": {"items": None}}),
        Reply.of_json({"id": 7}),
    ],
)
def test_an_answer_that_is_no_answer_finds_nothing_out(fake: FakeSpotify, spotify: Provider, reply: Reply) -> None:
    """A wrong address, a redirection, other JSON: none of them says that there is no such track."""
    fake.inject(fault.replied(reply))
    with pytest.raises(ProviderAnswerInvalid):
        spotify.lookup(ref(HARBOUR), None)
    with pytest.raises(ProviderAnswerInvalid):
        spotify.search(Track(title="Harbour"), 5, None)
    assert len(fake.questions) == 2


@pytest.mark.parametrize(
    ("reason", "headers", "seconds"),
    [
        ("QUOTA_EXCEEDED", {}, QUOTA_PAUSE_SECONDS),
        ("QUOTA_EXCEEDED", {"Retry-After": "a while"}, QUOTA_PAUSE_SECONDS),
        ("QUOTA_EXCEEDED", {"Retry-After": "70"}, 70),
        ("RATE_LIMITED", {}, None),
        (None, {"Retry-After": "7"}, 7),
    ],
)
def test_the_quota_of_an_account_is_told_from_the_rate_limit(
    fake: FakeSpotify, spotify: Provider, reason: str | None, headers: dict[str, str], seconds: float | None
) -> None:
    """It lasts: without a time to come back, nobody asks for an hour."""
    body = {"error": {"status": 429, "message": "Too many requests", "reason": reason}}
    fake.inject(fault.replied(Reply.of_json(body, 429, headers)))

    with pytest.raises(ProviderRateLimited) as limited:
        spotify.lookup(ref(HARBOUR), None)
    assert limited.value.retry_after_seconds == seconds
    assert ("the quota of the developer's account is used up" in f"{limited.value}") == (reason == "QUOTA_EXCEEDED")


def test_nothing_is_logged_as_an_error(fake: FakeSpotify, spotify: Provider, caplog: pytest.LogCaptureFixture) -> None:
    """The library's own account of a failure holds the address and the body."""
    fake.inject(fault.status(503), times=1)
    with pytest.raises(Exception, match="503"):
        spotify.lookup(ref(HARBOUR), None)
    spotify.lookup(ref(UNKNOWN), None)
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]
