import locale
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.providers.fake import fault
from tests.tracklink.playlists.remote.conftest import OpenYouTubeMusic
from tests.tracklink.playlists.remote.fake_youtube_music import (
    HEADERS,
    PLAYLIST,
    FakeYouTubeMusicPlaylists,
)
from tests.tracklink.playlists.remote.fake_youtube_music import Shelf as FakeShelf
from tracklink.playlists.remote.playlist import RemotePlaylist
from tracklink.playlists.remote.service import (
    LoginNeeded,
    PlaylistNotFound,
    PlaylistServiceError,
    ServiceFailed,
    ServiceRateLimited,
)
from tracklink.playlists.remote.token_store import TokenStore
from tracklink.playlists.remote.youtube_music import YouTubeMusic

Open = Callable[..., YouTubeMusic]


@pytest.fixture
def fake() -> Iterator[FakeYouTubeMusicPlaylists]:
    """A playlist with every kind of entry."""
    with FakeYouTubeMusicPlaylists("a", "dead") as service:
        service.put("", title="Song deleted", artist="", album="")
        service.put("", title="Private video", artist="", album="")
        service.put("video", artist="", album="", clock="1:00:01")
        yield service


@pytest.fixture
def opened(fake: FakeYouTubeMusicPlaylists, open_youtube_music: OpenYouTubeMusic) -> Open:
    """Opens the service."""
    return partial(open_youtube_music, fake)


def _read(service: YouTubeMusic, playlist: str = PLAYLIST, market: str = "") -> RemotePlaylist:
    return service.read(playlist, market, lambda _: None)


def test_every_kind_of_entry_keeps_its_place(opened: Open) -> None:
    """Greyed out, private, a video; what was deleted outright the library leaves out."""
    playlist = _read(opened())

    assert (playlist.title, playlist.id, playlist.version) == ("Quays", PLAYLIST, "")
    assert [(entry.id, entry.handle, entry.fields.get("available")) for entry in playlist.entries] == [
        ("a", "set1", True),
        ("dead", "set2", False),
        ("", "set4", None),
        ("video", "set5", True),
    ]
    assert playlist.entries[0].fields == {
        "name": "Amber Anchor",
        "artists": ["The Quay Sisters"],
        "album": "Tidewater",
        "duration_ms": 200_000,
        "id": "a",
        "available": True,
    }
    assert playlist.entries[1].fields == playlist.entries[0].fields | {"id": "dead", "available": False}
    assert playlist.entries[3].fields["duration_ms"] == 3_601_000


def test_a_public_playlist_is_read_without_a_login(opened: Open, fake: FakeYouTubeMusicPlaylists) -> None:
    """What is greyed out has no id then, and is gone all the same; nothing can be changed."""
    TokenStore("youtube_music").remove()
    service = opened()
    playlist = _read(service, f"VL{PLAYLIST}", market="DE")

    assert [(entry.id, entry.handle, entry.fields.get("available")) for entry in playlist.entries[:2]] == [
        ("a", "", True),
        ("", "", False),
    ]
    assert fake.requests[0].json["context"]["client"]["gl"] == "DE"
    for change in (lambda: service.create("Mine", "", "k3y"), lambda: service.insert(playlist, 9, ["x"])):
        with pytest.raises(LoginNeeded, match="nobody is logged in to youtube_music"):
            change()


def test_ten_thousand_entries_are_read_in_pages(opened: Open, fake: FakeYouTubeMusicPlaylists) -> None:
    """All of them, in order, through a full quota now and then; who watches hears how many."""
    fake.playlists[PLAYLIST].rows.clear()
    fake.put(*(f"t{number}" for number in range(10_000)))
    fake.inject(fault.status(429, {"Retry-After": "1"}), times=2)
    heard: list[int] = []
    playlist = opened().read(PLAYLIST, "", heard.append)

    assert [entry.id for entry in playlist.entries] == [f"t{number}" for number in range(10_000)]
    assert (heard[0], heard[-1], len(heard)) == (200, 10_000, 100)


def test_a_page_that_is_missing_is_not_the_end(opened: Open, fake: FakeYouTubeMusicPlaylists) -> None:
    """Or the rest of a playlist would silently be lost."""
    fake.put(*(f"t{number}" for number in range(200)))
    fake.inject(lambda exchange: exchange.send(exchange.reply), times=1)
    fake.inject(fault.altered(lambda told: {"responseContext": told["responseContext"]}), times=1)

    with pytest.raises(ServiceFailed, match="left out a page"):
        _read(opened())


