"""A service that keeps playlists in memory: what a real one promises, with interruptions and strangers at will."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from tracklink.playlists.remote.playlist import RemoteEntry, RemotePlaylist
from tracklink.playlists.remote.service import PlaylistChanged, PlaylistNotFound, ServiceFailed, TrackRefused


def entry(id_: str, added_at: str = "", handle: str = "") -> RemoteEntry:
    """An entry with an id, and what tells it from others."""
    return RemoteEntry(id=id_, fields={"id": id_}, added_at=added_at, handle=handle)


@dataclass
class Shelf:
    """Playlists by id. `interruptions` counts the changes that are still let through, None: all.

    Where it takes copies too, as Spotify does, its entries have no names, and the date of adding is that of the change.
    """

    provider: str = "spotify"
    most_at_once: int = 3
    takes_copies_too: bool = False
    playlists: dict[str, RemotePlaylist] = field(default_factory=dict)
    interruptions: int | None = None
    before_change: Callable[[], None] = lambda: None
    changes: int = 0
    refused: frozenset[str] = frozenset()
    """Tracks that cannot be put in."""
    is_naming_refused: bool = True
    """Whether it names them and takes the others, or takes none of one call."""
    _numbers: Iterator[int] = field(default_factory=count)

    def put(self, *ids: str) -> RemotePlaylist:
        """A playlist of these ids, which remembers when each was added."""
        entries = tuple(self.entry(id_, f"added {place}") for place, id_ in enumerate(ids))
        made = RemotePlaylist(provider=self.provider, id="p1", title="Quays", url="", entries=entries, version="0")
        self.playlists["p1"] = made
        return made

    def entry(self, id_: str, added_at: str = "") -> RemoteEntry:
        """One that no other is like."""
        number = next(self._numbers)
        if self.takes_copies_too:
            return entry(id_, added_at=f"second {number}")
        return entry(id_, added_at, handle=f"entry {number}")

    def close(self) -> None:
        """Nothing is open."""

    def read(self, playlist_id: str, market: str, advance: Callable[[int], None]) -> RemotePlaylist:
        """The playlist as it stands."""
        advance(len(self._of(playlist_id).entries))
        return self._of(playlist_id)

    def created(self, title: str, description: str, key: str) -> RemotePlaylist | None:
        """By the key in its description, which stands for its address here."""
        return next((each for each in self.playlists.values() if key in each.url), None)

    def create(self, title: str, description: str, key: str) -> RemotePlaylist:
        """An empty one."""
        id_ = f"new{len(self.playlists)}"
        made = RemotePlaylist(provider=self.provider, id=id_, title=title, url=description, version="0")
        self.playlists[made.id] = made
        return made

    def insert(
        self,
        playlist: RemotePlaylist,
        position: int,
        ids: Sequence[str],
        added_at: str = "",
        foreign: Collection[str] = (),
    ) -> str:
        """In one go."""
        entries = list(self._now(playlist).entries)
        assert len(ids) <= self.most_at_once
        refused = self.refused.intersection(ids)
        if refused and not self.is_naming_refused:
            raise TrackRefused("something is refused")
        entries[position:position] = [self.entry(id_, added_at) for id_ in ids if id_ not in refused]
        version = self._set(playlist.id, entries)
        if refused:
            raise TrackRefused("these are refused", refused)
        return version

    def remove(self, playlist: RemotePlaylist, positions: Sequence[int]) -> str:
        """In one go."""
        assert len(positions) <= self.most_at_once
        now = self._now(playlist).entries
        ids = {now[place].id for place in positions} if self.takes_copies_too else set()
        kept = [each for place, each in enumerate(now) if place not in positions and each.id not in ids]
        return self._set(playlist.id, kept)

    def edit(self, playlist_id: str, *ids: str) -> None:
        """A stranger's edit: these ids in place of all; entries that were there are the same ones as far as they go."""
        known = list(self._of(playlist_id).entries)
        entries = []
        for id_ in ids:
            same = next((each for each in known if each.id == id_), None)
            if same:
                known.remove(same)
            entries.append(same or self.entry(id_))
        self._set(playlist_id, entries)

    def fill(self, playlist_id: str, entries: Sequence[RemoteEntry]) -> None:
        """A stranger's edit: these entries in place of all."""
        self._set(playlist_id, entries)

    def ids(self, playlist_id: str = "p1") -> list[str]:
        """What it holds."""
        return [each.id for each in self._of(playlist_id).entries]

    def _of(self, playlist_id: str) -> RemotePlaylist:
        if playlist_id not in self.playlists:
            raise PlaylistNotFound("there is no such playlist")
        return self.playlists[playlist_id]

    def _now(self, playlist: RemotePlaylist) -> RemotePlaylist:
        hook, self.before_change = self.before_change, lambda: None
        hook()
        if self.interruptions == 0:
            raise ServiceFailed("the line is cut")
        now = self._of(playlist.id)
        if now.version != playlist.version:
            raise PlaylistChanged("somebody changed it")
        self.interruptions = None if self.interruptions is None else self.interruptions - 1
        self.changes += 1
        return now

    def _set(self, playlist_id: str, entries: Sequence[RemoteEntry]) -> str:
        before = self._of(playlist_id)
        version = str(int(before.version) + 1)
        self.playlists[playlist_id] = replace(before, entries=tuple(entries), version=version)
        return version
