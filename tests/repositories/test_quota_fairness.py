import pytest

from tests.repositories.quota_child import run_together
from tracklink.plugin import Quota

PROCESSES = 4
TOLERATED = 1.05

LONG = [
    pytest.param(Quota(requests=20, period_seconds=1), 5.0, id="20/s for 5 s", marks=pytest.mark.slow),
    pytest.param(Quota(requests=1, period_seconds=1), 8.5, id="1/s for 8.5 s", marks=pytest.mark.slow),
]
SHORT = [
    pytest.param(Quota(requests=20, period_seconds=0.5), 1.0, id="20 in 0.5 s for 1 s"),
    pytest.param(Quota(requests=1, period_seconds=0.1), 1.0, id="1 in 0.1 s for 1 s"),
]


@pytest.mark.parametrize(("quota", "seconds"), SHORT + LONG)
def test_four_processes_keep_one_quota_together(database_url: str, quota: Quota, seconds: float) -> None:
    """To within 5 % it is used up and not exceeded, in all and in any period, and every process gets its part.

    One request is granted on top: a process may wake up late for one and in time for the next.
    """
    granted = run_together(PROCESSES, database_url, quota, seconds)
    times = sorted(time for process in granted for time in process)
    allowed = quota.requests / quota.period_seconds * seconds

    assert busiest(times, quota.period_seconds) <= quota.requests * TOLERATED + 1
    assert allowed / TOLERATED - 1 <= len(times) <= allowed * TOLERATED + 1
    assert min(len(process) for process in granted) >= len(times) / PROCESSES / 2 - 1


def busiest(times: list[float], period_seconds: float) -> int:
    """The most requests in any one period."""
    return max(sum(start <= time < start + period_seconds for time in times) for start in times)
