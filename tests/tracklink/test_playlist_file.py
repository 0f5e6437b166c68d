import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracklink.playlists import PlaylistError, read_playlist, write_playlist
from tracklink.playlists.entry import read_entry
from tracklink.v1.track_pb2 import Track, TrackRef

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["name", "artist", "artists", "album", "version", "num", "id", "available", "isrcs", "x"])


def _playlist(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "playlist.json"
    path.write_text(text, encoding="utf-8")
    return path


def _outcome(value: object) -> Track | str:
    try:
        return read_entry(1, value).track("catalog")
    except PlaylistError as refused:
        return str(refused)


@given(st.dictionaries(KEYS, JSON_VALUES, max_size=6))
def test_any_entry_is_read_or_refused_in_a_sentence(value: dict[str, object]) -> None:
    """Whatever a key holds, an entry becomes a track or a PlaylistError."""
    outcome = _outcome(value)

    assert isinstance(outcome, Track) or outcome.startswith("entry 1")


def test_what_an_entry_says_of_its_track() -> None:
    """Each key has its field; `artists` goes before `artist`; the id is sent as text."""
    entry = read_entry(
        3,
        {
            "name": "Bett",
            "artist": "A & B",
            "artists": ["A", "B"],
            "album": "L",
            "version": "live",
            "num": "4",
            "id": 661485,
            "isrc": "QZABC2400001",
            "duration_ms": 185_000,
        },
    )

    assert entry.track("catalog") == Track(
        title="Bett",
        artists=["A", "B"],
        album="L",
        version="live",
        track_number=4,
        isrcs=["QZABC2400001"],
        duration_ms=185_000,
        refs=[TrackRef(provider="catalog", id="661485")],
    )


@pytest.mark.parametrize("num", ["A4", 0, -1, 2**31, 4.5, None, True, "", "٣", "9" * 5000])
def test_a_number_that_is_none_is_left_out(num: object) -> None:
    """A track number of another kind says nothing, and hurts nothing."""
    assert not read_entry(1, {"num": num}).track("catalog").HasField("track_number")


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is not the JSON of a playlist"),
        ("[{", "is not the JSON of a playlist"),
        ("[NaN]", "is not the JSON of a playlist"),
        ("[1e999]", "is not the JSON of a playlist"),
        ("[" * 100_000, "is not the JSON of a playlist"),
        ('[{"id": 1, "id": 2}]', "the same key twice"),
        (r'[{"name": "\ud800"}]', "surrogates not allowed"),
        ("{}", "is no list"),
        ("[[]]", "entry 1 is no object"),
        ('[{}, {"id": true}]', 'entry 2: "id" must be a whole number or text'),
        ('[{"id": 1.5}]', 'entry 1: "id" must be a whole number or text'),
        ('[{"available": "no"}]', 'entry 1: "available" must be true or false'),
        ('[{"artists": "A"}]', 'entry 1: "artists" must be a list of texts'),
    ],
)
def test_a_file_that_is_no_playlist(tmp_path: Path, text: str, sentence: str) -> None:
    """Each way to be no playlist is one sentence that names the file and the entry."""
    path = _playlist(tmp_path, text)

    with pytest.raises(PlaylistError) as refused:
        read_playlist(path)

    assert str(path) in str(refused.value)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_says_how_a_file_is_written(tmp_path: Path, encoding: str) -> None:
    """As editors and PowerShell leave it."""
    (tmp_path / "playlist.json").write_text('[{"name": "夜の枕"}]', encoding=encoding)

    assert read_playlist(tmp_path / "playlist.json").entries[0].track("catalog").title == "夜の枕"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a folder and other bytes are named."""
    (tmp_path / "latin.json").write_bytes(b'["\xe4"]')

    with pytest.raises(PlaylistError, match="No such file"):
        read_playlist(tmp_path / "missing.json")
    with pytest.raises(PlaylistError, match="directory"):
        read_playlist(tmp_path)
    with pytest.raises(PlaylistError, match="not written in UTF-8: byte 2"):
        read_playlist(tmp_path / "latin.json")


@pytest.mark.parametrize("indent", [None, 1, 4, "\t"])
@pytest.mark.parametrize("ending", ["", "\n"])
def test_a_changed_playlist_is_laid_out_as_before(tmp_path: Path, indent: int | str | None, ending: str) -> None:
    """Indentation and the last newline stay, letters stay letters."""
    before = [{"name": "枕", "id": 1, "deep": {"a": [1]}}, {"id": 2}]
    playlist = read_playlist(_playlist(tmp_path, json.dumps(before, ensure_ascii=False, indent=indent) + ending))
    after = [before[0] | {"id": 9}, before[1]]

    assert playlist.text_with(after) == json.dumps(after, ensure_ascii=False, indent=indent) + ending


def test_an_entry_a_line_stays_an_entry_a_line(tmp_path: Path) -> None:
    """Only the line of the changed entry changes."""
    playlist = read_playlist(_playlist(tmp_path, '[\n  {"id": 1},\n  {"id": 2}\n]\n'))

    assert playlist.text_with([{"id": 1}, {"id": 9}]) == '[\n  {"id": 1},\n  {"id": 9}\n]\n'


def test_an_unchanged_playlist_is_the_same_text(tmp_path: Path) -> None:
    """However it was laid out: nothing changed, nothing is rewritten."""
    text = '[ {"id":1.0e0,\n"x" : "\\u00e4"} ]\r\n'.replace("1.0e0", "1")
    playlist = read_playlist(_playlist(tmp_path, text))

    assert playlist.text_with([entry.fields for entry in playlist.entries]) == playlist.text


def test_writing_replaces_the_whole_file_and_keeps_mode_and_links(tmp_path: Path) -> None:
    """The mode is that of the playlist, a symbolic link stays one, nothing temporary is left."""
    playlist, target, link = tmp_path / "a.json", tmp_path / "b.json", tmp_path / "link.json"
    playlist.write_text("[]")
    playlist.chmod(0o640)
    target.write_text("old")
    link.symlink_to(target)
    write_playlist(link, "new", like=playlist)

    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o640)
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.json", "link.json"]


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """/dev/null stays a device."""
    playlist = tmp_path / "a.json"
    playlist.write_text("[]")
    write_playlist(Path("/dev/null"), "text", like=playlist)

    assert Path("/dev/null").is_char_device()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """The error names the path."""
    with pytest.raises(PlaylistError, match=r"cannot write .*nowhere"):
        write_playlist(tmp_path / "nowhere" / "a.json", "[]", like=tmp_path)
