"""YouTube Music's playlists, by the requests of its own web player (ytmusicapi).

No published API covers them. A track is added at the end, and then moved before an entry by that entry's name: two
requests, so an interruption may leave it at the end, where the next insertion of it finds it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from ytmusicapi import YTMusic

from tracklink.playlists.entry import Fields
from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.innertube import InnerTube
from tracklink.playlists.remote.playlist import RemoteEntry, RemotePlaylist
from tracklink.playlists.remote.service import (
    LoginNeeded,
    PlaylistChanged,
    PlaylistNotFound,
    Refused,
    ServiceFailed,
    TrackRefused,
)
from tracklink.playlists.remote.shape import Json, count, mapping, objects, text
from tracklink.playlists.remote.youtube_library import layout_known, open_library, open_session
from tracklink.playlists.remote.youtube_login import PROVIDER, kept_headers

MOST_AT_ONCE = 50
"""How many the service takes is not known: its own player sends what the user has chosen."""
LONGEST_TITLE = 150


class YouTubeMusic:
    """The user's playlists, and public ones. An entry is called by its setVideoId.

    A playlist's state has no name, so `version` is empty. None is needed: every change names the entries that it is
    about, and one that is not there any more is refused as a whole.
    """

    provider = PROVIDER
    most_at_once = MOST_AT_ONCE
    takes_copies_too = False

    def __init__(self, access: Access) -> None:
        self._headers = kept_headers()
        self._innertube = InnerTube(access, is_signed_in=self._headers is not None)
        self._session = open_session(self._innertube)
        self._placed: set[str] = set()

    def close(self) -> None:
        """End the connections."""
        self._session.close()

    def read(self, playlist_id: str, market: str, advance: Callable[[int], None]) -> RemotePlaylist:
        """The playlist, a page at a time. Tracks that were deleted outright are not listed at all."""
        id_ = playlist_id.removeprefix("VL")
        library = open_library(self._session, self._headers, market)
        with self._innertube.watched(advance), layout_known():
            told = library.get_playlist(id_, limit=None)
        entries = tuple(_entry(each) for each in objects(told.get("tracks")))
        advance(len(entries))
        playlist = _playlist(id_, text(told.get("title")), entries)
        return replace(playlist, is_editable=told.get("owned") is not False)

    def create(self, title: str, description: str, key: str) -> RemotePlaylist:
        """A private one."""
        del key
        title = _fit(title)
        with layout_known():
            made = self._signed_in().create_playlist(title, description, "PRIVATE")
        if not isinstance(made, str) or not made:
            raise ServiceFailed(f"{PROVIDER} answered with a playlist that has no id")
        return _playlist(made, title, ())

    def created(self, title: str, description: str, key: str) -> RemotePlaylist | None:
        """Found by its description among the user's of this title."""
        del description
        library, title = self._signed_in(), _fit(title)
        with layout_known():
            for each in objects(library.get_library_playlists(limit=None)):
                id_ = text(each.get("playlistId"))
                if each.get("title") == title and key in text(library.get_playlist(id_, limit=1).get("description")):
                    return _playlist(id_, title, ())
        return None

    def insert(
        self,
        playlist: RemotePlaylist,
        position: int,
        ids: Sequence[str],
        added_at: str = "",
        foreign: Collection[str] = (),
    ) -> str:
        """Added and then moved, each on its own; the date of adding is not shown anywhere.

        Raises PlaylistChanged when the entry is gone before which it was to be put, with nothing added.
        """
        del added_at
        if position >= len(playlist.entries):
            self._add(playlist.id, ids)
            return ""
        before = playlist.entries[position]
        _check_editable(before)
        for id_ in ids:
            self._put(playlist, id_, before, foreign)
        return ""

    def remove(self, playlist: RemotePlaylist, positions: Sequence[int]) -> str:
        """By the names of the entries."""
        entries = [playlist.entries[position] for position in positions]
        for entry in entries:
            _check_editable(entry)
        try:
            self._take(playlist.id, {entry.handle: entry.id for entry in entries})
        except (Refused, PlaylistNotFound) as refusal:
            raise PlaylistChanged(f"{refusal}; was the playlist changed meanwhile?") from refusal
        return ""

    def _put(self, playlist: RemotePlaylist, id_: str, before: RemoteEntry, foreign: Collection[str]) -> None:
        left_over = self._left_over(playlist, id_, before, foreign)
        handle = left_over or self._add(playlist.id, [id_])
        if not handle:
            raise ServiceFailed(f"{PROVIDER} did not say what it calls the entry that it added")
        try:
            with layout_known():
                _check_done(self._signed_in().edit_playlist(playlist.id, moveItem=(handle, before.handle)))
        except (Refused, PlaylistNotFound, PlaylistChanged) as refusal:
            if not left_over:
                self._take(playlist.id, {handle: id_})
            raise PlaylistChanged(f"{refusal}; was the playlist changed meanwhile?") from refusal
        self._placed.add(handle)

    def _left_over(self, playlist: RemotePlaylist, id_: str, before: RemoteEntry, foreign: Collection[str]) -> str:
        """What an interruption left of this track, added and not yet put in its place.

        It stands at the end, or at the top where the playlist is set so, and not before such an entry as this one.
        """
        entries = playlist.entries
        for place in (-1, 0):
            entry = entries[place]
            is_in_place = place == 0 and len(entries) > 1 and entries[1].id == before.id
            if entry.id == id_ and entry.handle and not is_in_place and entry.handle not in {*self._placed, *foreign}:
                return entry.handle
        return ""

    def _add(self, playlist_id: str, ids: Sequence[str]) -> str:
        """What the service calls the last of the entries added, where it says so."""
        with layout_known():
            told = self._signed_in().add_playlist_items(playlist_id, list(ids), duplicates=True)
        try:
            _check_done(told)
        except Refused as refusal:
            raise TrackRefused(f"{refusal}: it did not take {', '.join(ids)}") from refusal
        added = objects(mapping(told).get("playlistEditResults"))
        missing = set(ids) - {text(each.get("videoId")) for each in added}
        if added and missing:
            raise TrackRefused(f"{PROVIDER} did not take the track {min(missing)}", missing)
        return text(added[-1].get("setVideoId")) if added else ""

    def _take(self, playlist_id: str, ids: dict[str, str]) -> None:
        """Take away entries, given as ids of tracks by the names of the entries."""
        videos = [{"videoId": id_, "setVideoId": handle} for handle, id_ in ids.items()]
        with layout_known():
            _check_done(self._signed_in().remove_playlist_items(playlist_id, videos))

    def _signed_in(self) -> YTMusic:
        if self._headers is None:
            raise LoginNeeded(f"nobody is logged in to {PROVIDER}: run `tracklink login {PROVIDER}`")
        return open_library(self._session, self._headers)


