from collections.abc import Iterator
from contextlib import closing

import pytest

from providers.deezer.provider import DeezerProvider
from tests.providers.fake import fault
from tests.providers.fake.deezer import CALM, GONE, NO_DATA, RELEASE, VALE, FakeDeezer, Json, stocked
from tests.providers.fake.exchange import Reply
from tracklink.plugin import (
    Connection,
    Provider,
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderRefused,
    ProviderUnavailable,
    ReleaseKind,
    Track,
    TrackRef,
)

GONE_REF = TrackRef("deezer", "16")


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeDeezer]:
    with stocked() as fake:
        yield fake


@pytest.fixture(name="deezer")
def _deezer(fake: FakeDeezer) -> Iterator[Provider]:
    with closing(DeezerProvider(Connection(base_url=fake.base_url, user_agent="tracklink-tests/1.0"))) as provider:
        yield provider


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"type": "Exception", "message": "Quota limit exceeded", "code": 4}, ProviderRateLimited),
        ({"type": "Exception", "message": "Items limit", "code": "4"}, ProviderRateLimited),
        ({"type": "Exception", "message": "Service busy", "code": 700}, ProviderUnavailable),
        ({"type": "OAuthException", "message": "Permission", "code": 200}, ProviderRefused),
        ({"type": "OAuthException", "message": "Invalid token", "code": 300}, ProviderRefused),
        ({"type": "Exception", "message": "Items limit", "code": 100}, ProviderAnswerInvalid),
        ({"type": "ParameterException", "message": "Wrong parameter", "code": 500}, ProviderAnswerInvalid),
        ({"type": "MissingParameterException", "message": "Missing", "code": 501}, ProviderAnswerInvalid),
        ({"type": "InvalidQueryException", "message": "Query", "code": 600}, ProviderAnswerInvalid),
        ({"type": "IndividualAccountChangedNotAllowedException", "code": 901}, ProviderAnswerInvalid),
        ({"type": "DataException", "message": "no code"}, ProviderAnswerInvalid),
        ({"code": {"?": "?"}}, ProviderAnswerInvalid),
        ("a plain text", ProviderAnswerInvalid),
        ([800], ProviderAnswerInvalid),
    ],
)
def test_an_error_with_status_200_means_what_its_code_says(
    fake: FakeDeezer, deezer: Provider, error: object, kind: type[ProviderError]
) -> None:
    """Only 800 says that the service does not know the track."""
    fake.answers["/track/17"] = {"error": error}

    with pytest.raises(ProviderError) as raised:
        deezer.lookup(TrackRef("deezer", "17"), None)
    assert type(raised.value) is kind
    assert getattr(raised.value, "retry_after_seconds", None) is None
    assert len(fake.requests) == 1


@pytest.mark.parametrize("status", [200, 404])
@pytest.mark.parametrize("error", [{"type": "DataException", "message": "no data", "code": 800}, {"code": "800"}])
def test_no_data_is_no_error(fake: FakeDeezer, deezer: Provider, status: int, error: Json) -> None:
    """With either status."""
    fake.inject(fault.replied(Reply.of_json({"error": error}, status)))

    assert deezer.lookup(GONE_REF, None) == ()
    assert deezer.lookup_isrc("QZTST2100005", None) == ()
    assert deezer.lookup_barcode("4006381333931", None) == ()
    assert deezer.search(Track(title="Calm"), 5, None) == ()


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(b"", 403), ProviderRateLimited),
        (Reply(b"<html>Forbidden</html>", 403), ProviderRateLimited),
        (Reply.of_json(NO_DATA, 403), ProviderRateLimited),
        (Reply.of_json({"error": {"code": 4}}, 403), ProviderRateLimited),
        (Reply.of_json({"error": {"code": 200}}, 403), ProviderRefused),
        (Reply.of_json({"error": {"code": 300}}, 403), ProviderRefused),
    ],
)
def test_a_403_throttles_unless_its_code_says_that_it_refuses(
    fake: FakeDeezer, deezer: Provider, reply: Reply, kind: type[ProviderError]
) -> None:
    """There are no credentials; and with whatever words, it is never a "no"."""
    fake.inject(fault.replied(reply))

    with pytest.raises(ProviderError) as raised:
        deezer.lookup(GONE_REF, None)
    assert type(raised.value) is kind


def test_no_data_behind_a_server_error_is_not_believed(fake: FakeDeezer, deezer: Provider) -> None:
    """A negative answer is remembered, an unavailable service is not."""
    fake.inject(fault.replied(Reply.of_json(NO_DATA, 500)))

    with pytest.raises(ProviderUnavailable):
        deezer.lookup(GONE_REF, None)


def test_a_track_that_has_gone_comes_with_its_substitute(fake: FakeDeezer, deezer: Provider) -> None:
    """Both from one request; the substitute is offered, not played by itself."""
    gone, offered = deezer.lookup(GONE_REF, "DE")

    assert (gone.ref, gone.available, gone.markets, gone.offered_for) == (GONE_REF, False, frozenset(), None)
    assert (offered.ref, offered.available, offered.offered_for) == (TrackRef("deezer", "17"), True, GONE_REF)
    assert offered.relinked_from is None
    assert offered.track.title == "Calm (Harbour Mix)"
    assert len(fake.requests) == 1


