import csv
import io
import json
from pathlib import Path

import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.corpus.made_corpus import PARTITIONS, write_corpus
from tests.tracklink.sample_server import SampleServicer


def _rows(corpus: Path) -> int:
    return sum(len(list(csv.DictReader(io.StringIO(path.read_text())))) for path in corpus.rglob("linking.csv"))


def test_a_run_that_lost_its_server_says_what_is_left(
    tracklink: RunCli, servicer: SampleServicer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that it did not come to are counted as not done, and are those that the next run asks about."""
    monkeypatch.setattr("tracklink.client.patience.FIRST_PAUSE_SECONDS", 0.0)
    write_corpus(tmp_path, 3)
    servicer.broken_streams, servicer.silent_streams = 1, 100
    lost = tracklink("link-partitions", tmp_path, "--provider", "catalog")
    done, summary = _rows(tmp_path), json.loads((tmp_path / "summary.json").read_text())
    servicer.silent_streams = 0
    tracklink("link-partitions", tmp_path, "--provider", "catalog")
    later = json.loads((tmp_path / "summary.json").read_text())

    assert lost.code == 1
    assert 0 < done < 3 * len(PARTITIONS)
    assert summary["not_done"] == 3 * len(PARTITIONS) - done
    assert f"{summary['not_done']} still to be asked about" in lost.err
    assert "shutting down; what was answered is kept: run it again for the rest" in lost.err
    assert (_rows(tmp_path), later["skipped"], later["not_done"]) == (3 * len(PARTITIONS), done, 0)
