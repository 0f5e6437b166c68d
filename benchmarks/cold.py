"""A cold batch: nothing is known, and each of five services allows 50 requests a second."""

from collections.abc import Collection, Iterator
from typing import Final

from benchmarks.cold_batch import QUOTA_PER_SECOND, ColdBatch
from benchmarks.cold_batch import measure as link_cold
from benchmarks.effort import Effort, say
from benchmarks.figure import Figure, Mark

USED: Final = Mark(0.95, ">= 95 % of the quota")
NEEDED: Final = Mark(0, "none", at_most=True)
JITTER: Final = 1
"""Requests sent within the quota may arrive closer together: the last of one second late, the first of the next not."""
WORST: Final = Mark(QUOTA_PER_SECOND + JITTER, f"<= {QUOTA_PER_SECOND}, one more for jitter", at_most=True)


def measure(effort: Effort, wanted: Collection[str]) -> Iterator[Figure]:
    """One run: the quota used, the requests beyond need, and the worst second, each of the worst service."""
    del wanted
    say(f"  {effort.cold_rows:,} rows of unknown tracks, as fast as five quotas allow")
    batch = link_cold(effort.cold_rows)
    yield from _figures(batch)


def _figures(batch: ColdBatch) -> Iterator[Figure]:
    loads = batch.providers
    used = min(loads, key=lambda name: loads[name].quota_used)
    beyond = max(loads, key=lambda name: loads[name].requests - loads[name].needed)
    worst = max(loads, key=lambda name: loads[name].worst_second)
    extra = loads[beyond].requests - loads[beyond].needed
    what = f"cold batch of {batch.rows:,}"
    yield Figure(
        row="cold",
        what=f"{what}, quota used, least ({used})",
        figure=f"{loads[used].quota_used:.1%}",
        ceiling=f"{batch.seconds:.0f} s in all",
    ).judged(USED, loads[used].quota_used)
    yield Figure(
        row="cold",
        what=f"{what}, requests beyond need, most ({beyond})",
        figure=f"{extra:,}",
        ceiling=f"{loads[beyond].needed:,} needed",
    ).judged(NEEDED, extra)
    yield Figure(
        row="cold",
        what=f"{what}, requests within one second, most ({worst})",
        figure=f"{loads[worst].worst_second}",
        ceiling=f"{QUOTA_PER_SECOND} allowed",
    ).judged(WORST, loads[worst].worst_second)
