"""What is left to do so that each dead track of a playlist has its replacement in its place.

It is told from the playlist as it stands: a replacement is put right before the entry that it replaces, and an entry is
taken away only when its replacement stands before it. So whatever was done before an interruption is not done twice,
and a playlist that somebody edited meanwhile is read again and goes on from there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracklink.playlists.remote.playlist import RemoteEntry

Substitutions = Mapping[str, str]
"""New ids by the old ones that they replace. No new id is in the playlist before."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """A track to be put before the entry at a position, counted from 0."""

    position: int
    id: str


def insertions(entries: Sequence[RemoteEntry], substitutions: Substitutions) -> Iterator[Insertion]:
    """Replacements that do not stand before their entries yet, the last first, so that positions stay true."""
    for position in range(len(entries) - 1, -1, -1):
        new = substitutions.get(entries[position].id)
        if new is not None and not _stands_before(entries, position, new):
            yield Insertion(position, new)


def removals(entries: Sequence[RemoteEntry], substitutions: Substitutions) -> Sequence[int]:
    """Positions of entries whose replacements stand before them."""
    return [
        position
        for position, entry in enumerate(entries)
        if (new := substitutions.get(entry.id)) is not None and _stands_before(entries, position, new)
    ]


def reversed_(substitutions: Substitutions) -> Substitutions:
    """What undoes them; no two old ids have one replacement."""
    return {new: old for old, new in substitutions.items()}


def _stands_before(entries: Sequence[RemoteEntry], position: int, id_: str) -> bool:
    return position > 0 and entries[position - 1].id == id_
