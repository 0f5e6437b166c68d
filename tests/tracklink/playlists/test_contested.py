"""Repairs of entries that are offered the same tracks, over a real server and a local Deezer."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.providers.fake import deezer
from tests.providers.fake.deezer import FakeDeezer
from tests.tracklink.corpus.made_corpus import ARTIST, serving

TRACKLINK = Path(sys.executable).with_name("tracklink")


def _catalogue(*seconds: int) -> FakeDeezer:
    """An `Intro` of each length, under the ids 1, 2, 3 ..."""
    quay = deezer.artist(9, ARTIST)
    words = {"title": "Intro", "title_short": "Intro", "title_version": ""}
    return FakeDeezer(
        tracks={
            number: {
                **deezer.CALM,
                **words,
                "id": number,
                "isrc": f"QZTST22{number:05}",
                "duration": length,
                "artist": quay,
                "contributors": [quay],
            }
            for number, length in enumerate(seconds, 1)
        }
    )


def _gone(entry_id: int | None, duration_ms: int, **more: object) -> dict[str, object]:
    return {"name": "Intro", "artist": ARTIST, "duration_ms": duration_ms, "id": entry_id, "available": False, **more}


def _repaired(folder: Path, database_url: str, service: FakeDeezer, *entries: dict[str, object]) -> list[Any]:
    """The entries as they become, and how many questions the service was asked."""
    playlist = folder / "playlist.json"
    playlist.write_text(json.dumps(entries))
    with service, serving(folder, service, database_url) as server:
        command = [TRACKLINK, "repair", playlist, "--provider", "deezer", "--in-place"]
        subprocess.run(command, env=os.environ | {"TRACKLINK_SERVER": server.address}, check=False, timeout=30)
        repaired: list[Any] = json.loads(playlist.read_text())
        return [*repaired, len(service.questions)]


def test_the_better_fit_keeps_a_track_not_the_earlier_entry(tmp_path: Path, database_url: str) -> None:
    """Two gone entries whose nearest is the same: each has its own right copy, for what asking each by itself costs."""
    vague, exact = _gone(900, 62_500, num=5), _gone(901, 61_000, num=1)
    first, second, questions = _repaired(tmp_path, database_url, _catalogue(61, 65), vague, exact)

    assert (first["id"], second["id"]) == (2, 1)
    assert questions <= 4


def test_equal_entries_stay_equal(tmp_path: Path, database_url: str) -> None:
    """The same dead id twice, and the same words without an id twice, become the same track twice."""
    by_id, by_words = _gone(900, 61_000), _gone(None, 91_000)
    *ids, questions = _repaired(tmp_path, database_url, _catalogue(61, 91), by_id, by_words, by_id, by_words)

    assert [entry["id"] for entry in ids] == [1, "2", 1, "2"]
    assert questions <= 8


def test_what_the_server_cannot_read_spoils_no_weighing(tmp_path: Path, database_url: str) -> None:
    """The ISRCs of both are no ISRCs: they are asked about without, and weighed against each other all the same."""
    vague, exact = _gone(900, 62_500, num=5, isrc="none"), _gone(901, 61_000, num=1, isrcs=["QZTST2200001", "?"])
    first, second, _ = _repaired(tmp_path, database_url, _catalogue(61, 65), vague, exact)

    assert (first["id"], second["id"]) == (2, 1)


def test_what_is_in_the_playlist_already_is_not_asked_for_twice(tmp_path: Path, database_url: str) -> None:
    """Two dead ids of one recording, of which one copy is left: the other says so, at no further question."""
    kept, told, questions = _repaired(tmp_path, database_url, _catalogue(61), _gone(900, 61_000), _gone(901, 61_000))

    assert (kept["id"], told["id"]) == (1, 901)
    assert told["unreplaced"]["reason"] == "What would replace it is in the playlist already."
    assert questions <= 4
