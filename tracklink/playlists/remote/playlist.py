"""A playlist as a service lists it."""

from dataclasses import dataclass, field

from tracklink.playlists.entry import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteEntry:
    """One entry, at its place in the list.

    `fields` are what an entry of a playlist file has (tracklink.playlists): name, artists, album, duration_ms, isrc,
    id, available. What no service can play for anybody (a file of the user's own, an entry whose track was deleted)
    has no `id`; it keeps its place and is never touched, and is asked about only where the service greys it out.
    """

    id: str
    """The track's id on the service; empty where there is none."""
    fields: Fields
    handle: str = ""
    """What the service calls this entry of this playlist, where it has a name for it (setVideoId, itemId)."""
    added_at: str = ""
    """ISO 8601, where the service tells."""
    is_local: bool = False
    """A file of the user's own."""

    @property
    def mark(self) -> str:
        """What tells the entry from others of its track: its own name, else when it was added; empty for neither."""
        return self.handle or self.added_at


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePlaylist:
    """A playlist, read to its end."""

    provider: str
    id: str
    title: str
    url: str
    entries: tuple[RemoteEntry, ...] = ()
    version: str = field(default="")
    """What the service calls this state of it (snapshot id, ETag); empty where it has no name for that."""
    is_editable: bool = True
    """False where the service says that it is somebody else's."""
