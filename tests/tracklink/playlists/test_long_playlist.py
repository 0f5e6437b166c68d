import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tracklink.corpus.made_corpus import ARTIST, TITLES, catalogue, serving

TRACKLINK = Path(sys.executable).with_name("tracklink")
DEAD = 900_000


def _playlist(entries: int, gone: int) -> list[dict[str, object]]:
    """Every so many entries one that is gone, with its length; the others play."""
    every = entries // gone
    return [
        {
            "name": TITLES[place // every],
            "artist": ARTIST,
            "duration_ms": 200_000,
            "id": DEAD + place,
            "available": False,
        }
        if place % every == 0 and place // every < gone
        else {"name": f"Playing {place}", "artist": ARTIST, "id": 500_000 + place}
        for place in range(entries)
    ]


@pytest.mark.parametrize(
    ("entries", "gone"), [(60, 12), pytest.param(5_000, 400, marks=[pytest.mark.slow, pytest.mark.timeout(240)])]
)
def test_a_long_playlist_costs_two_requests_a_gone_entry(
    tmp_path: Path, database_url: str, entries: int, gone: int
) -> None:
    """At most; entries that play cost nothing, and the report says of each what happened and why."""
    playlist, report = tmp_path / "playlist.json", tmp_path / "report.json"
    playlist.write_text(json.dumps(_playlist(entries, gone)))
    with catalogue(TITLES) as service, serving(tmp_path, service, database_url) as server:
        command = [TRACKLINK, "repair", playlist, "--provider", "deezer", "--report", report, "--jobs", "16"]
        environment = os.environ | {"TRACKLINK_SERVER": server.address}
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200, check=False)
        questions = len(service.questions)
    told = json.loads(report.read_text())

    assert (ended.returncode, told["summary"]["replaced"]) == (0, gone), ended.stderr
    assert questions <= 2 * gone
    assert len(told["entries"]) == entries
    assert all(entry["outcome"] and entry["reason"] for entry in told["entries"])
