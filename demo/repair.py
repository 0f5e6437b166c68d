"""A playlist repaired by the command line, shown."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from demo.server import ROOT, DemoFailed, Server

_PLAYLIST = ROOT / "demo" / "playlist.json"
_NOTHING_TO_REPLACE = 1

REPLACEMENTS = {
    "salt-and-copper": "salt-and-copper-best-of",
    "slow-weather": "slow-weather-single",
    "brass-tacks": "brass-tacks-deluxe",
    "window-seat": "window-seat-remaster",
    "sea-letters": "sea-letters-single",
}
"""Gone -> what takes its place: a twin with the same ISRC, a single, a remaster. Every other entry keeps its id."""


def show_repair(console: Console, server: Server) -> None:
    """Repair the sample playlist, and once more from its own output, which must change nothing."""
    console.rule("FindReplacement: a playlist whose tracks have gone")
    repaired, again = server.directory / "repaired.json", server.directory / "again.json"
    console.print("$ tracklink repair demo/playlist.json --provider catalog --out repaired.json\n")
    _repair(server, _PLAYLIST, repaired)
    console.print(_table(_entries(_PLAYLIST), _entries(repaired)))
    _check_ids(_entries(repaired))
    _repair(server, repaired, again, may_exit=_NOTHING_TO_REPLACE)
    if repaired.read_bytes() != again.read_bytes():
        raise DemoFailed("repairing the repaired playlist changed it")
    console.print("Repairing repaired.json once more changes nothing in it.")


def _repair(server: Server, playlist: Path, out: Path, may_exit: int = 0) -> None:
    flags = ["--provider", "catalog", "--server", server.address, "--out", str(out)]
    server.command("tracklink", "repair", playlist, *flags, may_exit=may_exit)


def _entries(path: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return entries


def _check_ids(repaired: list[dict[str, Any]]) -> None:
    claimed = [REPLACEMENTS.get(entry["id"], entry["id"]) for entry in _entries(_PLAYLIST)]
    got = [entry["id"] for entry in repaired]
    wrong = [
        f"entry {place}: wanted {one}, got {other}"
        for place, (one, other) in enumerate(zip(claimed, got, strict=True), 1)
        if one != other
    ]
    if wrong:
        raise DemoFailed("\n".join(wrong))


def _table(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Table:
    table = Table("", "Entry", "What became of it", "Why", box=None, padding=(0, 2, 1, 0))
    for place, (old, new) in enumerate(zip(before, after, strict=True), 1):
        table.add_row(f"{place}", f"{old['name']}\n{old['artist']}", *_fate(old, new))
    return table


def _fate(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str]:
    """In the words of the repaired playlist itself."""
    if "unreplaced" in new:
        return "stays, marked as gone", str(new["unreplaced"]["reason"])
    if new["id"] == old["id"]:
        return "plays, untouched", ""
    mark = new["replaced"]
    verdict = mark["verdict"].removeprefix("VERDICT_").lower().replace("_", " ")
    return f"{old['id']}\n→ {new['id']}", "\n".join(_reasons(verdict, mark))


def _reasons(verdict: str, mark: Mapping[str, Any]) -> Iterator[str]:
    yield f"{verdict}, {mark['confidence']:.0%} sure"
    yield from mark["evidence"][:3]
