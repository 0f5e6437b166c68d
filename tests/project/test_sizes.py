import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ["tracklink", "domain", "providers", "repositories", "service", "workflows", "demo", "benchmarks"]
GENERATED = ROOT / "tracklink" / "v1"


def _own_files(*extra: str) -> list[Path]:
    files = (path for package in [*PACKAGES, *extra] for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in files if GENERATED not in path.parents)


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


@pytest.fixture(scope="module", name="lengths")
def _lengths() -> dict[str, int]:
    return dict(function for path in _own_files() for function in _functions(path))


def test_no_file_is_over_250_lines() -> None:
    """A file holds one noun, in at most 250 lines; tests too."""
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in _own_files("tests", "migrations")
    }

    assert {path: count for path, count in lines.items() if count > 250} == {}


def test_no_function_is_over_50_lines(lengths: dict[str, int]) -> None:
    """A function fits on a screen."""
    assert {name: count for name, count in lengths.items() if count > 50} == {}


def test_the_median_function_has_at_most_8_lines(lengths: dict[str, int]) -> None:
    """Most functions fit in a glance."""
    assert median(lengths.values()) <= 8


def test_no_file_is_a_catch_all() -> None:
    """A file is named for what it holds."""
    banned = {"util", "utils", "helper", "helpers", "manager", "common", "misc", "info", "data"}

    assert [str(path.relative_to(ROOT)) for path in _own_files() if path.stem in banned] == []
