"""What MusicBrainz is asked, and how often."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from providers import deezer, spotify, tidal, youtube_music
from providers.musicbrainz import DECLARATION, plugin
from tests.providers.fake import fault
from tests.providers.fake.exchange import Reply
from tests.providers.fake.musicbrainz import FakeMusicBrainz
from tests.providers.fake.musicbrainz_xml import Recording, Release
from tracklink.plugin import (
    Candidate,
    Connection,
    Provider,
    ProviderAnswerInvalid,
    ProviderError,
    ReleaseKind,
    Track,
    TrackRef,
)

OTHERS = [module.DECLARATION for module in (deezer, spotify, tidal, youtube_music)]
GONE_MBID = "00000000-0000-4000-8000-000000000009"
SPOTIFY = TrackRef("spotify", "0000000000000000000abc")
BARCODE = "4006381333931"
UNREADABLE = r"^musicbrainz gave an answer (that cannot be read \(\w+\)|without [\w -]+)\.$"
METADATA = b'<metadata xmlns="http://musicbrainz.org/ns/mmd-2.0#">%s</metadata>'
DIKES = Release(id="aaaaaaaa-0000-4000-8000-000000000001", title="Dikes", date="2004", secondary_types=("Live",))
SAMPLER = Release(id="aaaaaaaa-0000-4000-8000-000000000002", title="Coast", date="2011-05", barcode=BARCODE)
TIDE = Recording(
    id="5f0c1d2e-0a1b-4c3d-8e4f-a5b6c7d8e9f0",
    title="Low Tide",
    artists=(("Polder Choir", "Polder Choir", ""),),
    length="201400",
    disambiguation="live",
    isrcs=("NLA201234567",),
    releases=(DIKES, SAMPLER),
    urls=("https://open.spotify.com/track/0000000000000000000abc", "https://www.youtube.com/watch?v=abcdefghijk"),
    ended_urls=("https://tidal.com/track/77",),
    merged=("5f0c1d2e-0a1b-4c3d-8e4f-000000000000",),
)
LIGHTHOUSE = Recording(
    id="5f0c1d2e-0a1b-4c3d-8e4f-a5b6c7d8e9f1",
    title="灯台",
    aliases=("Lighthouse",),
    artists=(("岬", "Misaki", ""),),
    isrcs=("NLA201234567",),
    urls=("https://www.deezer.com/track/5", "https://www.youtube.com/watch?v=abcdefghijk"),
)


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeMusicBrainz]:
    with FakeMusicBrainz(TIDE, LIGHTHOUSE) as fake:
        yield fake


@pytest.fixture(name="provider")
def _provider(fake: FakeMusicBrainz) -> Provider:
    return plugin(OTHERS).open(Connection(base_url=fake.base_url))


def test_an_mbid_takes_one_request(fake: FakeMusicBrainz, provider: Provider) -> None:
    """Credits, releases with their groups and places, ISRCs and URLs all come with it."""
    (found,) = provider.lookup(TrackRef("musicbrainz", TIDE.id), "NL")

    assert found.ref == TrackRef("musicbrainz", TIDE.id)
    assert found.track.artists == ("Polder Choir",)
    assert (found.track.album, found.track.release_kind, found.track.track_number) == ("Dikes", ReleaseKind.LIVE, 1)
    assert found.track.refs == (SPOTIFY, TrackRef("youtube_music", "abcdefghijk"))
    assert (found.available, found.markets) == (None, None)
    assert fake.count() == 1


def test_a_merged_recording_is_the_one_that_it_went_into(provider: Provider) -> None:
    """The service answers an old MBID with the new recording: nothing plays here, so that nothing is relinked."""
    (found,) = provider.lookup(TrackRef("musicbrainz", TIDE.merged[0]), None)

    assert (found.ref.id, found.track.mbid, found.relinked_from) == (TIDE.id, TIDE.id, None)


def test_a_redirect_to_the_new_recording_is_followed(fake: FakeMusicBrainz, provider: Provider) -> None:
    """As a mirror's cache in front of the service may answer an old MBID."""
    fake.inject(fault.replied(Reply(b"", 301, {"Location": f"/ws/2/recording/{TIDE.id}"})), times=1)

    (found,) = provider.lookup(TrackRef("musicbrainz", TIDE.merged[0]), None)

    assert found.ref.id == TIDE.id


def test_what_is_no_mbid_is_not_asked_for(fake: FakeMusicBrainz, provider: Provider) -> None:
    """The service would answer 400."""
    assert provider.lookup(TrackRef("musicbrainz", "12/../3"), None) == ()
    assert fake.count() == 0


def test_an_isrc_takes_one_request_and_may_be_shared(fake: FakeMusicBrainz, provider: Provider) -> None:
    """Credits and lengths come with the list of its recordings."""
    tide, lighthouse = provider.lookup_isrc("NLA201234567", None)

    assert (tide.track.duration_ms, tide.track.isrcs, tide.track.version) == (201_400, ("NLA201234567",), "live")
    assert lighthouse.track.artists == ("岬",)
    assert fake.count() == 1