def test_a_new_playlist_is_private_and_filled_in_order(opened: Open, fake: FakeYouTubeMusicPlaylists) -> None:
    """Duplicates too; without the brackets that titles may not have; empty it can be read as well."""
    service = opened()
    made = service.create("<Quays> 1", "Made by hand", "k3y")
    assert _read(service, made.id).entries == ()
    service.insert(made, 0, ["x", "y", "x"])

    assert (fake.ids(made.id), made.title) == (["x", "y", "x"], "‹Quays› 1")
    assert fake.playlists[made.id].is_private
    assert made.url == f"https://music.youtube.com/playlist?list={made.id}"


def test_a_login_that_has_run_out_is_told_of(opened: Open, fake: FakeYouTubeMusicPlaylists) -> None:
    """The service answers as to a stranger then; one that cannot be used at all is told of, too."""
    fake.is_login_good = False
    with pytest.raises(LoginNeeded, match="tracklink login youtube_music"):
        _read(opened())

    TokenStore("youtube_music").write({**HEADERS, "cookie": "SID=s3cret"})
    with pytest.raises(LoginNeeded, match="lacks its cookie __Secure-3PAPISID"):
        _read(opened())


def test_what_is_not_the_users_is_not_changed(opened: Open, fake: FakeYouTubeMusicPlaylists) -> None:
    """Nor added to and left so; what is private is not there for strangers."""
    fake.playlists[PLAYLIST].is_owned = False
    service = opened()
    playlist = _read(service)
    with pytest.raises(LoginNeeded, match="is the playlist yours"):
        service.insert(playlist, 0, ["x"])
    with pytest.raises(LoginNeeded, match="is the playlist yours"):
        service.remove(playlist, [0])
    with pytest.raises(LoginNeeded, match="is the playlist yours"):
        service.insert(playlist, 9, ["x"])
    assert "x" not in fake.ids()

    TokenStore("youtube_music").remove()
    fake.playlists["PLsecret"] = FakeShelf("Secret", is_private=True)
    for id_ in ("PLsecret", "PLnone"):
        with pytest.raises(PlaylistNotFound):
            _read(opened(), id_)


def test_the_locale_of_the_process_stays(opened: Open) -> None:
    """The library sets it whenever it is opened."""
    before = locale.setlocale(locale.LC_ALL)
    _read(opened())

    assert locale.setlocale(locale.LC_ALL) == before


@pytest.mark.parametrize(
    ("befalls", "error", "words"),
    [
        (fault.status(429, {"Retry-After": "7"}), ServiceRateLimited, "too often"),
        (fault.replied(fault.Reply(b"", 302, {"Location": "/sorry/index"})), ServiceRateLimited, "robot"),
        (fault.replied(fault.Reply(b"", 302, {"Location": "https://elsewhere"})), ServiceFailed, "another page"),
        (fault.status(401), LoginNeeded, "tracklink login"),
        (fault.status(403), LoginNeeded, "yours"),
        (fault.status(404), PlaylistNotFound, "no such playlist"),
        (fault.html_page(503), ServiceFailed, "status 503"),
        (fault.html_page(), ServiceFailed, "not of its own form"),
        (fault.empty_body, ServiceFailed, "not of its own form"),
        (fault.cut_at_once, ServiceFailed, "cannot be reached"),
        (fault.cut_in_headers, ServiceFailed, "not of its own form"),
        (fault.cut_in_body, ServiceFailed, "cannot be reached"),
        (fault.hang, ServiceFailed, "in time"),
        (fault.length_too_long, ServiceFailed, "in time"),
        (fault.replied(fault.Reply.of_json([])), ServiceFailed, "not of its own form"),
        (fault.altered(lambda told: told | {"contents": {"new": 1}}), ServiceFailed, r"layout than known \(KeyError\)"),
        (fault.altered(lambda told: told | {"contents": None}), ServiceFailed, "layout than known"),
        (fault.altered(lambda told: told | {"contents": 3}), ServiceFailed, r"layout than known \(TypeError\)"),
    ],
)
def test_what_goes_wrong_is_told_in_our_words(
    opened: Open, fake: FakeYouTubeMusicPlaylists, befalls: fault.Fault, error: type[PlaylistServiceError], words: str
) -> None:
    """And never with a cookie in it."""
    fake.inject(befalls)

    with pytest.raises(error, match=words) as raised:
        _read(opened(timeout_seconds=0.3 if words == "in time" else 10.0))
    assert "s3cret" not in str(raised.value)
    if isinstance(raised.value, ServiceRateLimited) and words == "too often":
        assert raised.value.retry_after_seconds == 7.0
