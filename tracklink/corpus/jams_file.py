"""One JAMS file: what it says of its track, and the same file with links (jams.readthedocs.io, "The JAMS schema")."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from tracklink.corpus.error import FileError
from tracklink.corpus.identifiers import Identifiers, read_identifiers
from tracklink.corpus.rule import KINDS, Kind, Rule
from tracklink.json_text import read_json
from tracklink.text_of import text_of
from tracklink.v1.track_pb2 import Track, TrackRef

Fields = dict[str, Any]

_DATE = re.compile(r"[1-9]\d{3}-\d{2}(-\d{2})?")
_LARGEST_MS = 2**31 - 1
_LARGEST_NUMBER = 9_999
_LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class JamsFile:
    """The document of a file. Nothing of it is lost in a copy: annotations, unknown keys and their order stay."""

    document: Fields
    rule: Rule

    @property
    def metadata(self) -> Fields:
        """The `file_metadata` object."""
        return cast("Fields", self.document["file_metadata"])

    @property
    def sandbox(self) -> Fields:
        """The `sandbox` of the whole file; empty where there is none."""
        stated = self.document.get("sandbox")
        return stated if isinstance(stated, dict) else {}

    @property
    def kind(self) -> Kind:
        """Whether it annotates a recording or a score, whose length is no recording's."""
        stated = self.sandbox.get("type")
        return stated if stated in KINDS else self.rule.kind

    @property
    def identifiers(self) -> Identifiers:
        """What it is called elsewhere."""
        stated = self.metadata.get("identifiers")
        return read_identifiers(stated if isinstance(stated, dict) else {}, names_release=self.rule.names_release)

    def track(self) -> Track:
        """What the file says of its track. Anything that cannot be read is left unset."""
        title, artists = _text(self.metadata.get("title")), self._artists()
        if apart := self.rule.apart(title):
            title, artists = apart[0], [apart[1]]
        known = self.identifiers
        return Track(
            title=title,
            artists=artists,
            album=_text(self.metadata.get("release")),
            duration_ms=_duration_ms(self.metadata.get("duration")) if self.kind == "audio" else None,
            track_number=_number(self.sandbox.get("track_number"), _LARGEST_NUMBER),
            release_date=_date(self.sandbox.get("release_year")),
            mbid=known.mbid,
            release_mbid=known.release_mbid,
            isrcs=known.isrcs,
            refs=[TrackRef(provider=provider, id=id_) for provider, id_ in known.refs],
        )

    def _artists(self) -> list[str]:
        """The artist, else who composed a score or played on a recording."""
        people = self.sandbox.get("composers" if self.kind == "score" else "performers")
        return list(_texts(self.metadata.get("artist"))) or list(_texts(people))


def read_jams(text: str, rule: Rule) -> JamsFile:
    """The document of a file's text. Raises FileError."""
    if not text:
        raise FileError("it is empty")
    try:
        document = read_json(text)
    except (ValueError, RecursionError) as error:
        raise FileError(f"not JSON: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("file_metadata"), dict):
        raise FileError("no JAMS: it has no object file_metadata")
    return JamsFile(document, rule)


def read_jams_file(path: Path, rule: Rule) -> JamsFile:
    """The document of a file. Raises FileError."""
    try:
        return read_jams(text_of(octets_of(path)), rule)
    except UnicodeDecodeError as error:
        raise FileError(f"not written in UTF-8: byte {error.start} fits nowhere") from error


def octets_of(path: Path) -> bytes:
    """What stands in a file. Raises FileError."""
    try:
        if path.exists() and not path.is_file():
            raise FileError("cannot be read: it is a pipe or a device")
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"cannot be read: {error.strerror}") from error


def linked_text(jams: JamsFile, links: Mapping[str, object], fields: Mapping[str, object], found: Fields) -> str:
    """The file's text with links as identifiers, empty fields filled, and what was found under `sandbox.tracklink`.

    `fields` are values by the names of `file_metadata`, or of the sandbox (`track_number`, `release_year`).
    Raises FileError.
    """
    metadata, sandbox = dict(jams.metadata), dict(jams.sandbox)
    stated = metadata.get("identifiers")
    kept = jams.identifiers.renamed(stated if isinstance(stated, dict) else {})
    metadata["identifiers"] = kept | {name: link for name, link in links.items() if link}
    for name, value in fields.items():
        place = sandbox if name in {"track_number", "release_year"} else metadata
        if value and not place.get(name):
            place[name] = value
    sandbox["tracklink"] = found
    document = jams.document | {"file_metadata": metadata, "sandbox": sandbox}
    return _written(document)


def _written(document: Fields) -> str:
    try:
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        text.encode()
    except UnicodeEncodeError as error:
        raise FileError("cannot be copied: it holds half a surrogate pair, which is no character") from error
    except RecursionError as error:
        raise FileError("cannot be copied: its lists and objects stand too deep in each other") from error
    return text


def _text(stated: object) -> str:
    return stated.strip() if isinstance(stated, str) else ""


def _texts(stated: object) -> Iterator[str]:
    for each in stated if isinstance(stated, list) else [stated]:
        if text := _text(each):
            yield text


def _duration_ms(seconds: object) -> int | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    return round(seconds * 1_000) if 0 < seconds <= _LARGEST_MS / 1_000 else None


def _number(stated: object, largest: int) -> int | None:
    if isinstance(stated, str) and len(stated) <= _LONGEST_NUMBER and stated.strip().isdecimal():
        stated = int(stated)
    if isinstance(stated, float) and stated.is_integer():
        stated = int(stated)
    return stated if isinstance(stated, int) and not isinstance(stated, bool) and 0 < stated <= largest else None


def _date(stated: object) -> str:
    """A year, or as some write there a whole date."""
    if isinstance(stated, str) and _DATE.fullmatch(stated.strip()):
        return stated.strip()
    year = _number(stated, _LARGEST_NUMBER)
    return f"{year:04}" if year and year > 1_000 else ""  # noqa: PLR2004 no recording is older
