import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_generated_code_is_current(tmp_path: Path) -> None:
    """Generating from proto/ again gives what is committed under tracklink/v1."""
    command = ["make", "-o", ".venv/.synced", "proto", f"PROTO_OUT={tmp_path}"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=50)
    fresh = {path.name: path.read_text() for path in (tmp_path / "tracklink" / "v1").glob("*_pb2*")}
    committed = {path.name: path.read_text() for path in (ROOT / "tracklink" / "v1").glob("*_pb2*")}

    assert made.returncode == 0, made.stderr
    assert fresh
    assert [name for name in fresh | committed if fresh.get(name) != committed.get(name)] == []
