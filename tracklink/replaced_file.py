"""Writing a file as a whole: whoever reads it meanwhile sees the old text or the new one, never a part."""

import os
import shutil
import tempfile
from pathlib import Path


def replace_file(path: Path, content: str | bytes, like: Path | None = None) -> None:
    """Put the content, text as UTF-8, in the file's place, with the mode of the file `like`. OSError.

    A pipe or a device is written to.
    """
    octets = content.encode() if isinstance(content, str) else content
    if path.exists() and not path.is_file():
        path.write_bytes(octets)
        return
    handle, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(octets)
        if like is None:
            Path(written).chmod(0o666 & ~_umask())
        else:
            shutil.copymode(like, written)
        Path(written).replace(path)
    finally:
        Path(written).unlink(missing_ok=True)


def real(path: Path) -> Path:
    """Where a path leads to, links followed; itself where they lead in a circle."""
    return Path(os.path.realpath(path))


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
