import pytest

from providers.youtube_music.credit import channel_name, credit_of_song, credit_of_video
from providers.youtube_music.row import read_clock, read_row
from tracklink.plugin import Candidate

ID = "gLa55r1v3r_"


@pytest.mark.parametrize(
    ("title", "channel", "expected"),
    [
        ("Ida Holm - Glass Rivers (Official Video)", "North Label", ("Glass Rivers (Official Video)", "Ida Holm")),
        ("Ida Holm – Glass Rivers", "someone who listens", ("Glass Rivers", "Ida Holm")),
        ("IDA HOLM - Glass Rivers", "Ida Holm", ("Glass Rivers", "Ida Holm")),
        ("Ida Holm - Glass Rivers", "IdaHolmVEVO", ("Glass Rivers", "Ida Holm")),
        ("Ida Holm & Nils Berg - Glass Rivers", "Ida Holm", ("Glass Rivers", "Ida Holm & Nils Berg")),
        ("Ida Holm - Ida Holm Medley", "Ida Holm", ("Ida Holm Medley", "Ida Holm")),
        ("Glass Rivers - Ida Holm (Live)", "Ida Holm", ("Glass Rivers - Ida Holm (Live)", "Ida Holm")),
        ("Glass Rivers (Official Video)", "Ida Holm", ("Glass Rivers (Official Video)", "Ida Holm")),
        ("Ever-Glass", "Ida Holm", ("Ever-Glass", "Ida Holm")),
        ("Ida Holm - Glass Rivers - Live", "North Label", ("Glass Rivers - Live", "Ida Holm")),
        ("林檎の木 - 硝子の川", "北レーベル", ("硝子の川", "林檎の木")),
    ],
)
def test_artist_of_a_video(title: str, channel: str, expected: tuple[str, str]) -> None:
    """The artist stands before the dash, unless the channel's name stands behind it alone; no dash, no artist there."""
    credit = credit_of_video(title, (channel,))

    assert (credit.title, *credit.artists) == expected


def test_channels_that_share_a_video() -> None:
    """A video of two artists keeps both, though its title begins with one."""
    credit = credit_of_video("Ida Holm - Glass Rivers", ("Ida Holm", "Nils Berg"))

    assert credit == ("Glass Rivers", ("Ida Holm", "Nils Berg"))


def test_song_title_is_never_taken_apart() -> None:
    """A label's title may hold a dash of its own: the artists are stated beside it."""
    assert credit_of_song("Rivers - Part Two", ("Ida Holm",)) == ("Rivers - Part Two", ("Ida Holm",))


@pytest.mark.parametrize(
    ("channel", "name"),
    [("Ida Holm - Topic", "Ida Holm"), ("Hot Topic", "Hot Topic"), ("Topic", "Topic"), ("Ida Holm", "Ida Holm")],
)
def test_topic_channel(channel: str, name: str) -> None:
    """The service's own channels of artists end in " - Topic", which is no part of the name."""
    assert channel_name(channel) == name


@pytest.mark.parametrize(
    ("clock", "duration_ms"),
    [
        ("4:19", 259_000),
        ("0:07", 7_000),
        ("1:02:03", 3_723_000),
        ("0:00", None),
        (" ", None),
        ("4:1", None),
        ("٤:١٩", None),
        ("2,343", None),
        (259, None),
        (None, None),
    ],
)
def test_clock(clock: object, duration_ms: int | None) -> None:
    """A length is minutes and seconds, with hours before them where it has any."""
    assert read_clock(clock) == duration_ms


def read(**fields: object) -> Candidate:
    """The track of a song's row that has an id."""
    candidate = read_row({"videoId": ID, "resultType": "song", "title": "Glass Rivers", **fields})
    assert candidate is not None
    return candidate


@pytest.mark.parametrize("id_", [None, "", "too short", 12_345_678_901, ["gLa55r1v3r_"], "gLa55r1v3r_ "])
def test_row_without_an_id(id_: object) -> None:
    """A row without an id of the service's form leads nowhere: greyed-out rows come so."""
    assert read_row({"videoId": id_, "title": "Glass Rivers"}) is None


def test_row_of_an_id_alone() -> None:
    """All but the id may be missing."""
    candidate = read_row({"videoId": ID})

    assert candidate is not None
    assert (candidate.track.title, candidate.track.artists, candidate.available) == ("", (), None)
    assert candidate.ref.url == f"https://music.youtube.com/watch?v={ID}"


@pytest.mark.parametrize("stated", [True, False, None])
def test_explicitness_is_told_denied_or_not_told(*, stated: bool | None) -> None:
    """A song's row says yes or no; a video's says nothing."""
    assert read(isExplicit=stated).track.explicit is stated


def test_counts_and_kinds_are_no_artists() -> None:
    """The library takes unlinked words for names; a linked name is one, whatever it looks like."""
    words = ["Video", "1.4M views", "No views", "12 plays"]
    unlinked: list[object] = [{"name": word, "id": None} for word in words]

    row = read(artists=[*unlinked, {"name": "Video", "id": "UC1"}, {"name": "2 Plays High", "id": None}])

    assert row.track.artists == ("Video", "2 Plays High")


def test_fields_of_a_wrong_type_are_not_stated() -> None:
    """What is not of the type that it should have is left out, and the rest is read."""
    row = read(artists=["Ida Holm", {"name": 5}, None, {"name": "Nils Berg"}], album="Winter Maps", isAvailable="yes")

    assert (row.track.artists, row.track.album, row.available) == (("Nils Berg",), None, None)
    assert read(title=7, isExplicit=1, duration={}, year=1999, artists={}).track.title == ""


def test_year_of_a_queue_row() -> None:
    """A queue states a song's year, and its length under another name than a search does."""
    track = read(year="1999", length="4:19").track

    assert (track.release_date, track.duration_ms) == ("1999", 259_000)
