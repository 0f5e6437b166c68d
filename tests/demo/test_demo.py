import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPOIL = "import demo.repair as it; it.REPLACEMENTS['brass-tacks'] = 'keel'; "
RUN = "import sys, demo.__main__; sys.exit(demo.__main__.main())"


def _demo(scratch: Path, source: str = RUN, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = os.environ | {"TMPDIR": str(scratch)} | environment
    command = [sys.executable, "-c", source]
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=55)


def test_the_demo_shows_what_it_claims_and_leaves_nothing(data_dir: Path) -> None:
    """Every answer is the claimed one, whatever database the caller's environment names; nothing is left behind."""
    demo = _demo(data_dir.parent, DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing", TRACKLINKD_WORKERS="many")

    assert demo.stderr == ""
    assert demo.returncode == 0
    assert "from cache" in demo.stdout
    assert "→ salt-and-copper-best-of" in demo.stdout
    assert list(data_dir.parent.iterdir()) == []


def test_the_demo_fails_when_an_answer_is_not_the_claimed_one(data_dir: Path) -> None:
    """It is a check of the whole, and says which answer was another."""
    demo = _demo(data_dir.parent, SPOIL + RUN)

    assert demo.returncode == 1
    assert "entry 6: wanted keel, got brass-tacks-deluxe" in demo.stderr
