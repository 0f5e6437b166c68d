"""Logins that cannot be kept."""

from pathlib import Path

import pytest

from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.token_store import TokenStore


def test_a_login_that_cannot_be_kept_is_told_of(tmp_path: Path) -> None:
    """In a sentence with the path; to log out where nothing can be is no error."""
    (tmp_path / "file").touch()
    store = TokenStore("spotify", tmp_path / "file")

    with pytest.raises(PlaylistError, match=r"cannot write .*spotify\.json"):
        store.write({"access_token": "good"})
    assert not store.remove()
