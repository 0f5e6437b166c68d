"""A corpus of JAMS files, linked by many machines, for Flyte: split -> map over the shards -> merge.

    pyflyte run workflows/link_partitions.py link_partitions --corpus partitions/

Every step is a function of workflows.corpus_shard.
"""

import asyncio
import shutil
from functools import partial
from pathlib import Path

from flytekit import map_task, task, workflow
from flytekit.types.directory import FlyteDirectory
from flytekit.types.file import FlyteFile

from tracklink.corpus.rule import read_rules
from workflows import corpus_shard as steps
from workflows.flyte_step import SERVER, another_try, own_folder, take_secrets
from workflows.playlist_repair import MIN_SUCCESS_RATIO

RETRIES = 2
AT_ONCE = 8
"""Shards under way, each in a container of its own."""


@task
def split(corpus: FlyteDirectory, files_per_shard: int) -> list[FlyteDirectory]:
    """The shards of a corpus."""
    shards = steps.split(Path(corpus.download()), own_folder(), files_per_shard)
    return [FlyteDirectory(str(shard.parent)) for shard in shards]


@task(retries=RETRIES, secret_requests=[SERVER])
def link_shard(
    shard: FlyteDirectory, providers: list[str], market: str, limit: str, rules: FlyteFile | None
) -> FlyteDirectory:
    """A shard, linked. Not kept by its input: linking.csv tells what is done, and what failed is asked again."""
    take_secrets()
    linked = own_folder() / "linked"
    shutil.copytree(shard.download(), linked)
    own_rules = read_rules(Path(rules.download()) if rules else None)
    asking = steps.Asking(tuple(providers), market, steps.kind_of(limit), own_rules)
    with another_try():
        asyncio.run(steps.link_shard(_only(linked), asking))
    return FlyteDirectory(str(linked))


@task
def merge(shards: list[FlyteDirectory], linked: list[FlyteDirectory | None]) -> FlyteDirectory:
    """linking.csv of every partition, the linked copies, and summary.json, to be laid over the corpus."""
    into = own_folder()
    inputs = [_only(Path(shard.download())) for shard in shards]
    steps.merge(inputs, [_only(Path(each.download())) if each else None for each in linked], into)
    return FlyteDirectory(str(into))


@workflow
def link_partitions(
    corpus: FlyteDirectory,
    files_per_shard: int = 500,
    providers: list[str] = [],  # noqa: B006 a constant for Flyte, which takes no tuple for it
    market: str = "",
    limit: str = "",
    rules: FlyteFile | None = None,
) -> FlyteDirectory:
    """Link every JAMS file of a corpus that is not done. `limit`: audio or score, only files of this type.

    `rules`: TOML of what is peculiar to your partitions, as tracklink/corpus/rules.toml.
    """
    shards = split(corpus=corpus, files_per_shard=files_per_shard)
    link = partial(link_shard, providers=providers, market=market, limit=limit, rules=rules)
    linked = map_task(link, concurrency=AT_ONCE, min_success_ratio=MIN_SUCCESS_RATIO)(shard=shards)
    return merge(shards=shards, linked=linked)


def _only(folder: Path) -> Path:
    """The shard in its numbered folder."""
    (shard,) = folder.iterdir()
    return shard
