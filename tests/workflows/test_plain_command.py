import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.corpus.made_corpus import PARTITIONS
from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists
from tests.tracklink.sample_server import SampleServicer
from tests.workflows.conftest import POISONED, TRACKS

pytestmark = pytest.mark.usefixtures("server")

ROOT = Path(__file__).parents[2]
WITHOUT_FLYTE = "import sys; sys.modules['flytekit'] = None; from workflows.__main__ import main; main()"


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT_FLYTE, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50, check=False)


def test_the_same_steps_run_without_flyte(playlist: Path) -> None:
    """One poisoned track of fifty: the rest is repaired, the log says why, and the exit code that something failed."""
    ended = _run("repair-file", playlist, "--provider", "catalog")
    repaired = json.loads((playlist.parent / "tracks.repaired.json").read_text())
    report = json.loads((playlist.parent / "tracks.repaired.report.json").read_text())

    assert (ended.returncode, ended.stdout) == (1, "")
    assert "OUTCOME_PROVIDER_UNAVAILABLE: catalog is down" in ended.stderr
    assert f"51 entries, 50 gone, {TRACKS - 1} replaced, 0 unreplaced, 1 failed" in ended.stderr
    assert (repaired[1]["id"], repaired[POISONED]["id"], report["summary"]["failed"]) == (1001, POISONED, 1)


def test_most_questions_must_come_to_an_answer(playlist: Path, servicer: SampleServicer) -> None:
    """Else it ends with a sentence, and nothing is written."""
    servicer.replacements = dict.fromkeys(servicer.replacements, servicer.replacements[f"{POISONED}"])
    ended = _run("repair-file", playlist, "--provider", "catalog")

    assert ended.returncode == 1
    assert ended.stderr.endswith("workflows: OUTCOME_PROVIDER_UNAVAILABLE: catalog is down\n")
    assert [file.name for file in playlist.parent.iterdir()] == [playlist.name]


def test_a_playlist_of_a_service_is_published(spotify: FakeSpotifyPlaylists, tmp_path: Path) -> None:
    """In its place, with the login from the environment, which is kept for this user alone."""
    out = tmp_path / "repaired.json"
    ended = _run("repair-playlist", PLAYLIST, "--provider", "spotify", "--how", "in_place", "--out", out)

    assert (ended.returncode, spotify.ids()) == (0, ["a", "9", "b"])
    assert json.loads((tmp_path / "repaired.undo.json").read_text())["substitutions"] == {"dead": "9"}
    assert (tmp_path / "config/tracklink/tokens/spotify.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["repair-playlist", "nonsense"], "nonsense is no playlist's address: give one, or an id and the provider"),
        (["link-partitions", "docs"], "there are no .jams files in docs"),
        (["link-partitions", "docs", "--rules", "README.md"], "README.md is no TOML: "),
        (["link-partitions", "docs", "--limit", "film"], "limit is audio or score, not 'film'"),
    ],
)
def test_bad_usage_is_told(arguments: list[str], sentence: str) -> None:
    """In one sentence."""
    ended = _run(*arguments)

    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert ended.stderr.startswith(f"workflows: {sentence}")


def test_a_file_that_cannot_be_read_spoils_no_other(corpus: Path) -> None:
    """It is asked about once it can: log, table and summary tell why. A pipe is not waited for."""
    jams = corpus / PARTITIONS[0] / "choco" / "jams"
    (jams / "circle.jams").symlink_to(jams / "circle.jams")
    os.mkfifo(jams / "pipe.jams")
    ended = _run("link-partitions", corpus, "--provider", "catalog", "--files-per-shard", "1")
    table = (corpus / PARTITIONS[0] / "linking.csv").read_text()
    refusals = json.loads((corpus / "summary.json").read_text())["refusals"]

    assert "circle.jams: cannot be read: Too many levels of symbolic links" in ended.stderr
    assert "pipe.jams: cannot be read: it is a pipe or a device" in ended.stderr
    assert [refusal["reason"] in table for refusal in refusals] == [True, True]
    assert refusals[1]["reason"] == "cannot be read: it is a pipe or a device"
    assert list(corpus.rglob("unreadable.json")) == []
    assert "11 files in 11 shards, 0 failed, 2 files still to be asked about" in ended.stderr
    assert (ended.returncode, len(list(corpus.rglob("jams-linked/*.jams"))), table.count("UNREADABLE")) == (1, 9, 2)


