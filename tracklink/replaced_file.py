"""Writing a file as a whole: whoever reads it meanwhile sees the old text or the new one, never a part."""

import os
import shutil
import tempfile
from pathlib import Path


def replace_file(path: Path, text: str, like: Path | None = None) -> None:
    """Put the text in the file's place, with the mode of the file `like`; a pipe or a device is written to. OSError."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    handle, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        if like is None:
            Path(written).chmod(0o666 & ~_umask())
        else:
            shutil.copymode(like, written)
        Path(written).replace(path)
    finally:
        Path(written).unlink(missing_ok=True)


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
