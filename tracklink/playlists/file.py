"""Reading and writing playlists and reports as JSON files."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tracklink.json_text import read_json
from tracklink.playlists.entry import Entry, Fields, PlaylistError, read_entry
from tracklink.replaced_file import real, replace_file
from tracklink.text_of import text_of

_FIRST_INDENT = re.compile(r"\s*\[\r?\n(?P<indent>[ \t]*)\{")


@dataclass(frozen=True, slots=True)
class Playlist:
    """The entries of a file in their order, and the text that they were read from."""

    entries: tuple[Entry, ...]
    text: str

    def text_with(self, changed: Sequence[Fields]) -> str:
        """The file with its entries as changed, indented as before; the very same text when nothing changed."""
        if list(changed) == [entry.fields for entry in self.entries]:
            return self.text
        return self._laid_out(changed) + ("\n" if self.text.endswith("\n") else "")

    def _laid_out(self, changed: Sequence[Fields]) -> str:
        """On one line, an entry a line, or indented: as the file was."""
        first = _FIRST_INDENT.match(self.text)
        if not first:
            return _json(changed)
        if self.text.strip().count("\n") == len(changed) + 1:
            return "[\n" + ",\n".join(first["indent"] + _json(fields) for fields in changed) + "\n]"
        return _json(changed, first["indent"])


def _json(value: object, indent: str | int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def _parsed(path: Path, text: str) -> object:
    try:
        value = read_json(text)
        _json(value).encode()
    except (ValueError, RecursionError) as error:
        raise PlaylistError(f"{path} is not the JSON of a playlist: {error}") from error
    return value


def _text_of(path: Path) -> str:
    try:
        return text_of(path.read_bytes())
    except UnicodeDecodeError as error:
        raise PlaylistError(f"{path} is not written in UTF-8: byte {error.start} fits nowhere") from error
    except OSError as error:
        raise PlaylistError(f"cannot read {path}: {error.strerror}") from error


def read_playlist(path: Path) -> Playlist:
    """The playlist of a file; raises PlaylistError."""
    text = _text_of(path)
    value = _parsed(path, text)
    if not isinstance(value, list):
        raise PlaylistError(f"{path} is no list: a playlist is a JSON array of entries, [{{...}}, {{...}}]")
    try:
        return Playlist(tuple(read_entry(position, each) for position, each in enumerate(value, start=1)), text)
    except PlaylistError as error:
        raise PlaylistError(f"{path}: {error}") from error


def write_playlist(path: Path, text: str, like: Path) -> None:
    """Put the text in place of the file, all of it or none, with the mode of the file `like`; raises PlaylistError."""
    try:
        replace_file(real(path), text, like)
    except OSError as error:
        raise PlaylistError(f"cannot write {path}: {error.strerror}") from error


def write_json(path: Path, value: object, like: Path) -> None:
    """Write a value as indented JSON, likewise."""
    write_playlist(path, _json(value, 2) + "\n", like)