def test_what_was_linked_stays_when_its_file_cannot_be_read(corpus: Path) -> None:
    """Its row and its copy, byte for byte: the file may come back."""
    _run("link-partitions", corpus, "--provider", "catalog")
    folder = corpus / PARTITIONS[0]
    before = {file: file.read_bytes() for file in [folder / "linking.csv", *folder.rglob("jams-linked/*.jams")]}
    jams = next(folder.rglob("jams/*.jams"))
    jams.unlink()
    jams.symlink_to("nowhere")
    ended = _run("link-partitions", corpus, "--provider", "catalog")

    assert ended.returncode == 0
    assert {file: file.read_bytes() for file in before} == before


def test_a_folder_within_a_partition_is_no_corpus(corpus: Path) -> None:
    """Its table lies outside of it: the message names the folder that is to be given."""
    ended = _run("link-partitions", corpus / PARTITIONS[0] / "choco" / "jams", "--provider", "catalog")

    assert ended.returncode == 2
    assert ended.stderr.endswith(f"lies within the partition {corpus / PARTITIONS[0]}: give that folder\n")


@pytest.mark.parametrize(("out", "told"), [("tracks.json", "that is the playlist itself"), ("no/x.json", "no folder")])
def test_a_file_that_cannot_be_written_is_told_before_anything_is_asked(
    playlist: Path, servicer: SampleServicer, out: str, told: str
) -> None:
    """The playlist itself is never written over."""
    before = playlist.read_bytes()
    ended = _run("repair-file", playlist, "--provider", "catalog", "--out", playlist.parent / out)

    assert (ended.returncode, playlist.read_bytes(), servicer.asked) == (2, before, [])
    assert told in ended.stderr


def test_what_the_server_refuses_of_one_track_is_told_as_elsewhere(playlist: Path, servicer: SampleServicer) -> None:
    """Asked again without, where something is left; else with the code and the reason of the refusal."""
    entries = json.loads(playlist.read_text())
    entries[1] |= {"isrc": "none"}
    playlist.write_text(json.dumps([*entries, {"isrc": "none", "available": False}]))
    _run("repair-file", playlist, "--provider", "catalog")
    report = json.loads((playlist.parent / "tracks.repaired.report.json").read_text())["entries"]

    assert (report[1]["outcome"], report[51]["outcome"]) == ("OUTCOME_REPLACED", "INVALID_ARGUMENT")
    assert report[1]["reason"].startswith("Asked without what the server cannot read: track.isrcs[0]")
    assert report[51]["reason"].startswith("track: it says nothing: give a title, an identifier or a ref. Asked")
    assert len(servicer.asked) == TRACKS


@pytest.mark.parametrize("flags", [["--provider", "nosuch"], ["--provider", "catalog", "--market", "XX"]])
@pytest.mark.parametrize("command", ["repair-file", "link-partitions"])
def test_what_is_wrong_for_all_is_told_once(playlist: Path, corpus: Path, command: str, flags: list[str]) -> None:
    """Before anything is written."""
    before = sorted(playlist.parent.rglob("*"))
    ended = _run(command, playlist if command == "repair-file" else corpus, *flags)

    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "nosuch is not known" in ended.stderr or "XX is no country" in ended.stderr
    assert sorted(playlist.parent.rglob("*")) == before


def test_a_corpus_is_linked_shard_by_shard(tracklink: RunCli, corpus: Path) -> None:
    """Into the corpus itself; what is done is not asked about again, by no command."""
    ended = _run("link-partitions", corpus, "--provider", "catalog", "--files-per-shard", "2")
    table = (corpus / PARTITIONS[1] / "linking.csv").read_bytes()
    again = tracklink("link-partitions", corpus, "--provider", "catalog")

    assert (ended.returncode, len(list(corpus.rglob("jams-linked/*.jams")))) == (0, 9)
    assert "9 files in 6 shards" in ended.stderr
    assert "9 done before" in again.err
    assert (corpus / PARTITIONS[1] / "linking.csv").read_bytes() == table
