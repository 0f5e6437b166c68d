import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import fresh_database
from tests.providers.fake import fault
from tests.providers.fake.deezer import FakeDeezer
from tests.service.started import Started
from tests.tracklink.corpus.made_corpus import TITLES, catalogue, serving, write_corpus, write_jams
from tests.tracklink.corpus.test_jams_file import VALIDATE

TRACKLINK = Path(sys.executable).with_name("tracklink")
THEIRS = (
    "jams_file,track_name,artist_name,album_name,track_number,duration,release_year,"
    "musicbrainz,isrc,deezer_id,deezer_url,youtube_url,acousticbrainz,spotify_id"
)


@pytest.fixture(scope="module")
def service() -> Iterator[FakeDeezer]:
    """A Deezer with the tracks of the corpus."""
    with catalogue(TITLES) as fake:
        yield fake


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, service: FakeDeezer, embedded_template: str) -> Iterator[Started]:
    """A server that asks it. Its cache grows from test to test: each has titles of its own."""
    with (
        fresh_database(embedded_template) as url,
        serving(tmp_path_factory.mktemp("server"), service, url) as started,
    ):
        yield started


def _link(server: Started, folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    command = [TRACKLINK, "--server", server.address, "link-partitions", folder, "--provider", "deezer", *flags]
    return subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)


def _rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "linking.csv").open(newline="") as stream:
        return {row["jams_file"]: row for row in csv.DictReader(stream)}


def test_a_corpus_gets_copies_a_table_and_a_summary(server: Started, tmp_path: Path) -> None:
    """Each file its copy with the link and what is thought of it; nothing but the summary tells when or from where."""
    files = write_corpus(tmp_path / "corpus", 2)
    ended = _link(server, tmp_path / "corpus")
    partition = tmp_path / "corpus" / "biab-internet-corpus"
    row = _rows(partition)["choco/jams/biab-internet-corpus_0.jams"]
    copies = sorted((tmp_path / "corpus").rglob("jams-linked/*.jams"))
    copy = json.loads((partition / "choco/jams-linked/biab-internet-corpus_0.jams").read_text())
    summary = json.loads((tmp_path / "corpus" / "summary.json").read_text())

    assert (ended.returncode, ended.stdout) == (0, "")
    assert (partition / "linking.csv").read_text().startswith(f"{THEIRS},outcome,verdict,confidence,reason,")
    assert (row["track_name"], row["deezer_id"], row["outcome"]) == (TITLES[4], "5", "LINKED")
    assert copy["file_metadata"]["identifiers"]["deezer"] == row["deezer_id"]
    assert copy["sandbox"]["tracklink"]["deezer"]["verdict"] == row["verdict"] == "SAME_RECORDING"
    assert (summary["files"], summary["outcomes"], len(copies)) == (6, {"LINKED": 6}, len(files))
    assert subprocess.run([sys.executable, "-c", VALIDATE, *copies], check=False).returncode == 0


def test_what_is_done_is_not_asked_about_again(server: Started, service: FakeDeezer, tmp_path: Path) -> None:
    """A second run changes no byte of the table and asks nobody; --overwrite asks, and the server's cache knows."""
    write_corpus(tmp_path / "corpus", 1, first=10)
    _link(server, tmp_path / "corpus")
    table, asked = (tmp_path / "corpus/isophonics/linking.csv").read_bytes(), len(service.questions)
    again = _link(server, tmp_path / "corpus")
    once_more = _link(server, tmp_path / "corpus", "--overwrite")

    assert "3 done before" in again.stderr
    assert "3 of 3 linked now" in once_more.stderr
    assert ((tmp_path / "corpus/isophonics/linking.csv").read_bytes(), len(service.questions)) == (table, asked)


def test_a_failure_of_the_service_is_asked_about_again(server: Started, service: FakeDeezer, tmp_path: Path) -> None:
    """Its row says that nobody could tell, the command ends with 1, and the next run asks."""
    write_jams(tmp_path / "corpus" / "1.jams", "isophonics", TITLES[20])
    service.inject(fault.status(403))
    failed = _link(server, tmp_path / "corpus")
    before = _rows(tmp_path / "corpus")["1.jams"]
    service.heal()
    ended = _link(server, tmp_path / "corpus")

    assert (failed.returncode, before["outcome"], before["deezer_id"]) == (1, "RATE_LIMITED", "")
    assert (ended.returncode, _rows(tmp_path / "corpus")["1.jams"]["outcome"]) == (0, "LINKED")


def test_a_broken_file_is_one_line(server: Started, tmp_path: Path) -> None:
    """The others are linked; it is told of on standard error, in the table and in the summary."""
    write_jams(tmp_path / "corpus" / "1.jams", "isophonics", TITLES[21])
    (tmp_path / "corpus" / "2.jams").write_text("{")
    (tmp_path / "corpus" / "3.jams").write_text(r'{"file_metadata": {"title": "\ud800"}}')
    Path(os.fsdecode(bytes(tmp_path / "corpus") + b"/4\xff.jams")).write_text("{")
    ended = _link(server, tmp_path / "corpus")
    rows = _rows(tmp_path / "corpus")

    assert (ended.returncode, rows["1.jams"]["outcome"], rows["2.jams"]["outcome"]) == (1, "LINKED", "UNREADABLE")
    assert (rows["3.jams"]["outcome"], rows[r"4\xff.jams"]["outcome"]) == ("UNREADABLE", "UNREADABLE")
    assert "tracklink: 2.jams: not JSON" in ended.stderr
    assert json.loads((tmp_path / "corpus" / "summary.json").read_text())["refusals"][0]["file"] == "2.jams"


def test_an_identifier_that_the_server_refuses_is_left_out(server: Started, tmp_path: Path) -> None:
    """A link by words is worth more than a refusal; what was left out is told, also what is none by its form."""
    bad = {"identifiers": {"deezer": "https://example.org/no/track", "isrc": "none", "mbid": ["?"]}}
    write_jams(tmp_path / "corpus" / "1.jams", "isophonics", TITLES[22], **bad)
    ended = _link(server, tmp_path / "corpus")

    assert (ended.returncode, _rows(tmp_path / "corpus")["1.jams"]["outcome"]) == (0, "LINKED")
    assert "1.jams: asked without what the server cannot read: urls[0]" in ended.stderr
    assert "1.jams: asked without what is no identifier: isrc 'none', mbid '?'" in ended.stderr


def test_the_limit_leaves_the_other_type_alone(server: Started, tmp_path: Path) -> None:
    """--limit score asks about scores only, --no-save writes no copies."""
    write_corpus(tmp_path / "corpus", 1, first=30)
    ended = _link(server, tmp_path / "corpus", "--limit", "score", "--no-save")

    assert (ended.returncode, len(_rows(tmp_path / "corpus" / "biab-internet-corpus"))) == (0, 1)
    assert _rows(tmp_path / "corpus" / "isophonics") == {}
    assert list((tmp_path / "corpus").rglob("jams-linked")) == []


def test_bad_usage_is_told_before_anything_is_written(server: Started, tmp_path: Path) -> None:
    """An unknown provider, an unknown type, a folder without files."""
    write_corpus(tmp_path / "corpus", 1)
    (tmp_path / "empty").mkdir()
    unknown = _link(server, tmp_path / "corpus", "--provider", "gramophone")
    type_ = _link(server, tmp_path / "corpus", "--limit", "video")
    empty = _link(server, tmp_path / "empty")

    assert (unknown.returncode, type_.returncode, empty.returncode) == (2, 2, 2)
    assert "--provider: " in unknown.stderr
    assert "there are no .jams files" in empty.stderr