@pytest.mark.parametrize("alternative", [None, {}, [], "17", {"id": 16, "type": "track"}, {"id": 3, "type": "artist"}])
def test_what_is_no_other_track_is_not_offered(fake: FakeDeezer, deezer: Provider, alternative: object) -> None:
    """The track itself, an artist, or nothing that can be read."""
    fake.answers["/track/16"] = {**GONE, "alternative": alternative}

    assert [candidate.ref for candidate in deezer.lookup(GONE_REF, None)] == [GONE_REF]


def test_another_track_in_the_place_of_the_one_asked_for_is_relinked(fake: FakeDeezer, deezer: Provider) -> None:
    """Deezer answers some ids with the track of another."""
    fake.answers["/track/15"] = CALM

    (track,) = deezer.lookup(TrackRef("deezer", "15"), None)
    assert (track.ref.id, track.relinked_from) == ("17", TrackRef("deezer", "15"))


def test_a_hit_of_another_isrc_is_none(fake: FakeDeezer, deezer: Provider) -> None:
    """One that states no ISRC may be right."""
    fake.answers["/track/isrc:QZTST2100005"] = {**CALM, "isrc": "QZTST2100099"}
    assert deezer.lookup_isrc("QZTST2100005", None) == ()

    fake.answers["/track/isrc:QZTST2100005"] = {**CALM, "isrc": ""}
    (track,) = deezer.lookup_isrc("QZTST2100005", None)
    assert track.track.isrcs == ()


def test_a_barcode_brings_a_release_with_all_its_tracks(fake: FakeDeezer, deezer: Provider) -> None:
    """What the release states is stated of each; asked with the twelve digits that Deezer wants."""
    calm, night = deezer.lookup_barcode("4006381333931", None)

    assert (calm.track.isrcs, calm.track.track_number, calm.track.album) == (("QZTST2100005",), 4, "Tidewater")
    assert (calm.track.barcode, calm.track.release_kind) == ("4006381333931", ReleaseKind.ALBUM)
    assert (calm.track.album_artists, calm.track.genres) == (("Mira Vale",), ("Shanty",))
    assert night.track.title == "夜の港"
    assert deezer.lookup_barcode("42", None) == deezer.lookup_barcode("73513537", None) == ()
    assert [request.path for request in fake.requests] == [
        "/album/upc:4006381333931",
        "/album/501/tracks",
        "/album/upc:000073513537",
    ]


def test_a_release_with_another_barcode_is_none(fake: FakeDeezer, deezer: Provider) -> None:
    """Deezer has answered with one."""
    fake.answers["/album/upc:4006381333931"] = {**RELEASE.stated, "upc": "5901234123457"}

    assert deezer.lookup_barcode("4006381333931", None) == ()
    assert len(fake.requests) == 1


def test_a_search_is_plain_words(fake: FakeDeezer, deezer: Provider) -> None:
    """Title and first artist, without what makes fields of them. Hits state no ISRC, and none is asked for."""
    query = Track(title='Calm: 7" (Harbour Mix)', artists=("Mira Vale", "Tom Keel"))
    fake.tracks = {17: {**CALM, "title": 'Calm: 7" (Harbour Mix)'}}

    (hit,) = deezer.search(query, 5, None)

    assert fake.requests[0].query == {"q": ["Calm 7 (Harbour Mix) Mira Vale"], "limit": ["5"]}
    assert (hit.track.isrcs, hit.markets, hit.track.artists) == ((), None, (VALE["name"],))
    assert len(fake.requests) == 1
    assert fake.requests[0].headers["user-agent"] == "tracklink-tests/1.0"


def test_ids_and_isrcs_of_another_form_are_not_asked_for(fake: FakeDeezer, deezer: Provider) -> None:
    """Nor are titles without a word."""
    assert deezer.lookup(TrackRef("deezer", "../user/me"), None) == ()
    assert deezer.lookup(TrackRef("spotify", "17"), None) == ()
    assert deezer.lookup_isrc("QZTST2100005/..", None) == ()
    assert deezer.search(Track(title='"'), 5, None) == ()
    assert fake.requests == []


def test_a_base_url_may_have_a_path(fake: FakeDeezer) -> None:
    """A mirror behind a proxy."""
    fake.answers["/deezer/track/17"] = CALM
    with closing(DeezerProvider(Connection(base_url=f"{fake.base_url}/deezer"))) as provider:
        assert provider.lookup(TrackRef("deezer", "17"), None)


def test_a_second_request_is_announced(fake: FakeDeezer) -> None:
    """So that it takes a slot of the quota; the first is taken by whoever calls the verb."""
    announced: list[int] = []
    connection = Connection(base_url=fake.base_url, before_another=lambda: announced.append(len(fake.requests)))
    with closing(DeezerProvider(connection)) as deezer:
        assert deezer.lookup_barcode("4006381333931", None)
        assert announced == [1]
        assert len(fake.requests) == 2

        assert deezer.lookup(GONE_REF, None)
        assert announced == [1]
