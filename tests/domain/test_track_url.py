import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.track_url import read_ref, read_track_url
from providers.registry import DECLARATIONS
from tracklink.plugin import Declaration, TrackRef

KNOWN = tuple(DECLARATIONS.values())
SPOTIFY_ID = "0AbCdEfGhIjKlMnOpQrStU"
VIDEO_ID = "a_B-c3D4e5F"
MBID = "b1a9c0e9-d987-4042-ae91-78d6a3267d69"
WITH_PAGES = [declaration for declaration in KNOWN if declaration.url_template]


@pytest.mark.parametrize(
    ("url", "ref"),
    [
        (f"https://open.spotify.com/track/{SPOTIFY_ID}", TrackRef("spotify", SPOTIFY_ID)),
        (f"https://open.spotify.com/intl-de/track/{SPOTIFY_ID}?si=0123", TrackRef("spotify", SPOTIFY_ID)),
        (f"open.spotify.com/embed/track/{SPOTIFY_ID}", TrackRef("spotify", SPOTIFY_ID)),
        (f"spotify:track:{SPOTIFY_ID}", TrackRef("spotify", SPOTIFY_ID)),
        ("https://www.deezer.com/track/123", TrackRef("deezer", "123")),
        ("http://deezer.com/fr/track/123/", TrackRef("deezer", "123")),
        ("https://www.deezer.com/pt-br/track/123#top", TrackRef("deezer", "123")),
        (f"https://music.youtube.com/watch?v={VIDEO_ID}&list=RDAMVM", TrackRef("youtube_music", VIDEO_ID)),
        (f"https://www.youtube.com/watch?list=PL0&v={VIDEO_ID}", TrackRef("youtube_music", VIDEO_ID)),
        (f"m.youtube.com/watch?v={VIDEO_ID}#t=9", TrackRef("youtube_music", VIDEO_ID)),
        (f"https://youtu.be/{VIDEO_ID}?t=30", TrackRef("youtube_music", VIDEO_ID)),
        ("https://tidal.com/track/123", TrackRef("tidal", "123")),
        ("https://tidal.com/browse/track/123?u", TrackRef("tidal", "123")),
        ("https://tidal.com/track/123/u", TrackRef("tidal", "123")),
        ("https://listen.tidal.com/album/9/track/123", TrackRef("tidal", "123")),
        ("https://tidal.com/us/track/123", TrackRef("tidal", "123")),
        ("https://store.tidal.com/de/track/123", TrackRef("tidal", "123")),
        ("https://store.tidal.com/track/123", TrackRef("tidal", "123")),
        ("https://m.deezer.com/en/track/123", TrackRef("deezer", "123")),
        (f"https://embed.spotify.com/?uri=spotify:track:{SPOTIFY_ID}", TrackRef("spotify", SPOTIFY_ID)),
        (f"https://embed.spotify.com/?theme=white&uri=spotify%3Atrack%3A{SPOTIFY_ID}", TrackRef("spotify", SPOTIFY_ID)),
        (
            f"https://open.spotify.com/embed?uri=spotify:track:{SPOTIFY_ID}&view=coverart",
            TrackRef("spotify", SPOTIFY_ID),
        ),
        ("https://classical.music.apple.com/us/album/example/456?i=123", TrackRef("itunes", "123")),
        ("https://classical.music.apple.com/jp/song/123", TrackRef("itunes", "123")),
        ("https://music.apple.com/de/album/wind/9?i=123", TrackRef("itunes", "123")),
        (f"HTTPS://MusicBrainz.org/recording/{MBID.upper()}", TrackRef("musicbrainz", MBID)),
    ],
)
def test_addresses_that_people_copy(url: str, ref: TrackRef) -> None:
    """With or without https, www, country, query and fragment, in whichever app it was copied."""
    assert read_track_url(f" {url} ", KNOWN) == ref


