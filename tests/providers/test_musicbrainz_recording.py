from dataclasses import replace
from importlib import import_module

import pytest

from providers import deezer, spotify, tidal, youtube_music
from providers.musicbrainz.recording import candidates
from tests.providers.fake.musicbrainz_xml import Recording, Release, document, recording
from tracklink.plugin import Candidate, ReleaseKind, TrackRef

OTHERS = [module.DECLARATION for module in (deezer, spotify, tidal, youtube_music)]
EVERYTHING = {"artist-credits", "isrcs", "media", "release-groups", "releases", "url-rels"}
MBID = "5f0c1d2e-0a1b-4c3d-8e4f-a5b6c7d8e9f0"
LATE = Release(id="aaaaaaaa-0000-4000-8000-000000000001", title="Collected", date="2011", barcode="4006381333931")
EARLY = Release(
    id="aaaaaaaa-0000-4000-8000-000000000002",
    title="Dikes",
    date="2004-11-03",
    artist="Polder Choir",
    disc_number="2",
    track_number="7",
)
DIKES = Recording(id=MBID, title="Dikes", artists=(("Polder Choir", "Polder Choir", ""),), releases=(LATE, EARLY))


def offered(record: Recording) -> Candidate:
    """The candidate that comes of it, through the library's own reader."""
    message = import_module("musicbrainzngs.mbxml").parse_message(document(recording(record, EVERYTHING)))
    (candidate,) = candidates([message["recording"]], OTHERS)
    return candidate


def test_every_name_is_taken_as_it_is_credited() -> None:
    """Phrases that join names are left out; a credited name stands before the artist's own."""
    duet = replace(DIKES, artists=(("P. Choir", "Polder Choir", " feat. "), ("灯台", "灯台", "")))

    assert offered(duet).track.artists == ("P. Choir", "灯台")


def test_the_album_is_the_earliest_official_release() -> None:
    """A bootleg came out before it, and gives the date only."""
    bootleg = replace(EARLY, id="aaaaaaaa-0000-4000-8000-000000000003", date="2003-02", status="Bootleg", title="Tape")

    track = offered(replace(DIKES, releases=(LATE, bootleg, EARLY))).track

    assert (track.album, track.release_mbid, track.album_artists) == ("Dikes", EARLY.id, ("Polder Choir",))
    assert (track.disc_number, track.track_number) == (2, 7)
    assert track.release_date == "2003-02"


def test_a_whole_date_is_earlier_than_its_year_alone() -> None:
    """Of 2004 and 2004-11-03 the second says more."""
    vague = replace(LATE, date="2004")

    assert offered(replace(DIKES, releases=(vague, EARLY))).track.release_date == "2004-11-03"


@pytest.mark.parametrize("date", ["", "????-05", "2004-02-31x", "0000"])
def test_an_unreadable_date_is_left_unset(date: str) -> None:
    """Editors may know a month without its year."""
    assert offered(replace(DIKES, releases=(replace(EARLY, date=date),))).track.release_date is None


def test_what_never_came_out_gives_no_date() -> None:
    """A release that was cancelled keeps the date on which it was due."""
    cancelled = replace(LATE, date="2001", status="Cancelled")

    assert offered(replace(DIKES, releases=(cancelled, EARLY))).track.release_date == "2004-11-03"


@pytest.mark.parametrize(
    ("primary", "secondary", "kind"),
    [
        ("Album", (), ReleaseKind.ALBUM),
        ("Single", (), ReleaseKind.SINGLE),
        ("EP", (), ReleaseKind.EP),
        ("Album", ("Compilation", "Live"), ReleaseKind.LIVE),
        ("Album", ("Compilation", "DJ-mix"), ReleaseKind.DJ_MIX),
        ("Single", ("Remix",), ReleaseKind.REMIX),
        ("Album", ("Soundtrack",), ReleaseKind.SOUNDTRACK),
        ("Broadcast", ("Spokenword",), None),
    ],
)
def test_the_types_of_the_release_group_make_the_kind(
    primary: str, secondary: tuple[str, ...], kind: ReleaseKind | None
) -> None:
    """A secondary type says more than the primary one, and `Live` more than `Compilation`."""
    grouped = replace(EARLY, primary_type=primary, secondary_types=secondary)

    assert offered(replace(DIKES, releases=(grouped,))).track.release_kind is kind


@pytest.mark.parametrize(
    ("disambiguation", "video", "version"),
    [
        ("live, 2004-05-01: Town Hall, Utrecht", False, "live, 2004-05-01: Town Hall, Utrecht"),
        ("live", True, "live, video"),
        ("", True, "video"),
        ("", False, None),
    ],
)
def test_the_disambiguation_is_the_version(disambiguation: str, *, video: bool, version: str | None) -> None:
    """A recording of a video says so too."""
    assert offered(replace(DIKES, disambiguation=disambiguation, video=video)).track.version == version


def test_identifiers_are_kept_where_they_are_readable() -> None:
    """An ISRC or a barcode that is miswritten is left out."""
    track = offered(replace(DIKES, isrcs=("NLA201234567", "NL-A20", "NLA201234567"), releases=(LATE,))).track

    assert (track.isrcs, track.barcode, track.mbid) == (("NLA201234567",), "4006381333931", MBID)
    assert offered(replace(DIKES, releases=(replace(LATE, barcode="123"),))).track.barcode is None


@pytest.mark.parametrize(("length", "duration_ms"), [("", None), ("0", None), ("4:03", None), ("243017", 243_017)])
def test_the_length_may_be_missing(length: str, duration_ms: int | None) -> None:
    """It is stated in milliseconds."""
    assert offered(replace(DIKES, length=length)).track.duration_ms == duration_ms


def test_relations_to_urls_are_ids_on_other_services() -> None:
    """A URL of no declared service, and one whose page is gone, are left out."""
    related = replace(
        DIKES,
        urls=("https://open.spotify.com/track/0000000000000000000abc", "https://example.org/x"),
        ended_urls=("https://tidal.com/track/77",),
    )

    assert offered(related).track.refs == (TrackRef("spotify", "0000000000000000000abc"),)


def test_a_recording_with_little_stated_is_offered() -> None:
    """Only its MBID must be there."""
    bare = offered(Recording(id=MBID, title="", artists=()))

    assert bare.ref == TrackRef("musicbrainz", MBID)
    assert bare.ref.url == f"https://musicbrainz.org/recording/{MBID}"
    assert candidates([{"title": "no id"}, {"id": "no MBID"}], OTHERS) == ()