def open_service(access: Access) -> YouTubeMusic:
    """The service, with the user's login where there is one. Raises LoginNeeded when it cannot be read."""
    return YouTubeMusic(access)


def _fit(title: str) -> str:
    """No title of a playlist may have angle brackets in it."""
    return title.replace("<", "‹").replace(">", "›")[:LONGEST_TITLE]


def _check_done(told: object) -> None:
    """A change that was not made is answered with status 200, too."""
    status = told if isinstance(told, str) else text(mapping(told).get("status"))
    if "SUCCEEDED" not in status:
        raise Refused(f"{PROVIDER} did not make the change")


def _check_editable(entry: RemoteEntry) -> None:
    if not entry.handle:
        raise LoginNeeded(f"{PROVIDER} does not let this login change that: is the playlist yours, is the login yours?")


def _playlist(id_: str, title: str, entries: tuple[RemoteEntry, ...]) -> RemotePlaylist:
    url = f"https://music.youtube.com/playlist?list={id_}"
    return RemotePlaylist(provider=PROVIDER, id=id_, title=title, url=url, entries=entries)


def _entry(told: Json) -> RemoteEntry:
    id_ = text(told.get("videoId"))
    return RemoteEntry(id=id_, fields=_fields(told, id_), handle=text(told.get("setVideoId")))


def _fields(told: Json, id_: str) -> Fields:
    """What is greyed out does not play; in a playlist of somebody else's it has no id either."""
    seconds, is_greyed = count(told.get("duration_seconds")), told.get("isAvailable") is False
    fields: Fields = {
        "name": text(told.get("title")),
        "artists": [name for each in objects(told.get("artists")) if (name := text(each.get("name")))],
        "album": text(mapping(told.get("album")).get("name")),
        "duration_ms": seconds * 1_000 if seconds else None,
        "id": id_ or None,
    }
    return fields | ({"available": not is_greyed} if id_ or is_greyed else {})
