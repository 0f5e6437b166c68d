"""What is left to do so that each dead track of a playlist has its replacement in its place.

It is told from the playlist as it stands: a replacement is put right before the entry that it replaces, and an entry is
taken away only when its replacement stands before it. So whatever was done before an interruption is not done twice,
and a playlist that somebody edited meanwhile is read again and goes on from there. What is not ours to touch, the marks
of the entries tell: they are what a service calls an entry, or when it was added.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from tracklink.playlists.remote.playlist import RemoteEntry

Substitutions = Mapping[str, str]
"""New ids by the old ones that they replace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is replaced in a playlist; made when its first change is to come, and the same until its last is done."""

    substitutions: Substitutions
    only: Sequence[str] | None = None
    """Marks of the entries that are replaced; None: all that have one of the old ids."""
    foreign: Sequence[str] = ()
    """Marks of the entries that had one of the new ids before: none of them was put in for this."""
    copies: Sequence[tuple[int, str]] = ()
    """Places and ids of entries that stay though their track is replaced elsewhere."""

    @classmethod
    def of(
        cls, entries: Sequence[RemoteEntry], substitutions: Substitutions, only: Sequence[str] | None = None
    ) -> Self:
        """The edit of a playlist as it stands; entries that it lacks are not looked for later."""
        new_ids = set(substitutions.values())
        edit = cls(substitutions=substitutions, only=only)
        places = [entry for entry in entries if edit.replaces(entry)]
        ids = {entry.id for entry in places}
        return cls(
            substitutions={old: new for old, new in substitutions.items() if old in ids},
            only=None if only is None else [entry.mark for entry in places],
            foreign=[entry.mark for entry in entries if entry.id in new_ids and entry.mark],
            copies=[
                (place, entry.id) for place, entry in enumerate(entries) if entry.id in ids and not edit.replaces(entry)
            ],
        )

    def replaces(self, entry: RemoteEntry) -> bool:
        """Whether another track comes into the place of this entry."""
        return entry.id in self.substitutions and (self.only is None or entry.mark in self.only)

    def without(self, ids: Collection[str]) -> Self:
        """The same, but for what some tracks were to replace, and for their copies."""
        left = {old: new for old, new in self.substitutions.items() if new not in ids}
        return replace(self, substitutions=left, copies=[copy for copy in self.copies if copy[1] not in ids])


@dataclass(frozen=True, slots=True)
class Insertion:
    """A track to be put before the entry at a position, counted from 0."""

    position: int
    id: str


def insertions(entries: Sequence[RemoteEntry], edit: Edit) -> Iterator[Insertion]:
    """Replacements that do not stand before their entries yet, the last first, so that positions stay true."""
    for position in range(len(entries) - 1, -1, -1):
        if edit.replaces(entries[position]) and not _is_prepared(entries, position, edit):
            yield Insertion(position, edit.substitutions[entries[position].id])


def removals(entries: Sequence[RemoteEntry], edit: Edit) -> Sequence[int]:
    """Positions of entries whose replacements stand before them."""
    return [
        position
        for position, entry in enumerate(entries)
        if edit.replaces(entry) and _is_prepared(entries, position, edit)
    ]


def missing_copies(entries: Sequence[RemoteEntry], edit: Edit) -> Sequence[Insertion]:
    """Copies that a service took away along with what was replaced, the first first: each counts for the next."""
    there = Counter(entry.id for entry in entries)
    missing = []
    for place, id_ in edit.copies:
        there[id_] -= 1
        if there[id_] < 0:
            missing.append(Insertion(place, id_))
    return missing


def reversed_(substitutions: Substitutions) -> Substitutions:
    """What undoes them; no two old ids have one replacement."""
    return {new: old for old, new in substitutions.items()}


def chained(earlier: Substitutions, later: Substitutions) -> Substitutions:
    """Two changes of one playlist as one, so that the first state can be had back.

    A replacement that comes in a second time was gone meanwhile, and what it had replaced with it. An old id that has
    come in again as a replacement stays: put back, it could not be told from what it is there.
    """
    middles, last = set(earlier.values()), set(later.values())
    standing = {old: middle for old, middle in earlier.items() if middle not in last}
    replaced_again = {old: later[middle] for old, middle in earlier.items() if middle in later}
    replaced_now = {old: new for old, new in later.items() if old not in middles}
    both = standing | replaced_again | replaced_now
    come_in = set(both.values())
    return {old: new for old, new in both.items() if old not in come_in}


def _is_prepared(entries: Sequence[RemoteEntry], position: int, edit: Edit) -> bool:
    """Whether the replacement stands before the entry, put there for it."""
    if position == 0:
        return False
    before = entries[position - 1]
    return before.id == edit.substitutions[entries[position].id] and before.mark not in edit.foreign
