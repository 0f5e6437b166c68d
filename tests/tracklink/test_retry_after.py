from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tracklink.playlists.remote.service import ServiceRateLimited
from tracklink.playlists.remote.status import error_of_status
from tracklink.retry_after import retry_after_seconds

FAR = "Mon, 01 Jan 99999999999999 00:00:00 GMT"
"""A year that no calendar has."""


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *[(header, 7.0) for header in ("7", " 7 ")],
        *[(header, 0.0) for header in ("0", "Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:00 -0000")],
        *[
            (header, None)
            for header in (None, "", "soon", "-7", "7.5", "9" * 400, "٧", "Wed, 99 Oct 2015 07:28:00 GMT", FAR)
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


@pytest.mark.parametrize("header", ["9" * 400, FAR, "soon"])
def test_an_odd_wait_of_a_playlist_service_is_no_wait(header: str) -> None:
    """The refusal is told all the same, without a time."""
    error = error_of_status("box", 429, header)
    assert isinstance(error, ServiceRateLimited)
    assert (str(error), error.retry_after_seconds) == ("box was asked too often: try again later", None)
