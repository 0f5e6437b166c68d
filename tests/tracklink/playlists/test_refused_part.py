import json
from pathlib import Path

from tests.tracklink.conftest import RunCli
from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.client import FindReplacementRequest, FindReplacementResponse

LEFT_OUT = "Asked without what the server cannot read: {}."
SHORT = "track.isrcs[{}]: an ISRC has twelve characters"


def _repaired(tracklink: RunCli, folder: Path, *entries: dict[str, object]) -> tuple[int, list[dict[str, object]]]:
    """The exit code, and the lines of the report."""
    playlist = folder / "playlist.json"
    playlist.write_text(json.dumps([{"available": False, **entry} for entry in entries]))
    ended = tracklink("repair", playlist, "--provider", "catalog", "--report", folder / "report.json")
    return ended.code, json.loads((folder / "report.json").read_text())["entries"]


def test_an_entry_is_asked_about_without_what_the_server_cannot_read(
    tracklink: RunCli, tmp_path: Path, servicer: SampleServicer
) -> None:
    """Each malformed ISRC is left out, and the report says so; the good one beside them stays."""
    servicer.replacements["5"] = [FindReplacementResponse(outcome=1, replacement=match_of("9", "Bett"))]
    found, none = {"id": 5, "isrcs": ["?", "QZABC2400001", "-"]}, {"id": 6, "isrc": "none"}
    code, (first, second) = _repaired(tracklink, tmp_path, {"name": "Bett", **found}, {"name": "Kissen", **none})
    isrcs = [list(asked.track.isrcs) for asked in servicer.asked if isinstance(asked, FindReplacementRequest)]

    assert code == 0
    assert (first["outcome"], second["outcome"]) == ("OUTCOME_REPLACED", "OUTCOME_NOT_FOUND")
    assert first["reason"] == LEFT_OUT.format(f"{SHORT.format(0)}; {SHORT.format(1)}")
    assert second["reason"] == "nothing near is playable on catalog. " + LEFT_OUT.format(SHORT.format(0))
    assert isrcs == [["QZABC2400001"], []]


def test_an_entry_of_which_nothing_is_left_is_refused_alone(tracklink: RunCli, tmp_path: Path) -> None:
    """It says no more than an ISRC that is none; the entry beside it has its answer."""
    code, (refused, other) = _repaired(tracklink, tmp_path, {"isrc": "none"}, {"id": 6})

    assert (code, refused["outcome"], other["outcome"]) == (1, "INVALID_ARGUMENT", "OUTCOME_NOT_FOUND")
    assert str(refused["reason"]).startswith("track: it says nothing: give a title, an identifier or a ref. Asked")
