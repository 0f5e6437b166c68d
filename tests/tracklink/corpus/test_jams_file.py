import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracklink.corpus.made_corpus import ARTIST, RELEASE_MBID, document
from tracklink.corpus.error import CorpusError, FileError
from tracklink.corpus.jams_file import linked_text, read_jams, read_jams_file
from tracklink.corpus.rule import Rule, read_rules
from tracklink.v1.track_pb2 import Track

PLAIN = Rule()
VALIDATE = "import sys, jams; [jams.load(path, strict=True).validate(strict=True) for path in sys.argv[1:]]"

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.just("9" * 5_000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def _track(sandbox: dict[str, object], **metadata: object) -> Track:
    return read_jams(json.dumps({"file_metadata": metadata, "sandbox": sandbox}), PLAIN).track()


def test_a_recording_is_told_with_all_that_the_file_says() -> None:
    """Title, artist, release, length in seconds, and what stands in the sandbox."""
    said = _track(
        {"type": "audio", "track_number": "4", "release_year": 1979.0},
        title="Amber Anchor",
        artist=["Ida Falk", "Tom Keel"],
        release="Tidewater",
        duration=200.25,
        identifiers={"isrc": "QZTST2100001"},
    )

    assert said == Track(
        title="Amber Anchor",
        artists=["Ida Falk", "Tom Keel"],
        album="Tidewater",
        duration_ms=200_250,
        track_number=4,
        release_date="1979",
        isrcs=["QZTST2100001"],
    )


def test_the_length_of_a_score_is_not_told() -> None:
    """It is no recording's; its composers stand for a missing artist."""
    said = _track({"type": "score", "composers": ["Ida Falk"]}, title="Amber Anchor", duration=64.0)

    assert said == Track(title="Amber Anchor", artists=["Ida Falk"])


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        (1979, "1979"),
        ("1979", "1979"),
        ("1979-11-30", "1979-11-30"),
        ("1979-11", "1979-11"),
        ("30/11/1979", ""),
        (7, ""),
    ],
)
def test_a_year_may_be_a_date(stated: object, read: str) -> None:
    """As MusicBrainz has it and scripts copy it; what is neither says nothing."""
    assert _track({"release_year": stated}).release_date == read


def test_what_a_partition_peculiarly_does_is_read() -> None:
    """A title that holds the artist, and a release's MBID in place of a recording's."""
    rules = read_rules()
    score = read_jams(json.dumps(document("biab-internet-corpus", "Amber Anchor")), rules["biab-internet-corpus"])
    song = read_jams(json.dumps(document("schubert-winterreise", "Lied")), rules["schubert-winterreise"])

    assert (score.track().title, list(score.track().artists)) == ("Amber Anchor", [ARTIST])
    assert (song.track().mbid, song.track().release_mbid) == ("", RELEASE_MBID)


@given(st.dictionaries(st.sampled_from(["title", "artist", "release", "duration", "identifiers"]), values), values)
def test_no_document_stops_the_reading(metadata: dict[str, object], sandbox: object) -> None:
    """Whatever its fields hold, a document with file_metadata gives a track, and its copy is a JAMS document again."""
    jams = read_jams(json.dumps({"file_metadata": metadata, "sandbox": sandbox}), PLAIN)
    again = read_jams(linked_text(jams, {"deezer": "17"}, {"title": "Amber Anchor"}, {}), PLAIN)

    assert jams.track().duration_ms >= 0
    assert again.metadata["identifiers"]["deezer"] == "17"


def test_a_copy_loses_nothing(tmp_path: Path) -> None:
    """Annotations, unknown keys and stated values stay; empty fields are filled; the jams library takes it."""
    before = document("isophonics", "Amber Anchor", identifiers={"deezer_url": "https://www.deezer.com/track/3"})
    links, fields = (
        {"deezer": "17", "isrc": "QZTST2100001"},
        {"title": "Other", "release": "Tidewater", "release_year": 1979},
    )
    text = linked_text(read_jams(json.dumps(before), PLAIN), links, fields, {"deezer": {"outcome": "LINKED"}})
    after = json.loads(text)
    (tmp_path / "copy.jams").write_text(text)

    assert after["annotations"] == before["annotations"]
    assert (after["file_metadata"]["title"], after["file_metadata"]["release"]) == ("Amber Anchor", "Tidewater")
    assert after["file_metadata"]["identifiers"] == {"deezer_url": "https://www.deezer.com/track/3", **links}
    assert after["sandbox"] == {
        **before["sandbox"],
        "release_year": 1979,
        "tracklink": {"deezer": {"outcome": "LINKED"}},
    }
    assert subprocess.run([sys.executable, "-c", VALIDATE, tmp_path / "copy.jams"], check=False).returncode == 0


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "not JSON"),
        (b"[1]", "no object file_metadata"),
        (b'{"file_metadata": 3}', "no object file_metadata"),
        (b'{"file_metadata": "\xff"}', "not written in UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b'{"file_metadata": {"title": "a", "title": "b"}}', "the same key twice, 'title': take one of them away"),
        (b'{"file_metadata": {}, "annotations": [1e999]}', "the number 1e999 is too large"),
    ],
)
def test_a_broken_file_is_told_of(tmp_path: Path, content: bytes, sentence: str) -> None:
    """In one sentence, and never by a traceback."""
    (tmp_path / "broken.jams").write_bytes(content)

    with pytest.raises(CorpusError, match=sentence):
        read_jams_file(tmp_path / "broken.jams", PLAIN)


def test_half_a_surrogate_pair_cannot_be_copied() -> None:
    """JSON can spell it, UTF-8 cannot hold it: the file is told of, and the run goes on."""
    jams = read_jams('{"file_metadata": {}, "annotations": ["\\ud800"]}', PLAIN)

    with pytest.raises(FileError, match="half a surrogate pair"):
        linked_text(jams, {}, {}, {})


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody may ever write to it."""
    os.mkfifo(tmp_path / "pipe.jams")

    with pytest.raises(FileError, match="a pipe or a device"):
        read_jams_file(tmp_path / "pipe.jams", PLAIN)
