import subprocess
import sys
from pathlib import Path

from tests.service.started import started

HEALTHCHECK = Path(__file__).parents[2] / "deploy" / "healthcheck.py"


def _ask(address: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, HEALTHCHECK, address]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)


def test_the_image_asks_the_server_itself(data_dir: Path) -> None:
    """The health check passes while the server serves, and says that nobody answers once it has ended."""
    with started(HEALTHCHECK.parents[1], TRACKLINKD_DATA_DIR=str(data_dir)) as server:
        healthy = _ask(server.address)
        server.stop()
    gone = _ask(server.address)

    assert (healthy.returncode, healthy.stderr) == (0, "")
    assert (gone.returncode, gone.stderr) == (1, f"{server.address} does not answer: UNAVAILABLE\n")
