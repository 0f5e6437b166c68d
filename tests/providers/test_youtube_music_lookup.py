from collections.abc import Iterator

import pytest

from providers.youtube_music import PLUGIN
from tests.providers.fake import fault
from tests.providers.fake.youtube_music import FakeYouTubeMusic
from tests.providers.fake.youtube_music_tracks import AGED, EVERYTHING, PRIVATE, SONG, UPLOADED, VIDEO
from tracklink.plugin import (
    Connection,
    Provider,
    ProviderRateLimited,
    Track,
    TrackRef,
)


@pytest.fixture
def fake() -> Iterator[FakeYouTubeMusic]:
    """The service with its tracks."""
    with FakeYouTubeMusic(*EVERYTHING) as fake:
        yield fake


@pytest.fixture
def provider(fake: FakeYouTubeMusic) -> Provider:
    """The provider that asks it."""
    return PLUGIN.open(Connection(base_url=fake.base_url, timeout_seconds=2.0))


def ref(id_: str) -> TrackRef:
    """A ref as a caller has it."""
    return TrackRef("youtube_music", id_)


def _screen(**labels: object) -> dict[str, object]:
    """What the player shows in place of a picture."""
    return {"playerErrorMessageRenderer": labels}


def test_id_of_a_song(fake: FakeYouTubeMusic, provider: Provider) -> None:
    """One request; a song that plays needs no counterpart. The player credits all names in one."""
    (found,) = provider.lookup(ref(SONG.id), None)

    assert found.track == Track(title="Glass Rivers", artists=("Ida Holm, Nils Berg, Åsa",), duration_ms=259_000)
    assert (found.available, found.relinked_from, found.offered_for) == (True, None, None)
    assert [request.path for request in fake.requests] == ["/youtubei/v1/player"]


def test_counterpart_of_a_video_that_does_not_play(fake: FakeYouTubeMusic, provider: Provider) -> None:
    """A second request finds the song that the service pairs with it; no more, though the queue has further pages."""
    video, song = provider.lookup(ref(VIDEO.id), "DE")

    assert video.track == Track(title="Glass Rivers (Official Video)", artists=("Ida Holm",), duration_ms=3_871_000)
    assert (video.available, song.available) == (False, None)
    assert (song.ref.id, song.offered_for, song.track.release_date) == (SONG.id, ref(VIDEO.id), "2019")
    assert [request.path for request in fake.requests] == ["/youtubei/v1/player", "/youtubei/v1/next"]


@pytest.mark.parametrize(
    "befalls", [fault.html_page(), fault.status(400), fault.altered(lambda body: body | {"contents": {}})]
)
def test_queue_that_cannot_be_read(fake: FakeYouTubeMusic, provider: Provider, befalls: fault.Fault) -> None:
    """It names no counterpart; what the player said stands."""
    fake.inject(befalls, on=".*/next")

    (video,) = provider.lookup(ref(VIDEO.id), None)

    assert (video.ref.id, video.available) == (VIDEO.id, False)


def test_queue_that_may_not_be_asked_for(fake: FakeYouTubeMusic, provider: Provider) -> None:
    """A quota used up is told, for the next question would fail too."""
    fake.inject(fault.status(429, {"Retry-After": "7"}), on=".*/next")

    with pytest.raises(ProviderRateLimited) as limited:
        provider.lookup(ref(VIDEO.id), None)

    assert limited.value.retry_after_seconds == 7.0


def test_private_video(provider: Provider) -> None:
    """Nothing is told of it but that it does not play."""
    (found,) = provider.lookup(ref(PRIVATE.id), None)

    assert (found.ref.id, found.track, found.available) == (PRIVATE.id, Track(), False)


def test_video_behind_a_check_of_age(fake: FakeYouTubeMusic, provider: Provider) -> None:
    """It plays for those who sign in: that is neither yes nor no, and needs no counterpart."""
    (found,) = provider.lookup(ref(AGED.id), None)

    assert found.available is None
    assert fake.count() == 1


@pytest.mark.parametrize(
    "playability",
    [
        {"status": "LOGIN_REQUIRED", "reason": "Sign in to confirm you’re not a bot"},
        {"status": "ERROR", "reason": "Video unavailable. This content isn't available, try again later."},
        {"status": "ERROR", "errorScreen": _screen(subreason={"simpleText": "It isn't available, try again later"})},
        {
            "status": "LOGIN_REQUIRED",
            "errorScreen": _screen(reason={"runs": [{"text": "Solve a"}, {"text": "captcha"}]}),
        },
    ],
)
def test_service_that_has_had_enough(fake: FakeYouTubeMusic, provider: Provider, playability: object) -> None:
    """It says so in the words with which it speaks of a track: the track is called neither gone nor unplayable."""
    fake.inject(
        fault.altered(lambda body: {"responseContext": body["responseContext"], "playabilityStatus": playability})
    )

    with pytest.raises(ProviderRateLimited):
        provider.lookup(ref(SONG.id), None)


@pytest.mark.parametrize(
    ("status", "reason", "available"),
    [
        ("UNPLAYABLE", "This video is not available in your country", False),
        ("LIVE_STREAM_OFFLINE", "This live event will begin in 3 hours.", False),
        ("A_STATUS_OF_TOMORROW", None, False),
        ("LOGIN_REQUIRED", "Private video", False),
        ("LOGIN_REQUIRED", "Please sign in", None),
        ("AGE_VERIFICATION_REQUIRED", None, None),
        ("CONTENT_CHECK_REQUIRED", "The following content may be inappropriate", None),
    ],
)
def test_statuses(
    fake: FakeYouTubeMusic, provider: Provider, status: str, reason: str | None, available: bool | None
) -> None:
    """Anything but OK is a no, apart from what is told only to those who sign in."""
    fake.inject(
        fault.altered(lambda body: {**body, "playabilityStatus": {"status": status, "reason": reason}}), on=".*/player"
    )

    assert provider.lookup(ref(SONG.id), None)[0].available is available


@pytest.mark.parametrize("gone", [ref("g0ne_______"), ref("not an id"), TrackRef("deezer", SONG.id)])
def test_id_that_is_no_track(provider: Provider, gone: TrackRef) -> None:
    """A deleted video is an answer of status 200 without details; what cannot be an id is not asked for."""
    assert provider.lookup(gone, None) == ()


def test_another_track_in_its_place(fake: FakeYouTubeMusic, provider: Provider) -> None:
    """An answer about another id says that this one is played instead."""
    fake.inject(fault.altered(lambda body: {**body, "videoDetails": {**body["videoDetails"], "videoId": UPLOADED.id}}))

    (found,) = provider.lookup(ref(SONG.id), None)

    assert (found.ref.id, found.relinked_from) == (UPLOADED.id, ref(SONG.id))
