"""Playlists of thousands of entries, in pages, through the command line."""

import json
from pathlib import Path

import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.playlists.remote.conftest import GONE, REPLACED, URL
from tests.tracklink.playlists.remote.fake_spotify import PLAYLIST, FakeSpotifyPlaylists, track
from tests.tracklink.playlists.remote.test_tidal import FakeTidalPlaylists
from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.client import FindReplacementResponse, LinkTrackResponse, ProviderLink
from tracklink.playlists.remote.token_store import TokenStore

SIZES = [(330, 11), pytest.param(10_000, 400, marks=[pytest.mark.slow, pytest.mark.timeout(240)])]


@pytest.mark.parametrize(("entries", "gone"), SIZES)
def test_a_long_playlist_is_repaired_and_undone(
    tracklink: RunCli, spotify: FakeSpotifyPlaylists, servicer: SampleServicer, entries: int, gone: int
) -> None:
    """Each replacement in its place, though the token runs out in the midst; the report tells of every entry."""
    every = entries // gone
    before = [f"dead{place}" if place % every == 0 else f"t{place}" for place in range(entries)]
    spotify.playlists[PLAYLIST] = [track(id_, **(GONE if id_.startswith("dead") else {})) for id_ in before]
    servicer.replacements = {
        id_: [FindReplacementResponse(outcome=REPLACED, replacement=match_of(f"new{id_}", "Bett"))]
        for id_ in before
        if id_.startswith("dead")
    }
    spotify.token_ends_at = entries // 20
    repaired = tracklink("repair", URL, "--in-place", "--report", "report.json")
    after = spotify.ids()
    undone = tracklink("undo", f"spotify-{PLAYLIST}.undo.json")

    assert (repaired.code, undone.code, spotify.count(str(spotify.token_path))) == (0, 0, 1), repaired.err + undone.err
    assert after == [f"new{id_}" if id_.startswith("dead") else id_ for id_ in before]
    assert spotify.ids() == before
    assert f"put {gone} old entries back into 'Quays'" in undone.err
    assert len(json.loads(Path("report.json").read_text())["entries"]) == entries


@pytest.mark.parametrize(("entries", "gone"), SIZES)
def test_a_long_playlist_goes_over(  # two services, and the server between them
    tracklink: RunCli,
    spotify: FakeSpotifyPlaylists,
    servicer: SampleServicer,
    monkeypatch: pytest.MonkeyPatch,
    entries: int,
    gone: int,
) -> None:
    """In its order, twenty at a time; what is not found is told of, each with its reason."""
    names = [f"Unknown {place}" if place < gone else f"Title {place}" for place in range(entries)]
    spotify.playlists[PLAYLIST] = [track(f"s{place}", name) for place, name in enumerate(names)]
    for place in range(gone, entries):
        match = match_of(f"t{place}", names[place])
        link = ProviderLink(provider="tidal", outcome=ProviderLink.OUTCOME_LINKED, match=match)
        servicer.links[names[place]] = LinkTrackResponse(links=[link])
    TokenStore("tidal").write({"access_token": "good"})
    with FakeTidalPlaylists() as tidal:
        monkeypatch.setenv("TRACKLINK_TIDAL_BASE_URL", tidal.base_url)
        ended = tracklink("transfer", URL, "--to", "tidal")
        made = list(tidal.playlists)[-1]

    assert (ended.code, tidal.ids(made)) == (1, [f"t{place}" for place in range(gone, entries)])
    assert f"{entries - gone} of {entries} entries were found on tidal" in ended.err
    assert ended.out.count("catalog offered nothing near") == gone
