from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.track_row import MOST_VALUES, read_track_row
from tracklink.plugin import ReleaseKind, Track, TrackRef

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
FIELDS = ["id", "title", "artists", "duration_ms", "isrcs", "markets", "refs", "release_date", "explicit", "bpm"]


def test_a_whole_row_is_read() -> None:
    """Every field of a track has its key."""
    row = read_track_row(
        {
            "id": "a1",
            "title": "Harbour Lights",
            "artists": ["Mira Vale", "The Tidewaters"],
            "album": "Low Water",
            "album_artists": ["Mira Vale"],
            "duration_ms": 201_500,
            "isrcs": ["QZ-TST-21-00001"],
            "mbid": "B1A9C0E9-D987-4042-AE91-78D6A3267D69",
            "track_number": "05",
            "disc_number": 1,
            "release_date": "25/12/1999",
            "explicit": False,
            "version": "Live",
            "refs": [{"provider": "deezer", "id": 17}],
            "popularity": 0.5,
            "release_kind": "DJ-mix",
            "genres": ["folk"],
            "available": False,
            "markets": ["de", "FR"],
            "colour": "unknown keys are ignored",
        },
        "catalog",
    )

    assert row.track == Track(
        title="Harbour Lights",
        artists=("Mira Vale", "The Tidewaters"),
        album="Low Water",
        album_artists=("Mira Vale",),
        duration_ms=201_500,
        isrcs=("QZTST2100001",),
        mbid="b1a9c0e9-d987-4042-ae91-78d6a3267d69",
        track_number=5,
        disc_number=1,
        release_date="1999-12-25",
        explicit=False,
        version="Live",
        refs=(TrackRef("deezer", "17"),),
        popularity=0.5,
        release_kind=ReleaseKind.DJ_MIX,
        genres=("folk",),
    )
    assert (row.ref, row.available, row.markets) == (TrackRef("catalog", "a1"), False, frozenset({"DE", "FR"}))
    assert row.unread == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("duration_ms", -1),
        ("duration_ms", 0),
        ("duration_ms", "3:20"),
        ("duration_ms", 2**31),
        ("duration_ms", 10**400),
        ("duration_ms", True),
        ("track_number", "A1"),
        ("explicit", "perhaps"),
        ("release_date", "25/12/99"),
        ("album", "cut off\ud800"),
        ("album", ["a list"]),
        ("mbid", "not-a-uuid"),
        ("barcode", "12345"),
        ("popularity", 55),
        ("bpm", float("nan")),
        ("release_kind", "mixtape"),
        ("available", "soon"),
    ],
)
def test_an_unreadable_field_is_left_unset_and_named(field: str, value: object) -> None:
    """The row stays, without that field."""
    row = read_track_row({"id": "1", "title": "T", field: value}, "catalog")

    assert row.unread == (field,)
    assert row.track == Track(title="T")
    assert row.available is None


def test_a_list_without_end_is_cut_and_named() -> None:
    """The first values are read, and the field is reported."""
    row = read_track_row({"id": "1", "artists": [f"artist {number}" for number in range(5_000)]}, "catalog")

    assert len(row.track.artists) == MOST_VALUES
    assert row.unread == ("artists",)


@pytest.mark.parametrize("blank", [None, "", "  ", []])
def test_a_blank_field_says_nothing(blank: object) -> None:
    """Blank is unset, not unreadable."""
    row = read_track_row(dict.fromkeys(FIELDS, blank), "catalog")

    assert (row.id, row.track, row.markets, row.unread) == (None, Track(), None, ())


def test_control_characters_are_blanks() -> None:
    """In words for people a control character parts two words; a field that holds nothing else is empty."""
    row = read_track_row(
        {"title": "Harbour\x07Lights\x7f", "artists": ["Mira\tVale", "\x00"], "album": "\x1b"}, "catalog"
    )

    assert row.track == Track(title="Harbour Lights", artists=("Mira Vale",))
    assert read_track_row({"title": "\x00\x1f"}, "catalog").track.title == ""
    assert row.unread == ()


def test_a_list_keeps_the_values_that_can_be_read() -> None:
    """One wrong ISRC does not take the right one with it."""
    row = read_track_row({"isrcs": ["QZTST2100001", "nonsense"], "refs": [{"provider": "tidal"}]}, "catalog")

    assert row.track.isrcs == ("QZTST2100001",)
    assert row.unread == ("isrcs", "refs")


@pytest.mark.parametrize(
    ("columns", "artists"),
    [
        ({"artist": "Mira Vale"}, ("Mira Vale",)),
        ({"artists": "Mira Vale; The Tidewaters"}, ("Mira Vale", "The Tidewaters")),
        ({"artists": '["Mira Vale", "A;B"]'}, ("Mira Vale", "A;B")),
        ({"artists": "", "artist": "Mira Vale"}, ("Mira Vale",)),
        ({"artists": "[untitled]"}, ("[untitled]",)),
        ({"": "an index without a name"}, ()),
    ],
)
def test_lists_of_a_csv_row(columns: dict[str, str], artists: tuple[str, ...]) -> None:
    """A column holds a JSON list, names separated by `;`, or one name."""
    assert read_track_row(columns, "catalog").track.artists == artists


def test_figures_of_a_csv_row() -> None:
    """Spreadsheets write whole numbers as fractions, and truths in capitals."""
    row = read_track_row({"duration_ms": "201500.0", "explicit": "TRUE", "track_number": "7"}, "catalog")

    assert (row.track.duration_ms, row.track.explicit, row.track.track_number) == (201_500, True, 7)


@pytest.mark.parametrize(("given_id", "read"), [(661_485, "661485"), (" a b ", " a b "), ("x" * 201, None)])
def test_an_id_is_kept_as_it_stands(given_id: object, read: str | None) -> None:
    """Nothing is cut from an id; what is too long for one is none."""
    assert read_track_row({"id": given_id}, "catalog").id == read


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_no_row_is_an_error(row: dict[str, Any]) -> None:
    """Whatever a row holds, something is read of it, and it can be stored."""
    read = read_track_row(row, "catalog")

    assert set(read.unread) <= row.keys()
    assert "\0" not in read.track.title
    read.track.title.encode()
