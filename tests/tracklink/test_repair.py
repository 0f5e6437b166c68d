import json
from pathlib import Path
from typing import Any

import pytest

from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.client import (
    AsyncTrackLinkClient,
    FindReplacementRequest,
    FindReplacementResponse,
    InvalidRequest,
    ServerUnavailable,
)
from tracklink.playlists import Playlist, Repair, read_playlist, repair
from tracklink.playlists.report import report, summary

Fields = dict[str, Any]


def replaced_by(identifier: str, *others: str) -> FindReplacementResponse:
    """A replacement by the track of this id; the others are as near."""
    found, *near = (match_of(each, "Bett") for each in (identifier, *others))
    return FindReplacementResponse(outcome=1, replacement=found, candidates=[found, *near], reason="same ISRC")


def refused(*identifiers: str, reason: str = "too near to call") -> FindReplacementResponse:
    """No replacement, with these candidates."""
    return FindReplacementResponse(
        outcome=2, candidates=[match_of(each, "Bett") for each in identifiers], reason=reason
    )


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Where the playlist of a test stands."""
    return tmp_path / "playlist.json"


def playlist_of(path: Path, entries: list[Fields]) -> Playlist:
    """A playlist read from a file with these entries."""
    path.write_text(json.dumps(entries))
    return read_playlist(path)


async def repaired(server: str, path: Path, entries: list[Fields], provider: str = "catalog") -> Repair:
    """The repair of a playlist with these entries."""
    playlist = playlist_of(path, entries)
    async with AsyncTrackLinkClient(server) as client:
        return await repair(playlist, client, provider=provider)


async def test_a_dead_entry_is_replaced_and_everything_else_kept(
    server: str, servicer: SampleServicer, written: Path
) -> None:
    """The id changes in its own kind, the mark tells why, words and unknown keys and order stay."""
    servicer.replacements = {"5": [replaced_by("9")], "x5": [replaced_by("10")]}
    entries: list[Fields] = [
        {"name": "Bett", "mine": {"a": [1, None]}, "id": 5, "available": False, "unreplaced": {"outcome": "old"}},
        {"name": "Tisch", "id": 6, "available": True},
        {"name": "Stuhl", "id": "x5", "available": False},
    ]
    after = (await repaired(server, written, entries)).fields
    mark = {"verdict": "VERDICT_SAME_RECORDING", "confidence": 0.97}
    words = ["title: equal after folding", "version: none on either side"]

    assert after[0] == {
        "name": "Bett",
        "mine": {"a": [1, None]},
        "id": 9,
        "available": True,
        "replaced": {"id": 5, **mark, "evidence": words},
    }
    assert after[1] == entries[1]
    assert after[2]["id"] == "10"


async def test_only_what_is_gone_is_asked_about(server: str, servicer: SampleServicer, written: Path) -> None:
    """Entries that are available, or that do not say, cost no request; the others are sent as gone."""
    await repaired(server, written, [{"id": 1}, {"id": 2, "available": True}, {"id": 3, "available": False}])
    asked = servicer.asked[0]

    assert len(servicer.asked) == 1
    assert isinstance(asked, FindReplacementRequest)
    assert (asked.gone, asked.track.refs[0].id) == (True, "3")


async def test_what_has_no_replacement_stays_with_its_reason(server: str, written: Path) -> None:
    """The entry keeps its id and gets a mark."""
    after = (await repaired(server, written, [{"id": 5, "available": False}])).fields

    mark = {"outcome": "OUTCOME_NOT_FOUND", "reason": "nothing near is playable on catalog"}
    assert after == [{"id": 5, "available": False, "unreplaced": mark}]


async def test_duplicates_of_a_dead_id_share_one_question(server: str, servicer: SampleServicer, written: Path) -> None:
    """What was twice in the playlist is there twice afterwards."""
    servicer.replacements = {"5": [replaced_by("9")]}
    after = (await repaired(server, written, [{"id": 5, "available": False}, {"id": 5, "available": False}])).fields

    assert [entry["id"] for entry in after] == [9, 9]
    assert len(servicer.asked) == 1


async def test_no_track_of_the_playlist_is_a_replacement(server: str, servicer: SampleServicer, written: Path) -> None:
    """A track that the playlist has, or had before an earlier repair, is passed over for the next best."""
    servicer.replacements = {"5": [replaced_by("1", "2", "9"), replaced_by("2", "9"), replaced_by("9")]}
    entries = [{"id": 1}, {"id": 7, "replaced": {"id": 3, "replaced": {"id": 2}}}, {"id": 5, "available": False}]
    after = (await repaired(server, written, entries)).fields

    assert after[2]["id"] == 9


async def test_two_dead_ids_never_get_one_replacement(server: str, servicer: SampleServicer, written: Path) -> None:
    """The earlier entry keeps it, the later is asked about again without it."""
    servicer.replacements = {
        "5": [replaced_by("9")],
        "6": [replaced_by("9", "10"), replaced_by("10")],
        "7": [replaced_by("9")],
    }
    entries = [{"id": number, "available": False} for number in (5, 6, 7)]
    after = (await repaired(server, written, entries)).fields

    assert [entry["id"] for entry in after] == [9, 10, 7]
    assert after[2]["unreplaced"]["reason"] == "What would replace it is in the playlist already."
    assert len(servicer.asked) == 3 + 3 + 1


async def test_repairing_the_repaired_changes_nothing(server: str, servicer: SampleServicer, written: Path) -> None:
    """Also where a refusal hung on a candidate that another entry took."""
    servicer.replacements = {"5": [replaced_by("9")], "6": [refused("9")]}
    entries = [{"id": 6, "available": False}, {"id": 5, "available": False}]
    first = (await repaired(server, written, entries)).text
    second = (await repaired(server, written, json.loads(first))).text

    assert first == second


async def test_a_second_replacement_keeps_the_first_in_its_mark(
    server: str, servicer: SampleServicer, written: Path
) -> None:
    """No id that an entry ever had is lost."""
    servicer.replacements = {"5": [replaced_by("9")]}
    after = (await repaired(server, written, [{"id": 5, "available": False, "replaced": {"id": 1}}])).fields

    assert (after[0]["replaced"]["id"], after[0]["replaced"]["replaced"]) == (5, {"id": 1})


async def test_a_failure_never_takes_the_place_of_an_answer(
    server: str, servicer: SampleServicer, written: Path
) -> None:
    """That the provider could not be asked is marked, and counted as failed, but an earlier reason outlives it."""
    servicer.replacements = {"5": [FindReplacementResponse(outcome=8, reason="no answer in time")]}
    known = {"outcome": "OUTCOME_NOT_FOUND", "reason": "nothing near"}
    done = await repaired(server, written, [{"id": 5, "available": False}])
    again = await repaired(server, written, [{"id": 5, "available": False, "unreplaced": known}])

    assert done.fields[0]["unreplaced"] == {"outcome": "OUTCOME_TIMED_OUT", "reason": "no answer in time"}
    assert summary(done)["failed"] == 1
    assert again.fields[0]["unreplaced"] == known


async def test_an_entry_that_says_nothing_fails_alone(server: str, servicer: SampleServicer, written: Path) -> None:
    """What the server refuses of one entry is that entry's reason."""
    servicer.replacements = {"5": [replaced_by("9")]}
    done = await repaired(server, written, [{"available": False}, {"id": 5, "available": False}])

    assert "it says nothing" in str(done.fields[0]["unreplaced"])
    assert (summary(done)["replaced"], summary(done)["failed"]) == (1, 1)


