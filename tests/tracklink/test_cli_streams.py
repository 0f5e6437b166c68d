import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tracklink.sample_server import SampleServicer

TRACKLINK = Path(sys.executable).with_name("tracklink")


@pytest.fixture(autouse=True)
def plain_environment(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables by which a terminal is forced or sized are those of the test alone."""
    assert server
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


def _shell(line: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-c", line.replace("tracklink", f"'{TRACKLINK}'", 1)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def test_a_pipe_gets_whole_rows_without_colours(servicer: SampleServicer, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a title is and whatever the environment forces, a row is one line and nothing is cut."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    title = "Kissen " * 100 + "Schluss"
    servicer.links["Kissenschlacht"].links[0].match.track.title = title
    ended = _shell("tracklink link --title Kissenschlacht | cat")

    assert title in ended.stdout
    assert "\x1b" not in ended.stdout + ended.stderr
    assert len(ended.stdout.splitlines()) == 4


def test_a_reader_that_leaves_changes_nothing(server: str) -> None:
    """`| head` ends silently, with the exit code of the answer."""
    assert server
    ended = _shell("tracklink link --title Kissenschlacht --json | head -1; echo ${PIPESTATUS[0]}")
    none = _shell("tracklink link --title Kissenschlacht | true; echo ${PIPESTATUS[0]}")

    assert (ended.stdout, ended.stderr) == ("{\n0\n", "")
    assert (none.stdout, none.stderr) == ("0\n", "")


def test_a_closed_or_full_output_is_no_traceback(server: str) -> None:
    """A closed stdout is written to in vain; a full disk is said."""
    assert server
    closed = _shell("tracklink providers >&-")
    full = _shell("tracklink providers > /dev/full")

    assert (closed.returncode, closed.stderr) == (0, "")
    assert (full.returncode, full.stderr) == (
        1,
        "tracklink: cannot write to standard output: No space left on device\n",
    )


def test_an_ascii_locale_prints_every_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the encoding of stdout cannot say is escaped."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    ended = _shell("tracklink link --title 夜の枕")

    assert ended.returncode == 1
    assert "\\u591c" in ended.stdout


def test_ctrl_c_is_a_sentence(servicer: SampleServicer) -> None:
    """An interrupt while the server thinks ends with 130 and one line."""
    command = [TRACKLINK, "link", "--title", "Endless"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert servicer.endless_asked.wait(20)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)

    assert (process.returncode, out, err) == (130, "", "tracklink: interrupted\n")


def test_ctrl_c_during_a_repair_writes_nothing(servicer: SampleServicer, tmp_path: Path) -> None:
    """The interrupted repair leaves the folder as it was."""
    playlist = tmp_path / "playlist.json"
    playlist.write_text('[{"name": "Endless", "available": false}]')
    command = [TRACKLINK, "repair", playlist, "--provider", "catalog"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert servicer.endless_asked.wait(20)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)

    assert (process.returncode, out, err) == (130, "", "tracklink: interrupted\n")
    assert list(tmp_path.iterdir()) == [playlist]


def test_a_terminal_gets_folded_columns(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal the table keeps to its width, and cells have lines."""
    assert server
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setenv("TERM", "xterm")
    inside, outside = pty.openpty()
    ended = subprocess.run(
        [TRACKLINK, "link", "--title", "Kissenschlacht"], stdout=outside, stderr=subprocess.PIPE, timeout=30, check=True
    )
    shown = os.read(inside, 100_000).decode()
    os.close(inside)
    os.close(outside)

    assert ended.stderr == b""
    assert "\x1b[1mPROVIDER" in shown
    assert "same recording" in shown
    assert "linked · same recording" not in shown