@pytest.mark.parametrize("ref", [SPOTIFY, TrackRef("tidal", "77"), TrackRef("deezer", "5")])
def test_an_id_of_another_service_takes_two_requests(fake: FakeMusicBrainz, provider: Provider, ref: TrackRef) -> None:
    """Its URL's relations, then the recording, also where the URL's page is gone: it is the dead ids that are asked."""
    (found,) = provider.lookup(ref, None)

    assert found.ref.id == (LIGHTHOUSE.id if ref.provider == "deezer" else TIDE.id)
    assert ref in found.track.refs
    assert fake.count("/ws/2/url") == 1
    assert fake.count() == 2


@pytest.mark.parametrize("id_", ["abcdefghijk", "zzzzzzzzzzz"])
def test_a_url_of_several_recordings_identifies_none(fake: FakeMusicBrainz, provider: Provider, id_: str) -> None:
    """Neither does one that is not known. A video's URL is asked for on both of its hosts at once."""
    assert provider.lookup(TrackRef("youtube_music", id_), None) == ()
    assert fake.count() == 1
    assert len(fake.requests[0].query["resource"]) == 2


@pytest.mark.parametrize("ref", [TrackRef("catalog", "5"), TrackRef("spotify", "not an id")])
def test_what_has_no_page_is_not_asked_for(fake: FakeMusicBrainz, provider: Provider, ref: TrackRef) -> None:
    """Neither the catalog's ids nor ids of another form than the service's own stand in a URL."""
    assert provider.lookup(ref, None) == ()
    assert fake.count() == 0


def test_a_barcode_takes_two_requests(fake: FakeMusicBrainz, provider: Provider) -> None:
    """The release, then the recordings on it, which stand on that release."""
    (found,) = provider.lookup_barcode(BARCODE, None)

    assert (found.track.album, found.track.release_mbid, found.track.barcode) == ("Coast", SAMPLER.id, BARCODE)
    assert found.track.release_date == "2004"
    assert fake.count() == 2
    assert provider.lookup_barcode("36000291452", None) == ()
    assert fake.count() == 3


@pytest.mark.parametrize("title", ["灯台", "Lighthouse", "LIGHTHOUSE (AND) \\ more: [x"])
def test_a_search_takes_one_request(fake: FakeMusicBrainz, provider: Provider, title: str) -> None:
    """A title is found in any script, by an alias and among Lucene's own signs."""
    found = provider.search(Track(title=title, artists=("Misaki",)), 1, None)

    assert [candidate.ref.id for candidate in found] == [LIGHTHOUSE.id]
    assert fake.requests[0].query["limit"] == ["1"]
    assert fake.count() == 1


def test_a_search_for_nothing_is_not_asked(fake: FakeMusicBrainz, provider: Provider) -> None:
    """The service would answer 400; and it takes a limit of at most a hundred."""
    assert provider.search(Track(album="Coast"), 25, None) == ()
    assert provider.search(Track(title="nowhere"), 500, None) == ()
    assert fake.requests[0].query["limit"] == ["100"]
    assert fake.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Back soon</body></html>",
        b"<!DOCTYPE html><br>",
        b'{"recordings": []}',
        METADATA % b"",
        METADATA % b'<recording-list count="many"/><release-list count="many"/>',
        METADATA % b"<recording id='x'><relation-list/></recording>",
        METADATA % b"<recording><isrc-list><isrc/></isrc-list></recording>",
        METADATA % b"<recording id='x'/>",
        b"\xff\xfe\x00",
    ],
)
def test_other_xml_is_an_invalid_answer(fake: FakeMusicBrainz, provider: Provider, body: bytes) -> None:
    """Whatever the library makes of it; the message tells nothing of the body."""
    fake.inject(fault.replied(Reply(body)))

    asks: list[Callable[[], Sequence[Candidate]]] = [
        lambda: provider.lookup(TrackRef("musicbrainz", TIDE.id), None),
        lambda: provider.lookup_isrc("NLA201234567", None),
        lambda: provider.lookup(SPOTIFY, None),
        lambda: provider.lookup_barcode(BARCODE, None),
        lambda: provider.search(Track(title="Tide"), 5, None),
    ]
    for ask in asks:
        with pytest.raises(
            ProviderAnswerInvalid, match=r"^musicbrainz gave an answer (that cannot be read \(\w+\)|without [\w -]+)\.$"
        ):
            ask()


@pytest.mark.parametrize("status", [400, 401, 403, 405, 429, 500, 502, 503, 504])
def test_every_status_is_a_providers_error(fake: FakeMusicBrainz, provider: Provider, status: int) -> None:
    """Only a 404 means that there is nothing; a refused include or a banned User-Agent does not."""
    fake.inject(fault.status(status))

    with pytest.raises(ProviderError, match=f"^musicbrainz answered with status {status}"):
        provider.lookup(TrackRef("musicbrainz", TIDE.id), None)
    assert fake.count() == 1


def test_what_is_not_there_is_no_error(provider: Provider) -> None:
    """404 to an MBID, an ISRC and a URL; an empty list to a search."""
    assert provider.lookup(TrackRef("musicbrainz", GONE_MBID), None) == ()
    assert provider.lookup_isrc("NLA209999999", None) == ()
    assert provider.lookup(TrackRef("deezer", "6"), None) == ()


def test_it_needs_no_settings(provider: Provider) -> None:
    """MusicBrainz allows one request a second to each address."""
    assert provider.missing_settings() == ()
    assert provider.declaration is DECLARATION
    assert DECLARATION.quota is not None
    assert DECLARATION.quota.interval_seconds == 1.0
