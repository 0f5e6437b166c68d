import json
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists
from tests.tracklink.sample_server import SampleServicer
from tests.workflows.conftest import POISONED, TRACKS
from tracklink.client import SERVER_VARIABLE
from workflows.playlist_repair import Publish

pytestmark = [pytest.mark.usefixtures("flyte", "server"), pytest.mark.xdist_group("flyte")]

URL = f"https://open.spotify.com/playlist/{PLAYLIST}"


class Left(NamedTuple):
    """What a run left behind, read."""

    entries: list[dict[str, object]]
    report: list[dict[str, str]]
    new_ids: dict[str, str]


def _repair_file(playlist: Path, **more: str) -> Left:
    from workflows.repair_playlist import repair_file  # noqa: PLC0415 it takes a second

    repaired, report, new_ids = repair_file(playlist=str(playlist), provider="catalog", **more)
    return Left(json.loads(Path(repaired).read_text()), json.loads(Path(report).read_text())["entries"], new_ids)


def test_one_poisoned_track_does_not_fail_the_run(playlist: Path, servicer: SampleServicer) -> None:
    """Of fifty tracks that are mapped one fails: 49 are replaced, and the report says of the other that nobody knew."""
    entries, report, new_ids = _repair_file(playlist)
    poisoned = report[POISONED]

    assert len(new_ids) == TRACKS - 1 == sum("replaced" in entry for entry in entries)
    assert (entries[0]["id"], entries[1]["id"], entries[POISONED]["id"]) == (900, 1001, POISONED)
    assert (poisoned["outcome"], "nobody could say" in poisoned["reason"]) == ("INTERNAL", True)
    assert len(servicer.asked) == TRACKS


def test_answers_are_kept_by_their_questions(playlist: Path, servicer: SampleServicer) -> None:
    """A second run asks nobody; with another `as_of` all is asked anew."""
    first = _repair_file(playlist, as_of="Monday")
    again = _repair_file(playlist, as_of="Monday")
    asked = len(servicer.asked)
    _repair_file(playlist, as_of="Tuesday")

    assert (first, asked) == (again, TRACKS)
    assert len(servicer.asked) == 2 * TRACKS


def test_a_run_that_learns_next_to_nothing_fails(playlist: Path, servicer: SampleServicer) -> None:
    """When most questions fail the playlist is not to be trusted: nothing is written."""
    from flytekit.exceptions.user import FlyteRecoverableException  # noqa: PLC0415 it takes a second

    for answers in list(servicer.replacements.values())[:40]:
        answers[:] = servicer.replacements[f"{POISONED}"]

    with pytest.raises(FlyteRecoverableException, match="OUTCOME_PROVIDER_UNAVAILABLE: catalog is down"):
        _repair_file(playlist)


def test_a_playlist_that_plays_is_left_alone(playlist: Path, servicer: SampleServicer) -> None:
    """Nothing is mapped, nobody asked, nothing changed."""
    playlist.write_text('[{"id": 900, "name": "Bleibt"}]')
    left = _repair_file(playlist)

    assert (left.entries, left.new_ids, servicer.asked) == ([{"id": 900, "name": "Bleibt"}], {}, [])


def test_the_server_may_be_a_secret(playlist: Path, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the environment does not name it, Flyte's secret `tracklink/server` does."""
    monkeypatch.delenv(SERVER_VARIABLE)
    monkeypatch.setenv("_FSEC_TRACKLINK_SERVER", server)

    assert len(_repair_file(playlist).new_ids) == TRACKS - 1


@pytest.mark.parametrize(
    ("how", "ids", "made"),
    [
        (Publish.NOTHING, ["a", "dead", "b"], []),
        (Publish.NEW, ["a", "dead", "b"], [["9"]]),
        (Publish.IN_PLACE, ["a", "9", "b"], []),
    ],
)
def test_a_playlist_of_a_service_is_published(
    spotify: FakeSpotifyPlaylists, how: Publish, ids: list[str], made: list[list[str]]
) -> None:
    """As asked: not at all, as a new playlist of the replacements, or in its place; with a file for undo."""
    from workflows.repair_playlist import repair_playlist  # noqa: PLC0415 it takes a second

    report, published, undo = repair_playlist(playlist=URL, how=how)
    others = [spotify.ids(playlist) for playlist in spotify.playlists if playlist != PLAYLIST]

    assert (spotify.ids(), others) == (ids, made)
    assert (bool(published), Path(undo).stat().st_size > 0) == (how is not Publish.NOTHING,) * 2
    assert json.loads(Path(report).read_text())["summary"]["replaced"] == 1
