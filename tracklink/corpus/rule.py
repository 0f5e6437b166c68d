"""What is peculiar to one partition of a corpus, as rules.toml says it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal, cast

from tracklink.corpus.error import CorpusError

Kind = Literal["audio", "score"]
KINDS: tuple[Kind, ...] = ("audio", "score")


@dataclass(frozen=True, slots=True)
class Rule:
    """How the files of a partition are read."""

    titles: tuple[re.Pattern[str], ...] = ()
    """Forms of a title that holds the artist too, with the groups `title` and `artist`."""
    names_release: bool = False
    """Whether the identifier called musicbrainz is a release's."""
    kind: Kind = "audio"
    """Of a file that does not say."""

    def apart(self, title: str) -> tuple[str, str] | None:
        """Title and artist of a title that holds both; None when it has none of the forms."""
        found = next(filter(None, (form.fullmatch(title.strip()) for form in self.titles)), None)
        return (found["title"].strip(), found["artist"].strip()) if found else None


Rules = Mapping[str, Rule]


def read_rules(file: Path | None = None) -> Rules:
    """Those that come with tracklink, and those of a file of the same form, which go before. Raises CorpusError."""
    shipped = files("tracklink.corpus").joinpath("rules.toml").read_text(encoding="utf-8")
    rules = _parsed(shipped, "rules.toml")
    if file is None:
        return rules
    try:
        return rules | _parsed(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"cannot read {file}: {error}") from error


def _parsed(text: str, source: str) -> dict[str, Rule]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{source} is no TOML: {error}") from error
    return {name: _rule(f"{source}, [{name}]", table) for name, table in tables.items()}


def _rule(place: str, table: object) -> Rule:
    if not isinstance(table, dict):
        raise CorpusError(f"{place}: a partition is a table, [its-name]")
    if unknown := sorted(table.keys() - {"titles", "musicbrainz", "type"}):
        raise CorpusError(f"{place}: {unknown[0]} is unknown; there are titles, musicbrainz and type")
    kind, named, titles = table.get("type", "audio"), table.get("musicbrainz", "recording"), table.get("titles", [])
    if kind not in KINDS:
        raise CorpusError(f'{place}: type is "audio" or "score", not {kind!r}')
    if named not in {"recording", "release"}:
        raise CorpusError(f'{place}: musicbrainz is "recording" or "release", not {named!r}')
    if not isinstance(titles, list):
        raise CorpusError(f'{place}: titles is a list of forms, ["{{title}} - {{artist}}"]')
    return Rule(tuple(_form(place, form) for form in titles), named == "release", cast("Kind", kind))


def _form(place: str, form: object) -> re.Pattern[str]:
    if not isinstance(form, str) or form.count("{title}") != 1 or form.count("{artist}") != 1:
        raise CorpusError(f"{place}: a form of a title holds {{title}} and {{artist}} once each, not {form!r}")
    pattern = re.escape(form).replace(r"\{title\}", "(?P<title>.+?)").replace(r"\{artist\}", "(?P<artist>.+?)")
    return re.compile(pattern)
