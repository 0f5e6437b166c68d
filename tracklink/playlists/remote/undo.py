"""The file that is written before a playlist is changed: what was there, and what is to become of it.

From it `tracklink undo` puts back what was replaced, and the same command, given again after an interruption, goes on
with the playlist that it had begun.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Literal, Self, get_args

from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.edits import Edit
from tracklink.replaced_file import replace_file

Kind = Literal["in_place", "new"]
ENDING = ".undo.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A change of one playlist."""

    kind: Kind
    provider: str
    """Of the playlist that is changed, or made."""
    playlist_id: str
    """Of the playlist that is changed, or was made."""
    source: str = ""
    """New playlists: what they are made of, PROVIDER:ID."""
    title: str = ""
    before: Sequence[str] = field(default=())
    """In place: the ids as they were, in their order; empty where an entry had none."""
    substitutions: Mapping[str, str] = field(default_factory=dict)
    """In place: new ids by old ones."""
    ours: Sequence[str] = field(default=())
    """In place: marks of the entries that were put in, which tell them from copies that somebody added."""
    under_way: Edit | None = None
    """In place: what is being changed; there is some only after an interruption."""
    is_undoing: bool = False
    """Whether that takes back what was replaced."""
    added: Sequence[str] = field(default=())
    """New playlists: the ids that go into it, in their order."""
    key: str = ""
    """New playlists: what tells the one that was made from all others; it stands in its description."""
    is_finished: bool = False

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises PlaylistError."""
        try:
            if path.exists() and not path.is_file():
                raise PlaylistError(f"{path} is no undo file: name a file that stays, no folder and no pipe")
            stated = json.loads(path.read_text(encoding="utf-8"))
            under_way = dict(stated).get("under_way")
            undo = cls(**{**stated, "under_way": under_way and Edit(**under_way)})
            undo._check()
        except OSError as error:
            raise PlaylistError(f"cannot read {path}: {error.strerror}") from error
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise PlaylistError(
                f"{path} is no undo file of tracklink: name one that a repair or a transfer wrote"
            ) from error
        return undo

    def write(self, path: Path) -> None:
        """Put it in the file's place, all or nothing. Raises PlaylistError."""
        try:
            replace_file(path, json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n")
        except OSError as error:
            raise PlaylistError(f"cannot write {path}: {error.strerror}") from error

    def finished(self) -> Self:
        """The same change, done."""
        return replace(self, is_finished=True, under_way=None, is_undoing=False)

    def is_about_the_same_as(self, other: Self) -> bool:
        """Whether the other is a change of the same playlist, or makes a new one of the same."""
        if self.kind == "in_place":
            return (self.kind, self.provider, self.playlist_id) == (other.kind, other.provider, other.playlist_id)
        return (self.kind, self.provider, self.source) == (other.kind, other.provider, other.source)

    def _check(self) -> None:
        """Raises ValueError, and TypeError or AttributeError where a field has another form."""
        edit = self.under_way or Edit(substitutions={})
        pairs = (*self.substitutions.items(), *edit.substitutions.items())
        marks = (*self.ours, *(edit.only or ()), *edit.foreign, *(id_ for _, id_ in edit.copies))
        texts = (
            self.provider,
            self.playlist_id,
            self.source,
            self.title,
            self.key,
            *self.before,
            *self.added,
            *chain(*pairs),
        )
        if self.kind not in get_args(Kind) or not all(isinstance(text, str) for text in (*texts, *marks)):
            raise ValueError("a field has another form")
        "".join(chain(texts, marks)).encode()
        places = [place for place, _ in edit.copies]
        if not all(isinstance(place, int) for place in places) or min(places, default=0) < 0:
            raise ValueError("a place is none")
        if len(set(self.substitutions.values())) < len(self.substitutions):
            raise ValueError("two tracks have the same replacement")
