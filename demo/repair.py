"""A playlist repaired by the command line, shown."""

import json
from pathlib import Path
from typing import Any

from rich.console import Console

from demo.server import ROOT, DemoFailed, Server

_PLAYLIST = ROOT / "demo" / "playlist.json"

REPLACEMENTS = {
    "salt-and-copper": "salt-and-copper-best-of",
    "slow-weather": "slow-weather-single",
    "brass-tacks": "brass-tacks-deluxe",
    "window-seat": "window-seat-remaster",
    "sea-letters": "sea-letters-single",
}
"""Dead entry -> the id that takes its place: a twin with the same ISRC, a remaster, a single. All others stay."""


def show_repair(console: Console, server: Server) -> None:
    """Repair the sample playlist, and once more from its own output, which must change nothing."""
    console.rule("FindReplacement: a playlist whose tracks have gone")
    repaired, again = server.directory / "repaired.json", server.directory / "again.json"
    console.print(_repair(server, _PLAYLIST, repaired), end="", soft_wrap=True)
    claimed = [REPLACEMENTS.get(entry["id"], entry["id"]) for entry in _entries(_PLAYLIST)]
    if claimed != [entry["id"] for entry in _entries(repaired)]:
        raise DemoFailed(f"repair: wanted {claimed}, got {[entry['id'] for entry in _entries(repaired)]}")
    _repair(server, repaired, again)
    if _entries(repaired) != _entries(again):
        raise DemoFailed("repair: repairing the repaired playlist changed it")


def _repair(server: Server, playlist: Path, out: Path) -> str:
    flags = ["--provider", "catalog", "--server", server.address, "--out", str(out)]
    return server.command("tracklink", "repair", playlist, *flags, may_exit=(0, 1))


def _entries(path: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(path.read_text())
    return entries
