"""Writing a file as a whole: whoever reads it meanwhile sees the old text or the new one, never a part."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO


def replace_file(path: Path, content: str | bytes, like: Path | None = None) -> None:
    """Put the content, text as UTF-8, in the file's place, with the mode of the file `like`. OSError.

    It grows as `.NAME.part` beside it. What a process that was killed left there, the next one writes over.
    A pipe or a device is written to.
    """
    octets = content.encode() if isinstance(content, str) else content
    if path.exists() and not path.is_file():
        path.write_bytes(octets)
        return
    part = path.with_name(f".{path.name}.part")
    with _held(part) as stream, ExitStack() as undo:
        undo.callback(part.unlink)
        stream.truncate()
        stream.write(octets)
        stream.flush()
        if like is None:
            part.chmod(0o666 & ~_umask())
        else:
            shutil.copymode(like, part)
        part.replace(path)
        undo.pop_all()


@contextmanager
def _held(part: Path) -> Iterator[IO[bytes]]:
    """The file, made where there is none, and nobody else's until the end."""
    while True:
        with open(part, "r+b", opener=_open) as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            if _is_there(part, stream):
                yield stream
                return


def _open(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_CREAT | os.O_NOFOLLOW, 0o600)


def _is_there(part: Path, stream: IO[bytes]) -> bool:
    """Whether it still has its name: who held it before has put it in its place, or taken it away."""
    try:
        return os.path.samestat(part.stat(), os.fstat(stream.fileno()))
    except FileNotFoundError:
        return False


def real(path: Path) -> Path:
    """Where a path leads to, links followed; itself where they lead in a circle."""
    return Path(os.path.realpath(path))


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
