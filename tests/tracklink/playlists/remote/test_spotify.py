from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.providers.fake import fault
from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists, track
from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.change import edit_in_place, make_playlist
from tracklink.playlists.remote.patience import Patience
from tracklink.playlists.remote.playlist import RemotePlaylist
from tracklink.playlists.remote.service import (
    LoginNeeded,
    PlaylistChanged,
    PlaylistNotFound,
    PlaylistServiceError,
    Refused,
    ServiceFailed,
    ServiceRateLimited,
)
from tracklink.playlists.remote.spotify import Spotify, open_service

GONE = {"is_playable": False, "restrictions": {"reason": "market"}}


@pytest.fixture
def fake() -> Iterator[FakeSpotifyPlaylists]:
    """A playlist with every kind of entry."""
    local = {"id": None, "name": "tape.mp3", "type": "track", "is_local": True, "uri": "spotify:local:::tape:9"}
    entries = [
        track("a"),
        track("b", **GONE),
        {"added_at": None, "is_local": False, "item": None},
        {"added_at": None, "is_local": True, "item": local},
        track("swapped", linked_from={"id": "original"}),
        {**track("e"), "item": {"id": "e", "type": "episode", "name": "Talk"}},
        {"added_at": "2019", "track": {**track("old")["item"], "is_playable": None, "available_markets": []}},
    ]
    with FakeSpotifyPlaylists(*entries) as service:
        yield service


Open = Callable[..., Spotify]


@pytest.fixture(name="opened")
def _opened(fake: FakeSpotifyPlaylists) -> Iterator[Open]:
    """Opens the service, and closes it in the end."""
    with ExitStack() as stack:

        def opened(
            bearer: Callable[[str], str] = lambda _: "good", at: str = "", timeout_seconds: float = 10.0
        ) -> Spotify:
            address, patience = at or fake.base_url, Patience(lambda _: None)
            access = Access(bearer=bearer, base_url=address, timeout_seconds=timeout_seconds, patience=patience)
            return stack.enter_context(closing(open_service(access)))

        yield opened


def _read(service: Spotify, playlist: str = PLAYLIST) -> RemotePlaylist:
    return service.read(playlist, "DE", lambda _: None)


def test_every_kind_of_entry_keeps_its_place(opened: Open) -> None:
    """Gone, deleted, local, relinked, an episode, and one in the words before 2026; only tracks have an id."""
    playlist = _read(opened())

    assert (playlist.title, playlist.version, playlist.id) == ("Quays", "s0", PLAYLIST)
    assert [(entry.id, entry.fields.get("available")) for entry in playlist.entries] == [
        ("a", True),
        ("b", False),
        ("", None),
        ("", None),
        ("original", True),
        ("", None),
        ("old", False),
    ]
    assert [entry.is_local for entry in playlist.entries].index(True) == 3
    assert playlist.entries[0].fields == {
        "name": "Amber Anchor",
        "artists": ["The Quay Sisters"],
        "album": "Tidewater",
        "duration_ms": 200_000,
        "isrc": "QZTST2100001",
        "id": "a",
        "available": True,
    }


def test_ten_thousand_entries_are_read_in_pages(opened: Open) -> None:
    """All of them, in order, and who watches hears how many."""
    heard: list[int] = []
    with FakeSpotifyPlaylists(*(track(f"t{number}") for number in range(10_000))) as many:
        playlist = opened(at=many.base_url).read(PLAYLIST, "", heard.append)

    assert [entry.id for entry in playlist.entries] == [f"t{number}" for number in range(10_000)]
    assert (heard[0], heard[-1], len(heard)) == (50, 10_000, 200)


def test_a_token_that_ran_out_is_renewed_once(opened: Open) -> None:
    """In the middle of the work; a login that is not taken at all is told of."""
    asked: list[str] = []

    def bearer(rejected: str) -> str:
        asked.append(rejected)
        return "good" if rejected else "stale"

    playlist = _read(opened(bearer))

    assert (asked, len(playlist.entries)) == (["", "stale"], 7)
    with pytest.raises(LoginNeeded, match="tracklink login spotify"):
        _read(opened(lambda _: "bad"))


def test_dead_tracks_are_replaced_in_their_places(opened: Open, fake: FakeSpotifyPlaylists, tmp_path: Path) -> None:
    """Duplicates too; what has no id stays; dates of the others are as they were."""
    fake.playlists[PLAYLIST] += [track("b", **GONE), track("c")]
    service = opened()
    before = [entry["added_at"] for entry in fake.playlists[PLAYLIST] if (entry.get("item") or {}).get("id") != "b"]
    edit_in_place(service, _read(service), {"b": "B"}, undo_file=tmp_path / "undo.json")
    after = fake.playlists[PLAYLIST]

    assert [(entry.get("item") or {}).get("id") for entry in after] == [
        *("a", "B", None, None, "swapped", "e", None, "B", "c"),
    ]
    assert [entry["added_at"] for entry in after if (entry.get("item") or {}).get("id") != "B"] == before


