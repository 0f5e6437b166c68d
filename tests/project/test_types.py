import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_all_code_is_checked_strictly() -> None:
    """The types of every package are checked strictly, by `make check` and by continuous integration."""
    mypy = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert mypy["strict"] is True
    assert set(mypy["packages"]) == packages
    assert "$(BIN)/mypy" in (ROOT / "Makefile").read_text()
    assert "make check" in (ROOT / ".ci" / "run").read_text()
