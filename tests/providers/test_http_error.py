from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from providers.http_error import error_of_open_status, error_of_status, retry_after_seconds
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


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *[(header, 7.0) for header in ("7", " 7 ")],
        *[(header, 0.0) for header in ("0", "Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:00 -0000")],
        *[
            (header, None)
            for header in (None, "", "soon", "-7", "7.5", "9" * 400, "٧", "Wed, 99 Oct 2015 07:28:00 GMT")
        ],
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    """A date that has passed asks for no wait, and what cannot be read says nothing."""
    assert retry_after_seconds(header) == seconds


def test_a_date_to_come_is_so_many_seconds_away() -> None:
    """As the clock of this machine has it."""
    header = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert retry_after_seconds(header) == pytest.approx(3600, abs=60)
    assert error_of_status("box", 429).retry_after_seconds is None  # type: ignore[attr-defined]  # a rate limit has it
