import json
from pathlib import Path

import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.corpus.made_corpus import PARTITIONS, TITLES
from tests.tracklink.sample_server import SampleServicer

pytestmark = [pytest.mark.usefixtures("flyte", "server"), pytest.mark.xdist_group("flyte")]


def _link_partitions(corpus: Path, **more: str) -> Path:
    from workflows.link_partitions import link_partitions  # noqa: PLC0415 it takes a second

    return Path(link_partitions(corpus=str(corpus), files_per_shard=2, providers=["catalog"], **more).path)


def _written(folder: Path) -> dict[str, bytes]:
    files = [*folder.rglob("linking.csv"), *folder.rglob("jams-linked/*.jams")]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def _summary(folder: Path) -> dict[str, object]:
    summary: dict[str, object] = json.loads((folder / "summary.json").read_text())
    return summary


def test_shards_come_to_what_one_run_comes_to(tracklink: RunCli, corpus: Path) -> None:
    """Three partitions of three files in six shards: the same tables and copies, byte for byte."""
    before = sorted(corpus.rglob("*"))
    merged = _link_partitions(corpus)
    untouched = sorted(corpus.rglob("*")) == before
    tracklink("link-partitions", corpus, "--provider", "catalog")

    assert untouched
    assert _written(merged) == _written(corpus)
    assert (len(_written(merged)), _summary(merged)["shards"], _summary(merged)["files"]) == (12, 6, 9)
    assert _summary(merged)["outcomes"] == _summary(corpus)["outcomes"] == {"LINKED": 1, "NOT_IN_CATALOG": 8}


def test_a_corpus_may_have_rules_of_its_own(corpus: Path, servicer: SampleServicer, tmp_path: Path) -> None:
    """A file of them goes to every shard; without it those that come with tracklink hold."""
    rules = tmp_path / "rules.toml"
    rules.write_text(f'[{PARTITIONS[0]}]\ntitles = ["{{title}} of {{artist}}"]\n')
    servicer.links = {TITLES[1].partition(" of ")[0]: servicer.links[TITLES[0]]}

    assert _summary(_link_partitions(corpus))["outcomes"] == {"NOT_IN_CATALOG": 9}
    assert _summary(_link_partitions(corpus, rules=str(rules)))["outcomes"] == {"LINKED": 1, "NOT_IN_CATALOG": 8}


def test_a_shard_that_fails_leaves_the_others(corpus: Path) -> None:
    """A table that nobody can read spoils its partition's shards alone; the summary says so."""
    (corpus / PARTITIONS[0] / "linking.csv").write_bytes(b"jams_file,outcome\n\xff,\n")
    merged = _link_partitions(corpus)

    assert not (merged / PARTITIONS[0] / "linking.csv").exists()
    assert _summary(merged)["failed_shards"] == 2
    assert _summary(merged)["files"] == 6
