"""A server that knows replacements, and a Flyte that leaves nothing behind."""

import gc
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.tracklink.conftest import server, servicer, tracklink
from tests.tracklink.corpus.made_corpus import TITLES, write_corpus
from tests.tracklink.playlists.remote.fake_spotify import FakeSpotifyPlaylists, track
from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.client import FindReplacementResponse
from workflows.playlist_repair import LOGINS_VARIABLE

__all__ = ["server", "servicer", "tracklink"]

ROOT = Path(__file__).parents[2]
PYFLYTE = Path(sys.executable).with_name("pyflyte")
NETWORKLESS = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
TRACKS = 50
POISONED = 17


@pytest.fixture
def playlist(servicer: SampleServicer, tmp_path: Path) -> Path:
    """Fifty tracks that are gone and one that plays. The provider fails for one of them; the others are replaced."""
    for number in range(1, TRACKS + 1):
        servicer.replacements[f"{number}"] = [_answer(number)]
    file = tmp_path / "tracks.json"
    gone = [{"id": number, "name": f"Lied {number}", "available": False} for number in range(1, TRACKS + 1)]
    file.write_text(json.dumps([{"id": 900, "name": "Bleibt", "available": True}, *gone]))
    return file


def _answer(number: int) -> FindReplacementResponse:
    if number == POISONED:
        outcome, reason = FindReplacementResponse.OUTCOME_PROVIDER_UNAVAILABLE, "catalog is down"
        return FindReplacementResponse(outcome=outcome, reason=reason)
    replacement = match_of(f"{1000 + number}", f"Lied {number}")
    return FindReplacementResponse(outcome=FindReplacementResponse.OUTCOME_REPLACED, replacement=replacement)


@pytest.fixture(scope="session")
def _flyte_imported(tmp_path_factory: pytest.TempPathFactory) -> None:
    """It makes temporary folders when it is imported, which takes a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("flytekit")))
        import_module("flytekit")


@pytest.fixture
def flyte(_flyte_imported: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Flyte with folders and an empty cache of the test's own; else the cache is in the home directory."""
    from flytekit.core import local_cache  # noqa: PLC0415

    cache, files = local_cache.LocalTaskCache, tmp_path / "flyte"
    files.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(files))
    monkeypatch.setattr(local_cache, "CACHE_LOCATION", str(files / "cache"))
    cache.initialize()
    yield
    cache._cache.close()  # noqa: SLF001 there is no other way
    cache._initialized = False  # noqa: SLF001
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()  # flytekit leaves a temporary folder for each of its contexts to the garbage collector


@pytest.fixture
def spotify(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, servicer: SampleServicer
) -> Iterator[FakeSpotifyPlaylists]:
    """A playlist with one dead track, whose replacement is `9`. Nobody has logged in: the login is a secret."""
    answer = FindReplacementResponse(
        outcome=FindReplacementResponse.OUTCOME_REPLACED, replacement=match_of("9", "Bett")
    )
    servicer.replacements["dead"] = [answer]
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SPOTIFY_CLIENT_ID", "an-application")
    monkeypatch.setenv(LOGINS_VARIABLE, '{"spotify": {"access_token": "good", "refresh_token": "refresh"}}')
    with FakeSpotifyPlaylists(track("a"), track("dead", is_playable=False), track("b")) as service:
        monkeypatch.setenv("TRACKLINK_SPOTIFY_BASE_URL", service.base_url)
        monkeypatch.setenv("TRACKLINK_SPOTIFY_TOKEN_URL", str(service.token_url))
        yield service


@pytest.fixture
def corpus(servicer: SampleServicer, tmp_path: Path) -> Path:
    """Three partitions of three files; the server knows the track of the first."""
    linked = servicer.links["Kissenschlacht"]
    servicer.links[TITLES[0]] = linked
    write_corpus(tmp_path / "corpus", 3)
    return tmp_path / "corpus"


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a cluster is given: made in a home of its own, without a way to the network."""
    folder = tmp_path_factory.mktemp("package")
    arguments = ["--pkgs", "workflows", "package", "--image", "example.org/workflows:1", "--output"]
    subprocess.run(
        [PYFLYTE, *arguments, folder / "flyte.tgz"],
        cwd=ROOT,
        env=os.environ | NETWORKLESS | {"HOME": str(folder), "TMPDIR": str(folder)},
        check=True,
        capture_output=True,
        timeout=50,
    )
    return folder / "flyte.tgz"


def read_package(package: Path, part: str) -> bytes:
    """The one file of the package whose name has this part."""
    with tarfile.open(package) as archive:
        (name,) = (name for name in archive.getnames() if part in name)
        member = archive.extractfile(name)
        assert member
        return member.read()
