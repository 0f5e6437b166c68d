import pytest

from providers.deezer.answer import candidate_of
from tests.providers.fake.deezer import CALM
from tracklink.plugin import Candidate


def read(market: str | None = None, **fields: object) -> Candidate:
    """The candidate of a track that is stated otherwise."""
    candidate = candidate_of({**CALM, **fields}, market)
    assert candidate
    return candidate


@pytest.mark.parametrize(
    ("readable", "countries", "market", "expected"),
    [
        (True, ["DE", "FR"], None, (True, {"DE", "FR"})),
        (True, ["DE", "Zz", 7, "DE"], None, (True, {"DE"})),
        (False, ["DE"], "DE", (None, {"DE"})),
        (False, [], None, (False, set())),
        (True, [], None, (True, None)),
        (None, [], None, (False, set())),
        (True, None, None, (True, None)),
        (True, None, "DE", (None, None)),
        (True, [], "DE", (None, None)),
        (False, None, None, (False, None)),
        (False, None, "DE", (None, None)),
        ("yes", "DE", None, (None, None)),
        (None, [7], None, (None, None)),
    ],
)
def test_where_a_track_plays(
    readable: object,
    countries: object,
    market: str | None,
    expected: tuple[bool | None, set[str] | None],
) -> None:
    """`readable` speaks of the asking server's country alone, so it settles nothing of a market that a caller named."""
    track = read(market, readable=readable, available_countries=countries)

    assert (track.available, track.markets) == expected


@pytest.mark.parametrize(
    ("code", "lyrics", "expected"),
    [
        *((0, False, False), (1, True, True), (3, False, False), (2, False, None), (6, False, None), (6, True, True)),
        *((None, False, None), (None, True, True), (99, None, None), ("1", None, None), (True, None, None)),
        *((4, True, True), (7, False, None), ([], "yes", None), ({}, None, None)),
    ],
)
def test_explicitness_is_true_false_or_not_said(code: object, lyrics: object, expected: bool | None) -> None:
    """`explicit_lyrics` is false as well where nobody said."""
    track = read(explicit_content_lyrics=code, explicit_lyrics=lyrics).track

    assert track.explicit is expected


@pytest.mark.parametrize(
    ("title", "short", "version", "expected"),
    [
        ("Calm (Live)", "Calm", "(Live)", ("Calm (Live)", None)),
        ("Calm", "Calm", "", ("Calm", None)),
        ("Calm", "Calm", "(Live)", ("Calm", "(Live)")),
        (None, "Calm", "(Live)", ("Calm", "(Live)")),
        (None, None, "(Live)", ("", "(Live)")),
        (17, ["Calm"], {}, ("", None)),
    ],
)
def test_a_version_stands_apart_only_where_the_title_lacks_it(
    title: object,
    short: object,
    version: object,
    expected: tuple[str, str | None],
) -> None:
    """Deezer's full title is short title and version in one."""
    track = read(title=title, title_short=short, title_version=version).track

    assert (track.title, track.version) == expected


def test_numbers_may_be_texts_and_dates_may_be_none() -> None:
    """Older answers write numbers as text; 0 and 0000-00-00 mean that nobody knows."""
    numbers = read(id="17", duration="245", rank="1250000", track_position=0, bpm=0)
    track = numbers.track

    assert numbers.ref.id == "17"
    assert (track.duration_ms, track.popularity, track.track_number, track.bpm) == (245_000, 1.0, None, None)
    assert read(release_date="0000-00-00", album={"release_date": "0000-00-00"}).track.release_date is None
    assert read(album={"title": "Tidewater"}).track.release_date == "2021-04-30"


@pytest.mark.parametrize("contributors", [None, [], "Tom Keel", [None, {"name": 7}]])
def test_without_contributors_there_is_one_artist(contributors: object) -> None:
    """Search hits state no other."""
    assert read(contributors=contributors).track.artists == ("Mira Vale",)


@pytest.mark.parametrize("fields", [{"id": None}, {"id": 0}, {"id": "x"}, {"id": True}, {"type": "artist"}])
def test_what_is_no_track_is_no_candidate(fields: dict[str, object]) -> None:
    """Without an id there is nothing to link to."""
    assert candidate_of({**CALM, **fields}, None) is None
