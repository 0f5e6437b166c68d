from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.tracklink.playlists.remote.fake_youtube_music import HEADERS, FakeYouTubeMusicPlaylists
from tracklink.playlists.remote.access import Access
from tracklink.playlists.remote.patience import Patience
from tracklink.playlists.remote.token_store import TokenStore
from tracklink.playlists.remote.youtube_music import YouTubeMusic, open_service

OpenYouTubeMusic = Callable[..., YouTubeMusic]


@pytest.fixture
def open_youtube_music(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[OpenYouTubeMusic]:
    """Opens the service for a user who is logged in, and closes it in the end."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    TokenStore("youtube_music").write(HEADERS)
    patience = Patience(lambda _: None)
    with ExitStack() as stack:

        def opened(fake: FakeYouTubeMusicPlaylists, timeout_seconds: float = 10.0) -> YouTubeMusic:
            access = Access(bearer=str, base_url=fake.base_url, timeout_seconds=timeout_seconds, patience=patience)
            return stack.enter_context(closing(open_service(access)))

        yield opened
