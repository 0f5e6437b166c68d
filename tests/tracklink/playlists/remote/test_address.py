import pytest

from tracklink.playlists.remote.address import Address, read_address

UUID = "aaaaaaaa-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://open.spotify.com/playlist/37i9dQZF1DXcBWIGoYBM5M?si=1", Address("spotify", "37i9dQZF1DXcBWIGoYBM5M")),
        (
            "https://open.spotify.com/intl-de/playlist/37i9dQZF1DXcBWIGoYBM5M",
            Address("spotify", "37i9dQZF1DXcBWIGoYBM5M"),
        ),
        ("open.spotify.com/embed/playlist/37i9dQZF1DXcBWIGoYBM5M", Address("spotify", "37i9dQZF1DXcBWIGoYBM5M")),
        (
            "http://open.spotify.com/user/ada/playlist/37i9dQZF1DXcBWIGoYBM5M",
            Address("spotify", "37i9dQZF1DXcBWIGoYBM5M"),
        ),
        ("music.youtube.com/playlist?list=VLPLa-b_c", Address("youtube_music", "PLa-b_c")),
        ("spotify:playlist:37i9dQZF1DXcBWIGoYBM5M", Address("spotify", "37i9dQZF1DXcBWIGoYBM5M")),
        (" https://www.deezer.com/en/playlist/908622995 ", Address("deezer", "908622995")),
        (f"https://tidal.com/browse/playlist/{UUID}", Address("tidal", UUID)),
        (f"https://listen.tidal.com/playlist/{UUID}", Address("tidal", UUID)),
        ("https://music.youtube.com/playlist?list=PLa-b_c&si=x", Address("youtube_music", "PLa-b_c")),
        ("https://www.youtube.com/playlist?app=x&list=PLa-b_c", Address("youtube_music", "PLa-b_c")),
        ("https://open.spotify.com/track/37i9dQZF1DXcBWIGoYBM5M", None),
        ("https://open.spotify.com.evil.example/playlist/37i9dQZF1DXcBWIGoYBM5M", None),
        ("playlist.json", None),
        ("", None),
    ],
)
def test_addresses_of_playlists_are_read(text: str, address: Address | None) -> None:
    """As the services' own share buttons write them; what is another page, or another host, is none."""
    assert read_address(text) == address


def test_an_id_needs_its_provider() -> None:
    """And a provider that has playlists."""
    assert read_address("908", "deezer") == Address("deezer", "908")
    assert (read_address("908"), read_address("908", "musicbrainz"), read_address("a/b", "deezer")) == (
        None,
        None,
        None,
    )
