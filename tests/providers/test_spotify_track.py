from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.spotify.answer import candidate_of
from providers.spotify.search_text import LONGEST, search_text
from tracklink.plugin import Candidate, ReleaseKind, Track

ASKED, OTHER = "4hArbourL1ghtsAAAAAAAA", "7hArbourL1ghtsBBBBBBBB"

HARBOUR: dict[str, object] = {
    "id": ASKED,
    "type": "track",
    "is_local": False,
    "name": "Harbour Lights",
    "artists": [{"name": "Mira Vale"}, {"name": "Tom Keel"}],
    "album": {
        "name": "Tidewater",
        "album_type": "compilation",
        "artists": [{"name": "Various Artists"}],
        "release_date": "1979-11-30",
        "release_date_precision": "day",
    },
    "duration_ms": 245_333,
    "explicit": False,
    "external_ids": {"isrc": "QZ-TST-21-00001", "ean": "4006381333931"},
    "popularity": 57,
    "preview_url": "https://p.scdn.example/h.mp3",
    "track_number": 4,
    "disc_number": 2,
}
FIELDS = sorted({*HARBOUR, "is_playable", "restrictions", "available_markets", "linked_from", "isrc", "upc", "reason"})


def read(fields: Mapping[str, object], market: str | None = None) -> Candidate:
    """The candidate of Harbour Lights with other fields; None takes a field away."""
    found = candidate_of({name: field for name, field in {**HARBOUR, **fields}.items() if field is not None}, market)
    assert found is not None
    return found


def test_every_field_of_a_full_answer_is_read() -> None:
    """The durations are milliseconds, the popularity is a percentage, the barcode an EAN or UPC."""
    assert read({}).track == Track(
        title="Harbour Lights",
        artists=("Mira Vale", "Tom Keel"),
        album="Tidewater",
        album_artists=("Various Artists",),
        duration_ms=245_333,
        isrcs=("QZTST2100001",),
        track_number=4,
        disc_number=2,
        release_date="1979-11-30",
        explicit=False,
        popularity=0.57,
        preview_url="https://p.scdn.example/h.mp3",
        barcode="4006381333931",
        release_kind=ReleaseKind.COMPILATION,
    )
    assert read({}).ref.url == f"https://open.spotify.com/track/{ASKED}"


@pytest.mark.parametrize(
    "field",
    ["album", "artists", "duration_ms", "explicit", "external_ids", "popularity", "preview_url", "track_number"],
)
@pytest.mark.parametrize("stated", [None, [], {}, "?", -1, 1e300, float("nan"), True, [None, 3, {}], {"name": 3}])
def test_a_field_that_cannot_be_read_is_left_unset(field: str, stated: object) -> None:
    """A missing field, null, or one of another type costs that field alone."""
    assert read({field: stated}).track.title == "Harbour Lights"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.sampled_from([None, "DE"]))
def test_no_json_is_too_odd(fields: dict[str, object], market: str | None) -> None:
    """Whatever is read of it can be encoded."""
    found = candidate_of({**HARBOUR, **fields}, market)
    assert found is None or f"{found}".encode()
    assert found is None or found.track.popularity is None or 0 <= found.track.popularity <= 1


@pytest.mark.parametrize(
    ("stated", "precision", "date"),
    [
        ("1979", "year", "1979"),
        ("1979-01-01", "year", "1979"),
        ("1979-11", "month", "1979-11"),
        ("1979-11-30", None, "1979-11-30"),
        ("0000", "year", None),
        ("soon", "day", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_stated_to_be(stated: str, precision: str | None, date: str | None) -> None:
    """Some are filled up to the first of January; year 0000 stands for none."""
    album = {"release_date": stated, "release_date_precision": precision}
    assert read({"album": album}).track.release_date == date


@pytest.mark.parametrize(
    ("fields", "market", "available", "markets"),
    [
        ({"is_playable": True}, "DE", True, None),
        ({"is_playable": False, "restrictions": {"reason": "market"}}, "DE", False, None),
        ({"restrictions": {"reason": "market"}}, "DE", False, None),
        ({"restrictions": {"reason": "explicit"}}, "DE", None, None),
        ({}, "DE", None, None),
        ({"available_markets": []}, "DE", False, None),
        ({"available_markets": []}, None, None, None),
        ({"available_markets": ["DE", "FR", 7, "Atlantis"]}, None, True, {"DE", "FR"}),
        ({"available_markets": ["DE", "FR"], "is_playable": False}, "DE", None, {"FR"}),
        ({"available_markets": ["DE"], "is_playable": False}, "DE", False, None),
        ({"available_markets": ["FR"], "is_playable": True}, "DE", True, {"DE", "FR"}),
        ({"name": "", "is_playable": True}, "DE", False, None),
    ],
)
def test_availability_comes_in_several_forms(
    fields: dict[str, object], market: str | None, available: bool | None, markets: set[str] | None
) -> None:
    """The word on the market asked about goes before the list; no name means that the track was removed."""
    found = read(fields, market)
    assert (found.available, found.markets) == (available, markets)


def test_the_id_of_a_relinked_track_is_the_substitutes() -> None:
    """The one asked for stands in `linked_from`, where the application is told of it."""
    found = read({"id": OTHER, "linked_from": {"id": ASKED, "type": "track"}}, "DE")
    assert found.relinked_from is not None
    assert (found.ref.id, found.relinked_from.id) == (OTHER, ASKED)
    assert read({"linked_from": {"id": 7}}).relinked_from is None
    assert read({"linked_from": {"id": ASKED}}).relinked_from is None


@pytest.mark.parametrize("fields", [{"is_local": True}, {"id": None}, {"id": "7"}, {"id": 7}, {"type": "episode"}])
def test_what_is_no_track_of_the_catalogue_is_passed_over(fields: dict[str, object]) -> None:
    """Local files, podcasts, tracks without an id."""
    assert candidate_of({**HARBOUR, **fields}, None) is None


@pytest.mark.parametrize(
    ("title", "artists", "text"),
    [
        ("Harbour Lights", ("Mira Vale", "Tom Keel"), "Harbour Lights Mira Vale"),
        ('7" Mix: "Tide" *', (), "7 Mix Tide"),
        ("isrc:QZTST2100001", (), "isrc QZTST2100001"),
        ("Love OR Money - Live", ("-M-",), "Love or Money Live M-"),
        ("Don’t", ("K’s Choice",), "Don’t K’s Choice"),
        ("夜の港", ("ミラ",), "夜の港 ミラ"),
        (' ": ', ("Mira Vale",), ""),
    ],
)
def test_a_search_is_plain_words(title: str, artists: tuple[str, ...], text: str) -> None:
    """Operators of the query language are taken out, apostrophes and every script stay."""
    assert search_text(Track(title=title, artists=artists)) == text


def test_a_long_title_gives_way_to_the_artist() -> None:
    """Whole words go first; a word longer than the limit is cut."""
    text = search_text(Track(title="Und wieder sagten sie " * 20, artists=("Georg Philipp Telemann",)))
    assert text.endswith("Und wieder Georg Philipp Telemann")
    assert len(text) <= LONGEST
    assert len(search_text(Track(title="x" * 300, artists=("y" * 300,)))) == LONGEST
