import pytest

from providers.http_error import error_of_open_status, error_of_status
from tracklink.plugin import (
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderRefused,
    ProviderUnavailable,
)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *[(status, ProviderAnswerInvalid) for status in (302, 400, 404, 410, 418)],
        *[(status, ProviderRefused) for status in (401, 403)],
        *[(status, ProviderUnavailable) for status in (500, 502, 503, 504, 599)],
        (429, ProviderRateLimited),
    ],
)
def test_a_status_stands_for_an_error(status: int, kind: type[ProviderError]) -> None:
    """The message names the service and the status, and nothing of the answer."""
    error = error_of_status("box", status, "7")
    assert type(error) is kind
    assert f"{error}" == f"box answered with status {status}."


def test_a_403_of_a_service_that_everybody_may_ask_is_a_rate_limit() -> None:
    """There are no credentials that it could refuse; other statuses mean what they mean elsewhere."""
    limited = error_of_open_status("box", 403, "7")
    assert isinstance(limited, ProviderRateLimited)
    assert limited.retry_after_seconds == 7
    assert [type(error_of_open_status("box", status)) for status in (401, 429, 503)] == [
        ProviderRefused,
        ProviderRateLimited,
        ProviderUnavailable,
    ]


def test_a_rate_limit_without_a_time_says_none() -> None:
    """Whoever is asked to stay away is not told for how long."""
    assert error_of_status("box", 429).retry_after_seconds is None  # type: ignore[attr-defined]  # a rate limit has it
