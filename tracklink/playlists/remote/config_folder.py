"""The user's own folder, in which logins, locks and notes lie: nobody else can look into it."""

import os
from pathlib import Path
from urllib.parse import quote

from tracklink.playlists.entry import PlaylistError

PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_LONGEST_NAME = 200


def config_folder() -> Path:
    """`tracklink` in XDG_CONFIG_HOME, else in ~/.config (XDG Base Directory Specification). Raises PlaylistError."""
    stated = os.environ.get("XDG_CONFIG_HOME", "")
    try:
        home = Path(stated) if stated.startswith("/") else Path.home() / ".config"
    except RuntimeError as error:
        raise PlaylistError("this user has no home: set HOME or XDG_CONFIG_HOME to a folder of yours") from error
    return home / "tracklink"


def config_path(kind: str, name: str) -> Path:
    """Where something of this kind and name lies; a name of any form stays in the kind's folder. PlaylistError."""
    return config_folder() / kind / quote(name, safe="")[:_LONGEST_NAME]


def make_folder_of(path: Path) -> None:
    """Where there is none, for this user alone. Raises PlaylistError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=_PRIVATE_FOLDER)
    except OSError as error:
        raise PlaylistError(f"cannot write {path}: {error.strerror}") from error