@pytest.mark.parametrize(
    "url",
    ["https://link.deezer.com/s/30abc", "https://deezer.page.link/abc", "https://spotify.link/abc", "lnk.to/song"],
)
def test_short_links_are_not_followed(url: str) -> None:
    """The caller is told to open it."""
    with pytest.raises(ValueError, match="open it in a browser and pass the full address"):
        read_track_url(url, KNOWN)


@pytest.mark.parametrize(
    "url",
    [
        f"https://open.spotify.com/album/{SPOTIFY_ID}",
        f"spotify:playlist:{SPOTIFY_ID}",
        "https://www.deezer.com/en/artist/27",
        f"https://musicbrainz.org/release/{MBID}",
        "https://tidal.com/browse/album/7",
        "https://store.tidal.com/us/album/7",
        f"https://embed.spotify.com/?uri=spotify:album:{SPOTIFY_ID}",
        "https://m.deezer.com/en/album/27",
        "https://classical.music.apple.com/us/album/example/456",
    ],
)
def test_other_pages_are_not_tracks(url: str) -> None:
    """An album, artist or playlist is refused with what to pass instead."""
    with pytest.raises(ValueError, match="open the track itself"):
        read_track_url(url, KNOWN)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a b",
        "https://example.org/track/1",
        "https://open.spotify.com.example.org/track/" + SPOTIFY_ID,
        "https://open.spotify.com/track/short",
        f"https://youtu.be/{VIDEO_ID}extra",
        f"https://embed.spotify.com/?uri=spotify:track:{SPOTIFY_ID}x",
        f"https://embed.spotify.com/?next=uri=spotify:track:{SPOTIFY_ID}",
        f"https://embed.spotify.com/#?uri=spotify:track:{SPOTIFY_ID}",
        "https://tidal.com/usa/track/1",
        "https://mm.deezer.com/track/1",
        "https://classical.itunes.example/us/song/1",
        "https://www.deezer.com/track/١٢٣",
        "https://[bad",
        "x" * 3_000,
    ],
)
def test_everything_else_is_refused_in_one_sentence(url: str) -> None:
    """The message repeats at most the beginning of what was sent."""
    with pytest.raises(
        ValueError, match=r"URL is one word|is not the address of a track on a known service"
    ) as refusal:
        read_track_url(url, KNOWN)

    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize("declaration", WITH_PAGES, ids=lambda declaration: declaration.name)
@given(choice=st.data())
def test_an_id_and_its_page_name_each_other(declaration: Declaration, choice: st.DataObject) -> None:
    """The page made of an id is read as that id."""
    ref = read_ref(declaration.name, choice.draw(st.from_regex(declaration.id_pattern, fullmatch=True)), KNOWN)

    assert ref.url is not None
    assert read_track_url(ref.url, KNOWN) == ref


@pytest.mark.parametrize(("provider", "id_"), [("spotify", "661485"), ("deezer", "x y"), ("catalog", "Ü/1")])
def test_foreign_looking_ids_are_kept_without_a_page(provider: str, id_: str) -> None:
    """Files carry ids of every form under a service's name."""
    ref = read_ref(provider, id_, KNOWN)

    assert (ref.id, ref.url) == (id_, None)


@pytest.mark.parametrize(
    ("provider", "id_", "fault"),
    [
        ("spotfy", "1", "'spotfy' is not a known provider: one of catalog, deezer"),
        ("tidal", " ", "an id is needed"),
        ("tidal", "1" * 201, "at most 200 characters"),
        ("tidal", "1\n2", "no control characters"),
    ],
)
def test_a_ref_that_cannot_be(provider: str, id_: str, fault: str) -> None:
    """The message says what is wrong."""
    with pytest.raises(ValueError, match=fault):
        read_ref(provider, id_, KNOWN)


@given(st.text() | st.from_regex(r"(https?://)?(www\.)?(open\.spotify\.com|youtu\.be|tidal\.com)[/?#:@\[].*"))
def test_hostile_text_is_only_ever_refused(url: str) -> None:
    """Nothing but ValueError."""
    try:
        ref = read_track_url(url, KNOWN)
    except ValueError:
        return
    assert ref.provider in DECLARATIONS