async def test_a_server_that_offers_the_dead_track_is_not_believed(
    server: str, servicer: SampleServicer, written: Path
) -> None:
    """No entry is replaced by itself."""
    servicer.replacements = {"5": [replaced_by("5")]}
    after = (await repaired(server, written, [{"id": 5, "available": False}])).fields

    assert after[0]["unreplaced"] == {
        "outcome": "INTERNAL",
        "reason": "the server offered 5, which is already in the playlist",
    }


async def test_what_every_question_would_meet_is_raised(server: str, written: Path) -> None:
    """An unknown provider, or no server, ends the repair instead of marking every entry."""
    gone = [{"id": 5, "available": False}, {"id": 6, "available": False}]

    with pytest.raises(InvalidRequest, match="provider"):
        await repaired(server, written, gone, provider="radio")
    with pytest.raises(ServerUnavailable):
        await repaired("127.0.0.1:1", written, gone)


async def test_a_clash_that_nobody_settled_gives_a_track_to_one(
    server: str, servicer: SampleServicer, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server went away after each had its answer, and before it was asked about both together."""
    monkeypatch.setattr("tracklink.client.patience.FIRST_PAUSE_SECONDS", 0.0)
    servicer.replacements = {"5": [replaced_by("9")], "6": [replaced_by("9", "10"), replaced_by("10")]}
    servicer.replacements_left = 2
    done = await repaired(server, written, [{"id": number, "available": False} for number in (5, 6)])

    assert [entry["id"] for entry in done.fields] == [9, 6]
    assert done.lost == "the server is shutting down"
    assert summary(done) == {"entries": 2, "gone": 2, "replaced": 1, "unreplaced": 0, "failed": 1}


async def test_the_report_tells_what_happened_to_each_entry(
    server: str, servicer: SampleServicer, written: Path
) -> None:
    """Positions count from 1; the summary adds up; candidates and evidence are there in canonical JSON."""
    servicer.replacements = {"5": [replaced_by("9")], "6": [refused("11")]}
    entries = [{"id": 4}, {"id": 5, "available": False}, {"id": 6, "available": False}]
    told: Any = report(await repaired(server, written, entries), "catalog", "DE")

    assert told["summary"] == {"entries": 3, "gone": 2, "replaced": 1, "unreplaced": 1, "failed": 0}
    assert [line["outcome"] for line in told["entries"]] == ["NOT_ASKED", "OUTCOME_REPLACED", "OUTCOME_NEEDS_REVIEW"]
    assert told["entries"][1]["replacement"]["evidence"][0]["detail"] == "equal after folding"
    assert told["entries"][2]["candidates"][0]["ref"]["id"] == "11"
    assert told["entries"][2]["position"] == 3
