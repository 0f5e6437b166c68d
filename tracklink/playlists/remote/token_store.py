"""Where the tokens of a user's logins lie: one file for each service, which nobody else may read."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from tracklink.playlists.entry import PlaylistError
from tracklink.playlists.remote.config_folder import PRIVATE_FILE, config_path, make_folder_of
from tracklink.playlists.remote.service import LoginNeeded

_OTHERS = 0o077


class TokenStore:
    """The tokens of one service."""

    def __init__(self, provider: str) -> None:
        self.provider = provider
        self.path = config_path("tokens", f"{provider}.json")

    def read(self) -> dict[str, Any]:
        """What was kept at the login; nobody else can read it from now on. Raises LoginNeeded."""
        self._keep_private()
        try:
            tokens = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise LoginNeeded(
                f"nobody is logged in to {self.provider}: run `tracklink login {self.provider}`"
            ) from None
        except (OSError, ValueError, RecursionError) as error:
            raise LoginNeeded(f"cannot read {self.path}: log in anew with `tracklink login {self.provider}`") from error
        if not isinstance(tokens, dict):
            raise LoginNeeded(f"cannot read {self.path}: log in anew with `tracklink login {self.provider}`")
        return tokens

    def write(self, tokens: Mapping[str, Any]) -> None:
        """Keep them, all or nothing, for this user alone. Raises PlaylistError."""
        try:
            self._write(tokens)
        except OSError as error:
            raise PlaylistError(f"cannot write {self.path}: {error.strerror}") from error

    def remove(self) -> bool:
        """Log out; False when nobody was logged in. Raises PlaylistError."""
        try:
            self.path.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise PlaylistError(f"cannot remove {self.path}: {error.strerror}") from error
        return True

    def _keep_private(self) -> None:
        """A copy that somebody put there may have come with another mode."""
        with suppress(OSError):
            if self.path.stat().st_mode & _OTHERS:
                self.path.chmod(PRIVATE_FILE)

    def _write(self, tokens: Mapping[str, Any]) -> None:
        make_folder_of(self.path)
        written = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(dict(tokens), stream)
        written.replace(self.path)
