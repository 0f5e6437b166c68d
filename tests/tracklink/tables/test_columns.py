import math
from datetime import date

import pytest

from tracklink.client import LinkTrackRequest, Track, TrackRef
from tracklink.tables.columns import Columns
from tracklink.tables.error import TableError
from tracklink.tables.question import question

EXPORTIFY = {
    "Track URI": "spotify:track:7weathervane",
    "Track Name": "Copper Weathervane",
    "Artist URI(s)": "spotify:artist:1",
    "Artist Name(s)": "Ida Falk;Tom Keel",
    "Album Name": "Tidewater",
    "Album Release Date": "2021-05-07",
    "Disc Number": "1",
    "Track Number": "4",
    "Track Duration (ms)": "203000",
    "Explicit": "false",
    "ISRC": "QZTST2100077",
    "Added At": "2024-01-01T00:00:00Z",
}
SOUNDIIZ = {"title": "Copper Weathervane", "artist": "Ida Falk", "album": "Tidewater", "isrc": "QZTST2100077"}
TUNE_MY_MUSIC = {
    "Track name": "Copper Weathervane",
    "Artist name": "Ida Falk",
    "Album": "Tidewater",
    "Playlist name": "Quays",
    "Type": "Playlist",
    "ISRC": "QZTST2100077",
    "Spotify - id": "7weathervane",
}
TRACK = Track(title="Copper Weathervane", artists=["Ida Falk"], album="Tidewater", isrcs=["QZTST2100077"])
SPOTIFY = TrackRef(provider="spotify", id="7weathervane")


def _asked(row: dict[str, object], *stated: str) -> Track:
    return question(row, Columns.of(row, stated), (), "").track


def test_exportify_is_read() -> None:
    """Its track URIs, several artists, milliseconds and dates."""
    assert _asked(dict(EXPORTIFY)) == Track(
        title="Copper Weathervane",
        artists=["Ida Falk", "Tom Keel"],
        album="Tidewater",
        isrcs=["QZTST2100077"],
        duration_ms=203_000,
        track_number=4,
        disc_number=1,
        release_date="2021-05-07",
        refs=[SPOTIFY],
    )


def test_soundiiz_and_tunemymusic_are_read() -> None:
    """The latter with the id on the service that the playlist came from."""
    with_id = Track(refs=[SPOTIFY])
    with_id.MergeFrom(TRACK)

    assert _asked(dict(SOUNDIIZ)) == TRACK
    assert _asked(dict(TUNE_MY_MUSIC)) == with_id


@pytest.mark.parametrize(
    ("stated", "duration_ms"),
    [
        ({"duration": "203.5"}, 203_500),
        ({"Duration": "3:23"}, 203_000),
        ({"length": "1:02:03"}, 3_723_000),
        ({"time": "3:23.4"}, 203_400),
        ({"duration": 203}, 203_000),
        ({"duration_ms": 203_000, "duration": "9:59"}, 203_000),
        ({"duration": "long"}, 0),
        ({"duration": "-3"}, 0),
        ({"duration": "1e300"}, 0),
        ({"duration": None}, 0),
        ({"duration": True}, 0),
        ({"duration": "3:23", "duration_ms": [1]}, 203_000),
        ({"duration": "3:23", "duration_ms": math.nan}, 203_000),
    ],
)
def test_lengths_are_read_in_every_form(stated: dict[str, object], duration_ms: int) -> None:
    """Milliseconds, seconds, a clock; what is none of them is left unset."""
    assert _asked({"title": "Amber Anchor"} | stated).duration_ms == duration_ms


def test_a_day_is_read_as_text_or_as_a_date() -> None:
    """Parquet has dates of its own."""
    assert _asked({"title": "Amber Anchor", "release_date": date(2014, 5, 2)}).release_date == "2014-05-02"


def test_a_stated_column_goes_before() -> None:
    """And an address that is one is asked about."""
    row: dict[str, object] = {"Song": "Amber Anchor", "title": "1", "link": "https://www.deezer.com/track/3"}
    asked = question(row, Columns.of(row, ["title=song"]), ["deezer"], "DE")

    assert asked == LinkTrackRequest(
        track=Track(title="Amber Anchor"),
        urls=["https://www.deezer.com/track/3"],
        providers=["deezer"],
        market="DE",
        max_alternatives=0,
    )


@pytest.mark.parametrize(
    ("headers", "stated", "sentence"),
    [
        (["colour"], [], "no column says which track it is, among colour: name one with --column title=HEADER"),
        ([], [], "among none"),
        (["title"], ["mood=title"], "'mood' is no field; there are title, artists"),
        (["title"], ["artists=singer"], "the table has no column 'singer', but title"),
        (["title"], ["title"], "no column ''"),
    ],
)
def test_columns_that_cannot_be_found_are_named(headers: list[str], stated: list[str], sentence: str) -> None:
    """With what there is, and what to write."""
    with pytest.raises(TableError, match=sentence):
        Columns.of(headers, stated)