def test_a_change_of_somebody_else_is_noticed(opened: Open, fake: FakeSpotifyPlaylists) -> None:
    """Nothing is written into a playlist that is not the one that was read."""
    service = opened()
    playlist = _read(service)
    fake.change()

    with pytest.raises(PlaylistChanged):
        service.insert(playlist, 0, ["x"])
    with pytest.raises(PlaylistChanged):
        service.remove(playlist, [0])
    assert fake.ids()[0] == "a"


def test_a_new_playlist_is_private_and_filled_in_order(opened: Open, fake: FakeSpotifyPlaylists) -> None:
    """And has an address to open."""
    service = opened()
    made = service.create("Replacements", "Made by hand", "k3y")
    service.insert(made, 0, ["x", "y"])

    assert (fake.ids(made.id), made.url) == (["x", "y"], f"https://open.spotify.com/playlist/{made.id}")
    assert next(request for request in fake.requests if request.method == "POST").json["public"] is False


def test_a_new_playlist_whose_making_was_not_heard_of_is_found_again(
    opened: Open, fake: FakeSpotifyPlaylists, tmp_path: Path
) -> None:
    """By its description, so that no empty one stays behind."""
    fake.inject(fault.cut_at_once, times=1, on="/v1/me/playlists")
    with pytest.raises(ServiceFailed):
        make_playlist(opened(), "spotify:x", "Quays <2>", ["a"], undo_file=tmp_path / "undo.json")
    made = make_playlist(opened(), "spotify:x", "Quays <2>", ["a"], undo_file=tmp_path / "undo.json")

    assert (list(fake.playlists), fake.ids(made.id)) == ([PLAYLIST, made.id], ["a"])


@pytest.mark.parametrize(
    ("befalls", "error"),
    [
        (fault.status(429, {"Retry-After": "7"}), ServiceRateLimited),
        (fault.status(403), LoginNeeded),
        (fault.status(404), PlaylistNotFound),
        (fault.status(502), ServiceFailed),
        (fault.html_page(), ServiceFailed),
        (fault.empty_body, ServiceFailed),
        (fault.cut_in_headers, ServiceFailed),
        (fault.cut_in_body, ServiceFailed),
        (fault.hang, ServiceFailed),
        (fault.replied(fault.Reply.of_json([])), ServiceFailed),
        (fault.replied(fault.Reply.of_json({"items": 3})), ServiceFailed),
    ],
)
def test_what_goes_wrong_is_told_in_our_words(
    opened: Open, fake: FakeSpotifyPlaylists, befalls: fault.Fault, error: type[PlaylistServiceError]
) -> None:
    """And never with a token in it."""
    fake.inject(befalls)

    with pytest.raises(error) as raised:
        _read(opened(timeout_seconds=0.5))
    assert "good" not in str(raised.value)
    if isinstance(raised.value, ServiceRateLimited):
        assert raised.value.retry_after_seconds == 7.0


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"error": {"status": 400, "message": "Invalid\nbase62 id"}}, "status 400: Invalid base62 id$"),
        ({"errors": [{"detail": "no such country"}, {"detail": "x" * 999}]}, "status 400: no such country; x{183}$"),
        ({"error": "odd"}, "status 400$"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_service(
    opened: Open, fake: FakeSpotifyPlaylists, body: dict[str, object], told: str
) -> None:
    """As of an id or a country that it does not know: nobody else could say what is wrong."""
    fake.inject(fault.replied(fault.Reply.of_json(body, 400)))

    with pytest.raises(Refused, match=told):
        _read(opened())


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (fault.Reply.of_json({"error": {"message": "No such scope"}}, 403), r"do that \(No such scope\): is the"),
        (fault.Reply(b"User not registered\n", 403), r"do that \(User not registered\): is the"),
        (fault.Reply(fault.HTML, 403), "do that: is the"),
    ],
)
def test_a_login_that_may_not_is_told_in_the_words_of_the_service(
    opened: Open, fake: FakeSpotifyPlaylists, reply: fault.Reply, told: str
) -> None:
    """Whether it lacks a scope, or its user is not known to the application; a page is left out."""
    fake.inject(fault.replied(reply))

    with pytest.raises(LoginNeeded, match=told):
        _read(opened())
