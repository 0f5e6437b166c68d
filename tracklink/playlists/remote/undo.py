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
    under_way: Mapping[str, str] = field(default_factory=dict)
    """In place: new ids by old ones, as they are being replaced; there is some only after an interruption."""
    added: Sequence[str] = field(default=())
    """New playlists: the ids that go into it, in their order."""
    is_finished: bool = False

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises PlaylistError."""
        try:
            stated = json.loads(path.read_text(encoding="utf-8"))
            undo = cls(**stated)
            undo._check()
        except OSError as error:
            raise PlaylistError(f"cannot read {path}: {error.strerror}") from error
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise PlaylistError(f"{path} is no undo file of tracklink: {error}") from error
        return undo

    def write(self, path: Path) -> None:
        """Put it in the file's place, all or nothing. Raises PlaylistError."""
        try:
            replace_file(path, json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n")
        except OSError as error:
            raise PlaylistError(f"cannot write {path}: {error.strerror}") from error

    def finished(self) -> Self:
        """The same change, done."""
        return replace(self, is_finished=True, under_way={})

    def is_about_the_same_as(self, other: Self) -> bool:
        """Whether the other is a change of the same playlist, or makes a new one of the same."""
        if self.kind == "in_place":
            return (self.kind, self.provider, self.playlist_id) == (other.kind, other.provider, other.playlist_id)
        return (self.kind, self.provider, self.source) == (other.kind, other.provider, other.source)

    def _check(self) -> None:
        """Raises ValueError, and TypeError or AttributeError where a field has another form."""
        pairs = (*self.substitutions.items(), *self.under_way.items())
        texts = (self.provider, self.playlist_id, self.source, self.title, *self.before, *self.added, *chain(*pairs))
        if self.kind not in get_args(Kind) or not all(isinstance(text, str) for text in texts):
            raise ValueError("a field has another form")
        if len(set(self.substitutions.values())) < len(self.substitutions):
            raise ValueError("two tracks have the same replacement")
