import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SKIPPING = "import pytest\n\n@pytest.mark.skip(reason='no tool')\ndef test_one(): pass\n\ndef test_two(): pass\n"
FAILING_AS_EXPECTED = "import pytest\n\n@pytest.mark.xfail\ndef test_one(): assert False\n"


def _run(path: Path, source: str, *flags: str) -> int:
    path.write_text(source)
    command = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "-p", "no:cacheprovider", *flags, str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=50).returncode


def test_a_skip_fails_the_run_where_none_is_allowed(tmp_path: Path) -> None:
    """Continuous integration does not pass because a tool was missing."""
    test = tmp_path / "test_it.py"

    assert _run(test, SKIPPING) == 0
    assert _run(test, SKIPPING, "-p", "tests.no_skips") == 1
    assert _run(test, FAILING_AS_EXPECTED, "-p", "tests.no_skips") == 0
